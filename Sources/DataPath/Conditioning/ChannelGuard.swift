import SeismicTypes

/// Watches the raw counts of one channel for what is no ground motion.
///
/// - Clip: |x| ≥ 0.98 × full scale.
/// - Spike: one or two samples away, more than 16 × the recent mean |difference| from the level
///   before, then four samples back within 2 × or a 64th of the jump. Its sum is then taken off the
///   next four samples, so that it leaves neither velocity nor displacement behind; masked from the
///   first sample back until that is done. (8 × and 4 × took the first swing of a P wave
///   for a spike in 6 % of 750 real traces; these change 7 of 4,500, one at an onset.)
/// - Step: a jump as large whose samples since lie within an eighth of the change. Masked from the
///   third sample on; held so for 0.5 s, the change is taken off for good and the channel stays
///   masked for 11 s, five time constants of the 0.075 Hz high-pass.
/// - Flat line: 8 identical samples of a channel whose mean |difference| was at least one step of
///   the converter.
/// - Rail: 3 samples at the clip level that differ by less than 1/1024 of full scale. A rail that a
///   jump led to is taken off as a spike is, and stays masked for 22 s after its end, for what the
///   filters make of it is as large as the channel allows; a rail that motion grew into is masked
///   while it lasts.
///
/// Nothing is judged in the first seconds, before the channel's activity is known. Ground motion is
/// band-limited: its samples neither return to rest within two samples nor stand still after a jump,
/// and a candidate that moves again is let go at once; later jumps are then measured by its size.
struct ChannelGuard: BitwiseCopyable {
  private(set) var isClipped = false
  private(set) var isMasked = false

  /// Whether this sample belongs to a jump that is not known yet for what it is.
  var isUnproven: Bool {
    @inline(__always) @_noAllocation @_noLocks get { excursion.isOpen }
  }

  private let clipLevel: Int64
  private let railSwing: Int64
  private let activityShift: Int64
  /// Samples before a channel's activity is known well enough to judge it, about 4 s.
  private let acquaintance: Int64
  private let stepSamples: Int64
  private let stepMaskSamples: Int64
  private let railMaskSamples: Int64

  private var sampleCount: Int64 = 0
  private var previous: Int64 = 0
  /// The mean |difference| over about a second, counts × 2¹⁶.
  private var activity: Int64 = 0
  /// The smallest change seen: one step of the converter, in recordings scaled by their makers too.
  private var grain: Int64 = 1 << 40
  private var identicalCount: Int64 = 0
  private var isFlatSuspect = false
  private var railCount: Int64 = 0
  /// Whether the excursion that is open, or the step before it, stood at the rail.
  private var hasRailed = false
  private var removedLevel: Int64 = 0
  private var maskedSamples: Int64 = 0
  private var excursion = Excursion()
  private var repayment = SpikeRepayment()

  init(_ parameters: Conditioner.Parameters, channel: Int) {
    let fullScale = Int64(parameters.channels[channel].fullScaleCounts)
    let rate = parameters.sampleRate
    clipLevel = (fullScale * 98 + 99) / 100
    railSwing = fullScale / 1024
    activityShift = bitCount(rate.microhertz / 1_000_000) - 1
    acquaintance = 4 << activityShift
    stepSamples = rate.sampleCount(milliseconds: 500)
    stepMaskSamples = rate.sampleCount(milliseconds: 11_000)
    railMaskSamples = rate.sampleCount(milliseconds: 22_000)
  }

  /// One count in, one count out; `isClipped` and `isMasked` then tell of this sample.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(_ count: Int64) -> Int64 {
    let change = count &- removedLevel &- previous
    let size = sampleCount == 0 ? 0 : (change < 0 ? 0 &- change : change)
    sampleCount &+= 1
    if size > 0 && size < grain { grain = size }
    previous = count &- removedLevel
    let isStuck = isAtRail(count, size)
    let isFlat = isFlatLine(size)
    if isStuck && excursion.isOpen { hasRailed = true }
    let isCandidate = excursion.isOpen || size > (activity &>> 12) &+ grain &* 16
    var output = isCandidate && sampleCount > acquaintance ? weigh(change) : previous
    if repayment.isDue { output &+= repayment.next() }
    // One jump moves the mean by 32 times its weight at most: a spike does not blind the guard.
    let largest = activity &* 32 &+ grain &<< 21
    let held = size &<< 16 > largest && sampleCount > acquaintance ? largest : size &<< 16
    if sampleCount > 1 { activity &+= (held &- activity) &>> activityShift }
    if maskedSamples > 0 { maskedSamples &-= 1 }
    isMasked = isStuck || isFlat || maskedSamples > 0 || excursion.isSuspect
    return output
  }

  @_noAllocation @_noLocks
  mutating func restart() {
    sampleCount = 0
    activity = 0
    grain = 1 &<< 40
    identicalCount = 0
    isFlatSuspect = false
    railCount = 0
    hasRailed = false
    removedLevel = 0
    maskedSamples = 0
    excursion = Excursion()
    repayment = SpikeRepayment()
  }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func isAtRail(_ count: Int64, _ size: Int64) -> Bool {
    isClipped = count >= clipLevel || count <= 0 &- clipLevel
    railCount = isClipped ? (size <= railSwing ? railCount &+ 1 : 1) : 0
    return railCount >= 3
  }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func isFlatLine(_ size: Int64) -> Bool {
    if size != 0 || sampleCount == 1 {
      identicalCount = 1
      return false
    }
    // Whether the channel was alive is asked when the run begins: the run itself lulls the mean.
    if identicalCount == 1 { isFlatSuspect = activity >= grain &<< 16 }
    identicalCount &+= 1
    return isFlatSuspect && identicalCount >= 8
  }

  /// A sample of an excursion, or the one that opens it: what to pass on in its place.
  @inline(never) @_noAllocation @_noLocks
  private mutating func weigh(_ change: Int64) -> Int64 {
    if !excursion.isOpen {
      let size = change < 0 ? 0 &- change : change
      let quiet = grain &* 2 &+ activity &>> 15
      excursion.open(
        level: previous &- change, sample: previous,
        band: quiet > size &>> 6 ? quiet : size &>> 6)
      return previous
    }
    let sample = previous
    switch excursion.follow(sample, stepSamples: stepSamples) {
    case .undecided:
      return sample
    case .motion(let swing):
      // The channel is awake: what follows is as large and no excursion.
      if swing &<< 15 > activity { activity = swing &<< 15 }
      guard hasRailed else { return sample }
      leaveRail()
      return sample &- excursion.sum
    case .spike(let sum, let moment):
      maskedSamples = SpikeRepayment.sampleCount &+ 2
      repayment.add(sum: sum, moment: moment)
      return sample
    case .step(let level, let sum):
      removedLevel &+= level
      previous &-= level
      maskedSamples = stepMaskSamples
      if hasRailed { leaveRail() }
      return previous &- sum
    }
  }

  /// A jump that led to the rail, or back from it, has ended: the mask outlasts it.
  @_noAllocation @_noLocks
  private mutating func leaveRail() {
    maskedSamples = railMaskSamples
    hasRailed = railCount > 0
  }
}
