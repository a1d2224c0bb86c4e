import SeismicTypes

/// Watches the raw counts of one channel for what is no ground motion.
///
/// - Clip: |x| ≥ 0.98 × full scale.
/// - Spike: at most three samples (or 10 ms) away, by more than 16 × the recent mean |difference|,
///   from the level before, then four samples back within 2 × or a 64th of the jump. Spikes with fewer
///   samples of rest between them are one train, unless a single one parts two of opposite sides: that is
///   a wave; after 0.5 s of a train only the level between its spikes is passed.
/// - Dropout, rail, step: a jump as large whose samples since lie within an eighth of the change. Back
///   at the old level within 0.5 s it was a dropout; there for longer the change is taken off for good.
/// - Flat line: 8 identical samples of a channel whose mean |difference| was at least one step of
///   the converter.
/// - Rail: 3 samples and 0.1 s at the clip level that differ by less than 1/1024 of full scale. The
///   shorter stays of strong shaking at the rail are clipped, not masked: a lower bound.
///
/// From its second look (the first sample back, the third elsewhere) until its verdict a fault is
/// masked. With the verdict the filters return to where they stood before the jump, so that nothing of
/// the fault is left and the channel measures again at once. A flat line or a rail that motion grew
/// into is masked until the first sample that differs; a quiet converter that rests on one count is
/// therefore heard again with its next step.
///
/// Nothing is judged in the first seconds, before the channel's activity is known. Ground motion is
/// band-limited: its samples neither return to rest within a few samples nor stand still after a jump,
/// and a candidate that moves again is let go at once; later jumps are then measured by its size.
struct ChannelGuard: BitwiseCopyable {
  private(set) var isClipped = false
  private(set) var isMasked = false
  /// Whether this sample begins a jump: the filters' state before it must be kept.
  private(set) var beginsJump = false
  /// Whether this sample proves that the jump was none of the ground's: the kept state must return.
  private(set) var endsFault = false
  /// The sample for the trigger, which stands still while a jump is not known for what it is.
  private(set) var triggerSample: Int64 = 0
  /// Whether the newest sample was one of most: it moved, the channel is known, nothing of all this is
  /// to be told of it, and it lies within twice full scale.
  private(set) var isRoutine = false

  /// Whether this sample belongs to a jump that is not known yet for what it is.
  var isUnproven: Bool {
    @inline(__always) @_noAllocation @_noLocks get { excursion.isOpen }
  }

  /// Whether this sample concerns the filters' kept state.
  var isNotable: Bool {
    @inline(__always) @_noAllocation @_noLocks get { beginsJump || endsFault }
  }

  /// Whether a jump is open that an earlier sample began.
  var isInJump: Bool {
    @inline(__always) @_noAllocation @_noLocks get { excursion.isOpen && !beginsJump }
  }

  private let clipLevel: Int64
  private let railSwing: Int64
  private let activityShift: Int64
  /// Samples before a channel's activity is known well enough to judge it, about 4 s.
  private let acquaintance: Int64
  private let stepSamples: Int64
  private let longestSpike: Int64
  private let railSamples: Int64

  private var sampleCount: Int64 = 0
  private var previous: Int64 = 0
  /// The mean |difference| over about a second, counts × 2¹⁶.
  private var activity: Int64 = 0
  /// The smallest change seen: one step of the converter, in recordings scaled by their makers too.
  private var grain: Int64 = 1 << 40
  private var identicalCount: Int64 = 0
  private var isFlatSuspect = false
  private var railCount: Int64 = 0
  /// What steps have added to the channel.
  private var removedLevel: Int64 = 0
  /// Whether the spikes have lasted so long that their level stands for the channel.
  private var isTrain = false
  private var excursion = Excursion()

  init(_ parameters: Conditioner.Parameters, channel: Int) {
    let fullScale = Int64(parameters.channels[channel].fullScaleCounts)
    let rate = parameters.sampleRate
    clipLevel = (fullScale * 98 + 99) / 100
    railSwing = fullScale / 1024
    activityShift = bitCount(rate.microhertz / 1_000_000) - 1
    acquaintance = 4 << activityShift
    stepSamples = rate.sampleCount(milliseconds: 500)
    longestSpike = max(3, rate.sampleCount(milliseconds: 10))
    railSamples = max(3, rate.sampleCount(milliseconds: 100))
  }

  /// One count in, one count out; the properties then tell of this sample.
  ///
  /// After a routine sample the next is one, too, where it moves as the channel does and does not clip:
  /// nothing else has changed then. `judge` would come to the same.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(_ count: Int64) -> Int64 {
    let level = count &- removedLevel
    let change = level &- previous
    let size = change < 0 ? 0 &- change : change
    guard
      isRoutine, size >= grain, size <= largestStep, count < clipLevel, count > 0 &- clipLevel
    else { return judge(count) }
    previous = level
    triggerSample = level
    activity &+= (size &<< 16 &- activity) &>> activityShift
    return level
  }

  /// The largest change of a channel at its present activity that is no jump.
  private var largestStep: Int64 {
    @inline(__always) @_noAllocation @_noLocks get { (activity &>> 12) &+ grain &* 16 }
  }

  /// A sample that may be anything.
  @inline(never) @_noAllocation @_noLocks
  private mutating func judge(_ count: Int64) -> Int64 {
    let level = count &- removedLevel
    let change = level &- previous
    let size = sampleCount == 0 ? 0 : (change < 0 ? 0 &- change : change)
    sampleCount &+= 1
    if size > 0 && size < grain { grain = size }
    previous = level
    let isStuck = isAtRail(count, size)
    let isFlat = isFlatLine(size)
    beginsJump = false
    endsFault = false
    let isCandidate =
      excursion.isOpen
      || (size > largestStep && sampleCount > acquaintance)
    let output: Int64
    if isCandidate {
      output = weigh(change)
    } else {
      output = level
      triggerSample = level
      if sampleCount > 1 { activity &+= (size &<< 16 &- activity) &>> activityShift }
    }
    isMasked = isStuck || isFlat || excursion.isSuspect
    isRoutine =
      size != 0 && sampleCount > acquaintance && !excursion.isOpen && !isClipped && !isMasked
      && !isNotable && isNear
    return output
  }

  /// Whether steps have added at most the clip level to the channel.
  private var isNear: Bool {
    @_noAllocation @_noLocks get {
      removedLevel <= clipLevel && removedLevel >= 0 &- clipLevel
    }
  }

  @_noAllocation @_noLocks
  mutating func restart() {
    sampleCount = 0
    activity = 0
    grain = 1 &<< 40
    identicalCount = 0
    isFlatSuspect = false
    railCount = 0
    removedLevel = 0
    isTrain = false
    isRoutine = false
    excursion = Excursion()
  }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func isAtRail(_ count: Int64, _ size: Int64) -> Bool {
    isClipped = count >= clipLevel || count <= 0 &- clipLevel
    railCount = isClipped ? (size <= railSwing ? railCount &+ 1 : 1) : 0
    return railCount >= railSamples
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
    // What stands at the rail is judged as one.
    return isFlatSuspect && identicalCount >= 8 && !isClipped
  }

  /// A sample of an excursion, or the one that opens it: what to pass on in its place.
  ///
  /// The activity is left alone meanwhile: a spike does not blind the guard to the next one.
  @inline(never) @_noAllocation @_noLocks
  private mutating func weigh(_ change: Int64) -> Int64 {
    let sample = previous
    if !excursion.isOpen {
      let size = change < 0 ? 0 &- change : change
      let quiet = grain &* 2 &+ activity &>> 15
      excursion.open(
        level: sample &- change, sample: sample, band: quiet > size &>> 6 ? quiet : size &>> 6,
        longestSpike: longestSpike)
      beginsJump = true
      triggerSample = excursion.level
      return sample
    }
    switch excursion.follow(sample, stepSamples: stepSamples) {
    case .undecided: break
    case .train:
      endsFault = !isTrain
      isTrain = true
    case .motion(let swing):
      // The channel is awake: what follows is as large and no excursion.
      if swing &<< 15 > activity { activity = swing &<< 15 }
      isTrain = false
      triggerSample = sample
      return sample
    case .returned:
      endsFault = true
      isTrain = false
      triggerSample = sample
      return sample
    case .step(let change):
      removedLevel &+= change
      previous &-= change
      endsFault = true
      isTrain = false
      triggerSample = previous
      return previous
    }
    triggerSample = excursion.level
    return isTrain ? excursion.level : sample
  }
}
