internal import SeismicTypes

/// Follows sample index and time from block to block and says where they break.
struct SampleTimeline: BitwiseCopyable {
  /// How a block follows the one before.
  enum Joint {
    case contiguous
    case shortGap(missingSampleCount: Int64)
    case longGap(missingSampleCount: Int64)
    case clockStep(nanoseconds: Int64)
  }

  /// A step of the clock beyond this breaks the time line (science.md §7).
  static var largestStepNanoseconds: Int64 {
    @_noAllocation @_noLocks get { 10_000_000 }
  }
  /// Block times may differ from the anchor's by rounding; beyond this the anchor is renewed.
  static var anchorToleranceNanoseconds: Int64 {
    @_noAllocation @_noLocks get { 1_000 }
  }

  private let sampleRate: SampleRate
  private var clock: SampleClock?
  private var nextSampleIndex: Int64 = 0
  private var newestCommittedAt = MonotonicInstant(nanoseconds: 0)

  @_noAllocation @_noLocks
  init(sampleRate: SampleRate) { self.sampleRate = sampleRate }

  /// Places a block; afterwards the next sample to step through is its first, or the first of the
  /// missing samples where the gap is short enough to be bridged.
  @_noAllocation @_noLocks
  mutating func join(_ header: SampleBlockHeader, toleranceSampleCount: Int64) -> Joint {
    guard let clock else {
      anchor(header)
      return .contiguous
    }
    let missing = header.sampleIndex &- nextSampleIndex
    let expected = clock.time(ofSample: header.sampleIndex)
    let step = header.startTime.nanoseconds &- expected.nanoseconds
    let distance = step < 0 ? 0 &- step : step
    if missing == 0 && distance <= Self.anchorToleranceNanoseconds
      && !header.flags.has(.followsGap)
    {
      return .contiguous
    }
    return joinBroken(
      header, missing: missing, step: step,
      isShort: missing > 0 && missing <= toleranceSampleCount
        && distance <= Self.largestStepNanoseconds)
  }

  @_noAllocation @_noLocks
  private mutating func joinBroken(
    _ header: SampleBlockHeader, missing: Int64, step: Int64, isShort: Bool
  ) -> Joint {
    if isShort { return .shortGap(missingSampleCount: missing) }
    anchor(header)
    if missing != 0 { return .longGap(missingSampleCount: missing) }
    let distance = step < 0 ? 0 &- step : step
    let isStep = distance > Self.largestStepNanoseconds || header.flags.has(.followsGap)
    return isStep ? .clockStep(nanoseconds: step) : .contiguous
  }

  @_noAllocation @_noLocks
  private mutating func anchor(_ header: SampleBlockHeader) {
    clock = SampleClock(
      anchorSampleIndex: header.sampleIndex, anchorTime: header.startTime,
      sampleRate: header.measuredRate)
    nextSampleIndex = header.sampleIndex
  }

  /// The position of the next sample, which becomes the previous one.
  @inline(__always) @_noAllocation @_noLocks
  mutating func advance(committedAt: MonotonicInstant) -> SamplePosition {
    let position = SamplePosition(
      sampleIndex: nextSampleIndex, clock: currentClock(), committedAt: committedAt)
    nextSampleIndex &+= 1
    newestCommittedAt = committedAt
    return position
  }

  /// The position of the newest sample stepped through, nil before the first.
  @_noAllocation @_noLocks
  func previousPosition() -> SamplePosition? {
    guard let clock, nextSampleIndex > clock.anchorSampleIndex else { return nil }
    return SamplePosition(
      sampleIndex: nextSampleIndex &- 1, clock: clock, committedAt: newestCommittedAt)
  }

  /// A block is joined before its samples are stepped through, so the clock is always set here.
  @inline(__always) @_noAllocation @_noLocks
  private func currentClock() -> SampleClock {
    if let clock { return clock }
    return SampleClock(
      anchorSampleIndex: 0, anchorTime: Timestamp(nanoseconds: 0), sampleRate: sampleRate)
  }
}
