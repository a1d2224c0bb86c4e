internal import Alerting
internal import OnsiteModel
internal import PWaveFeatures
internal import SeismicTypes
internal import Triggering

/// Looks for another earthquake while the trigger is still taken up by the first.
///
/// Every onset of the second detector is followed by itself for ten seconds, the newest three at a
/// time. One becomes an event when its own windows predict a higher level than the open event has,
/// and its vertical velocity has grown beyond what the open event's S wave could bring. A smaller one
/// changes nothing for those at the site, and the open event's own windows take in what it brings.
struct CodaWatch: ~Copyable {
  /// A candidate that has proven itself.
  struct Proof {
    var onset: OnsetRefiner.Onset
    var velocityLog10Thousandths: Int32
  }

  private var detector: CodaOnset
  private var first: CodaCandidate
  private var second: CodaCandidate
  private var third: CodaCandidate
  /// Which of the three the next onset takes: the one that has been followed longest.
  private var next: UInt8 = 0

  init(sampleRate: SampleRate, trigger: Trigger.Parameters) {
    detector = CodaOnset(
      sampleRate: sampleRate, shortTermMilliseconds: trigger.shortTermMilliseconds,
      minimumLongTermCounts: trigger.minimumLongTermCounts)
    first = CodaCandidate(sampleRate: sampleRate)
    second = CodaCandidate(sampleRate: sampleRate)
    third = CodaCandidate(sampleRate: sampleRate)
  }

  /// Forgets everything, as after a gap.
  @_noAllocation @_noLocks
  mutating func restart() {
    detector.restart()
    giveUp()
  }

  /// Gives up all candidates, as when an event has opened.
  @_noAllocation @_noLocks
  mutating func giveUp() {
    first.close()
    second.close()
    third.close()
  }

  private var isFollowing: Bool {
    @inline(__always) @_noAllocation @_noLocks get {
      first.features.isOpen || second.features.isOpen || third.features.isOpen
    }
  }

  /// Takes one sample into the detector; nothing is sought while the trigger can see for itself.
  ///
  /// - Parameters:
  ///   - triggerCounts: Of the sample.
  ///   - isBusy: Whether the trigger is taken up by a first onset.
  /// - Returns: Whether the sample completes an onset to follow.
  @inline(__always) @_noAllocation @_noLocks
  mutating func listen(_ triggerCounts: Int32, isBusy: Bool) -> Bool {
    let isOnset = detector.process(triggerCounts)
    if !isBusy && isFollowing { giveUp() }
    return isBusy && isOnset
  }

  /// Follows the candidates by one sample; says when another earthquake is proven.
  ///
  /// Called while the trigger is busy only: the policy is copied for the call.
  ///
  /// - Parameters:
  ///   - motion: The conditioned sample.
  ///   - position: Its place.
  ///   - isOnset: Whether the sample completes an onset, a new candidate's.
  ///   - refiner: The onset refiner, which has taken this sample.
  ///   - policy: What the candidates are held against.
  ///   - estimator: What predicts from their windows.
  /// - Returns: The proof, nil as long as there is none.
  @_noAllocation @_noLocks
  mutating func process(
    _ motion: GroundMotion, at position: SamplePosition, isOnset: Bool,
    refiner: inout OnsetRefiner, policy: borrowing AlertPolicy, estimator: OnsiteEstimator
  ) -> Proof? {
    if isOnset {
      follow(
        position.sampleIndex,
        velocityLog10Thousandths: policy.codaVelocityLog10Thousandths(at: position))
    }
    if let proof = Self.advance(&first, motion, position, &refiner, policy, estimator) {
      return proof
    }
    if let proof = Self.advance(&second, motion, position, &refiner, policy, estimator) {
      return proof
    }
    return Self.advance(&third, motion, position, &refiner, policy, estimator)
  }

  @_noAllocation @_noLocks
  private mutating func follow(_ sampleIndex: Int64, velocityLog10Thousandths velocity: Int32) {
    switch next {
    case 0: first.open(at: sampleIndex, velocityLog10Thousandths: velocity)
    case 1: second.open(at: sampleIndex, velocityLog10Thousandths: velocity)
    default: third.open(at: sampleIndex, velocityLog10Thousandths: velocity)
    }
    next = next == 2 ? 0 : next &+ 1
  }

  @_noAllocation @_noLocks
  private static func advance(
    _ candidate: inout CodaCandidate, _ motion: GroundMotion, _ position: SamplePosition,
    _ refiner: inout OnsetRefiner, _ policy: borrowing AlertPolicy, _ estimator: OnsiteEstimator
  ) -> Proof? {
    let velocity = candidate.velocityLog10Thousandths
    guard
      let window = candidate.process(
        motion, sampleIndex: position.sampleIndex, refiner: &refiner),
      !window.isMasked, policy.standsOut(window, velocityLog10Thousandths: velocity),
      policy.wouldRaiseLevel(
        estimator.estimate(window), windowMilliseconds: window.windowMilliseconds)
    else { return nil }
    return Proof(onset: candidate.onset, velocityLog10Thousandths: velocity)
  }
}
