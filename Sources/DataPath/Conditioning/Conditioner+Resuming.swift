package import SeismicTypes

/// What a conditioner has learnt of its sensor at rest, to begin the next start with.
package struct BaselineState: BitwiseCopyable, Equatable, Sendable {
  /// The running means, in steps of 2^−`scaleBits` pm/s² (pm/s for a velocity sensor).
  package var means: Vector3
  package var scaleBits: Int64

  @_noAllocation @_noLocks
  package init(means: Vector3, scaleBits: Int64) {
    self.means = means
    self.scaleBits = scaleBits
  }
}

extension Conditioner {
  /// The baseline as it stands; nil before it has settled.
  package var baselineState: BaselineState? {
    @_noAllocation @_noLocks get {
      guard isSettled else { return nil }
      return BaselineState(
        means: Vector3(
          vertical: verticalChain.baselineMean, north: northChain.baselineMean,
          east: eastChain.baselineMean),
        scaleBits: stateScaleBits)
    }
  }

  /// Begins with the baseline of an earlier start instead of with none, before the first sample.
  ///
  /// It is taken on trial: see `ResumedBaseline`.
  ///
  /// - Parameter state: Of the same sensor, with the same calibration.
  /// - Returns: Whether it fits this conditioner's scale.
  package mutating func resume(_ state: BaselineState) -> Bool {
    guard state.scaleBits == stateScaleBits, !hasBegun else { return false }
    beginWithMeans(state.means)
    return true
  }

  /// Takes gravity's last reading from an earlier start, so that a tilt since then is seen.
  package mutating func resume(_ reading: GravityReading) { gravity.resume(reading) }
}

/// A baseline of an earlier start on trial over its first seconds.
///
/// A sensor that was moved, or has drifted, stands off the old baseline by a level: its mean is then
/// most of its motion and beyond 1 mm/s² (or 1 mm/s), from which chain 1 makes at most 0.1 cm/s.
/// Ground motion swings about the baseline, so that one who is started amid an earthquake measures it at
/// once.
struct ResumedBaseline: BitwiseCopyable {
  private let trialSamples: Int64
  /// 10⁹ pm: 1 mm/s², or 1 mm/s.
  private static var limit: Int64 { @_noAllocation @_noLocks get { 1_000_000_000 } }
  /// Motion is held inside it, so that the sums of 12,000 samples fit 64 bits.
  private static var bound: Int64 { @_noAllocation @_noLocks get { 1 &<< 49 } }
  private(set) var isOnTrial = false
  private var sampleCount: Int64 = 0
  private var sums = Vector3()
  private var magnitudes = Vector3()

  /// What the trial comes to.
  enum Verdict { case undecided, stands, refused }

  init(sampleRate: SampleRate) {
    trialSamples = max(1, sampleRate.sampleCount(milliseconds: 3_000))
  }

  @_noAllocation @_noLocks
  mutating func begin() {
    isOnTrial = true
    sampleCount = 0
    sums = Vector3()
    magnitudes = Vector3()
  }

  @_noAllocation @_noLocks
  mutating func end() { isOnTrial = false }

  /// Takes one sample's motion less the baseline, in picometres.
  @_noAllocation @_noLocks
  mutating func process(_ motion: Vector3) -> Verdict {
    add(motion.vertical, &sums.vertical, &magnitudes.vertical)
    add(motion.north, &sums.north, &magnitudes.north)
    add(motion.east, &sums.east, &magnitudes.east)
    sampleCount &+= 1
    guard sampleCount == trialSamples else { return .undecided }
    isOnTrial = false
    let isOff =
      isLevel(sums.vertical, magnitudes.vertical) || isLevel(sums.north, magnitudes.north)
      || isLevel(sums.east, magnitudes.east)
    return isOff ? .refused : .stands
  }

  @inline(__always) @_noAllocation @_noLocks
  private func add(_ value: Int64, _ sum: inout Int64, _ size: inout Int64) {
    let bound = Self.bound
    let held = value > bound ? bound : (value < 0 &- bound ? 0 &- bound : value)
    sum &+= held
    size &+= held < 0 ? 0 &- held : held
  }

  @_noAllocation @_noLocks
  private func isLevel(_ sum: Int64, _ size: Int64) -> Bool {
    let magnitude = sum < 0 ? 0 &- sum : sum
    return magnitude > Self.limit &* sampleCount && magnitude > size / 2
  }
}
