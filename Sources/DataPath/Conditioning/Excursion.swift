/// A jump away from a channel's level, followed until it proves a spike, a step or motion.
struct Excursion: BitwiseCopyable {
  /// What the samples so far make of it.
  enum Verdict: BitwiseCopyable {
    case undecided
    /// Ground motion that has swung this far from the level before it.
    case motion(swing: Int64)
    /// The sum of what the spike added to the level before it, and of each addition times its age
    /// in samples.
    case spike(sum: Int64, moment: Int64)
    /// The change of level, and the sum it added before the present sample.
    case step(level: Int64, sum: Int64)
  }

  private(set) var isOpen = false
  /// Whether the latest samples look like a spike's end or a step's rest.
  private(set) var isSuspect = false
  private var level: Int64 = 0
  private var band: Int64 = 0
  private var low: Int64 = 0
  private var high: Int64 = 0
  /// What the samples so far have added to the level before them.
  private(set) var sum: Int64 = 0
  private var moment: Int64 = 0
  private var awayCount: Int64 = 0
  private var backCount: Int64 = 0

  @_noAllocation @_noLocks
  init() {}

  /// Begins with the first sample away from `level`; within `band` of it counts as back.
  @_noAllocation @_noLocks
  mutating func open(level: Int64, sample: Int64, band: Int64) {
    isOpen = true
    isSuspect = false
    self.level = level
    self.band = band
    low = sample
    high = sample
    sum = sample &- level
    moment = 0
    awayCount = 1
    backCount = 0
  }

  /// The next sample; anything but `.undecided` closes the excursion.
  @_noAllocation @_noLocks
  mutating func follow(_ sample: Int64, stepSamples: Int64) -> Verdict {
    let distance = sample &- level
    moment &+= sum
    let isBack = distance <= band && distance >= 0 &- band
    let verdict = isBack ? back() : away(sample, distance, stepSamples)
    if case .undecided = verdict { return verdict }
    isOpen = false
    isSuspect = false
    return verdict
  }

  @_noAllocation @_noLocks
  private mutating func back() -> Verdict {
    guard awayCount <= 2 else { return .motion(swing: swing) }
    backCount &+= 1
    isSuspect = true
    return backCount == 4 ? .spike(sum: sum, moment: moment) : .undecided
  }

  @_noAllocation @_noLocks
  private mutating func away(
    _ sample: Int64, _ distance: Int64, _ stepSamples: Int64
  ) -> Verdict {
    guard backCount == 0 else { return .motion(swing: swing) }
    low = sample < low ? sample : low
    high = sample > high ? sample : high
    let sumBefore = sum
    sum &+= distance
    awayCount &+= 1
    guard awayCount >= 3 else { return .undecided }
    let size = sum < 0 ? 0 &- sum : sum
    guard (high &- low) &* 8 &* awayCount < size else { return .motion(swing: swing) }
    isSuspect = true
    return awayCount >= stepSamples ? .step(level: sum / awayCount, sum: sumBefore) : .undecided
  }

  /// The furthest from the level so far.
  private var swing: Int64 {
    @inline(__always) @_noAllocation @_noLocks get {
      high &- level > level &- low ? high &- level : level &- low
    }
  }
}
