/// A jump away from a channel's level, followed until it proves a fault or motion.
///
/// Motion is band-limited: after a jump it neither returns to rest for four samples within a few
/// samples nor stands still. A spike does the one, a step or a rail the other.
struct Excursion: BitwiseCopyable {
  /// What the samples so far make of it.
  enum Verdict: BitwiseCopyable {
    case undecided
    /// Ground motion that has swung this far from the level before it.
    case motion(swing: Int64)
    /// Spikes, or a stay elsewhere, that ended at the level before them.
    case returned
    /// The level has changed by this much for good.
    case step(change: Int64)
    /// Spikes that do not end; only the level between them is the channel's.
    case train
  }

  private(set) var isOpen = false
  /// Whether the latest samples look like a fault: a spike's end, a step's rest.
  private(set) var isSuspect = false
  /// The level before the jump.
  private(set) var level: Int64 = 0
  private var band: Int64 = 0
  private var longestSpike: Int64 = 0
  private var sampleCount: Int64 = 0
  /// Of the present stay away: how many samples, their sum, lowest and highest distance.
  private var awayCount: Int64 = 0
  private var sum: Int64 = 0
  private var low: Int64 = 0
  private var high: Int64 = 0
  private var backCount: Int64 = 0

  @_noAllocation @_noLocks
  init() {}

  /// Begins with the first sample away from `level`.
  ///
  /// - Parameters:
  ///   - level: Where the channel stood.
  ///   - sample: The sample that jumped.
  ///   - band: How far from the level still counts as back.
  ///   - longestSpike: How many samples a spike may last.
  @_noAllocation @_noLocks
  mutating func open(level: Int64, sample: Int64, band: Int64, longestSpike: Int64) {
    isOpen = true
    isSuspect = false
    self.level = level
    self.band = band
    self.longestSpike = longestSpike
    sampleCount = 1
    backCount = 0
    leave(sample &- level)
  }

  /// The next sample; a verdict of motion, return or step closes the excursion.
  ///
  /// - Parameters:
  ///   - sample: The sample.
  ///   - stepSamples: After how many samples elsewhere the level has changed for good, and after
  ///     how many spikes are a train.
  /// - Returns: What the samples so far make of it.
  @_noAllocation @_noLocks
  mutating func follow(_ sample: Int64, stepSamples: Int64) -> Verdict {
    let distance = sample &- level
    sampleCount &+= 1
    let isBack = distance <= band && distance >= 0 &- band
    let verdict = isBack ? back(stepSamples) : away(distance, stepSamples)
    switch verdict {
    case .undecided, .train: break
    case .motion, .returned, .step:
      isOpen = false
      isSuspect = false
    }
    return verdict
  }

  /// At rest again: after a spike, or after a stay that stood still.
  @_noAllocation @_noLocks
  private mutating func back(_ stepSamples: Int64) -> Verdict {
    guard awayCount <= longestSpike || isStanding else { return .motion(swing: swing) }
    backCount &+= 1
    isSuspect = true
    if backCount == 4 { return .returned }
    return sampleCount >= stepSamples ? .train : .undecided
  }

  @_noAllocation @_noLocks
  private mutating func away(_ distance: Int64, _ stepSamples: Int64) -> Verdict {
    if backCount > 0 {
      // Rest between jumps makes a train of spikes: a wave swings past its level, not to it. One whose
      // crossings fall on samples is known by its next swing, to the other side.
      if backCount == 1 && (distance < 0) != (sum < 0) { return .motion(swing: swing) }
      leave(distance)
      backCount = 0
      return .undecided
    }
    low = distance < low ? distance : low
    high = distance > high ? distance : high
    sum &+= distance
    awayCount &+= 1
    guard awayCount >= 3 else { return .undecided }
    if isStanding {
      isSuspect = true
      return awayCount >= stepSamples ? .step(change: sum / awayCount) : .undecided
    }
    return awayCount > longestSpike ? .motion(swing: swing) : .undecided
  }

  @_noAllocation @_noLocks
  private mutating func leave(_ distance: Int64) {
    awayCount = 1
    sum = distance
    low = distance
    high = distance
  }

  /// Whether the stay away lies within an eighth of its distance.
  private var isStanding: Bool {
    @inline(__always) @_noAllocation @_noLocks get {
      let size = sum < 0 ? 0 &- sum : sum
      return awayCount >= 3 && (high &- low) &* 8 &* awayCount < size
    }
  }

  /// The furthest from the level in this stay.
  private var swing: Int64 {
    @inline(__always) @_noAllocation @_noLocks get { high > 0 &- low ? high : 0 &- low }
  }
}
