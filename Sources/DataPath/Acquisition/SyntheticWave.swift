import SeismicTypes

/// One decaying sinusoid as a function of the sample index alone, in integers.
struct SyntheticWave: BitwiseCopyable {
  private let firstSample: Int64
  private let amplitude: Int64
  /// Turns per sample in UQ0.64: a multiple of it, wrapped, is the phase of any sample.
  private let turnsPerSample: UInt64
  private let riseSamples: Int64
  private let halfLifeSamples: Int64

  init(primaryOf event: SyntheticEvent, at rate: SampleRate) {
    self.init(
      onsetMilliseconds: event.onsetMilliseconds, amplitudeCounts: event.pAmplitudeCounts,
      frequencyMillihertz: event.pFrequencyMillihertz, of: event, at: rate)
  }

  init(secondaryOf event: SyntheticEvent, at rate: SampleRate) {
    self.init(
      onsetMilliseconds: event.onsetMilliseconds + event.pToSMilliseconds,
      amplitudeCounts: event.sAmplitudeCounts, frequencyMillihertz: event.sFrequencyMillihertz,
      of: event, at: rate)
  }

  private init(
    onsetMilliseconds: Int64, amplitudeCounts: Int32, frequencyMillihertz: Int64,
    of event: SyntheticEvent, at rate: SampleRate
  ) {
    firstSample = rate.sampleCount(milliseconds: onsetMilliseconds)
    amplitude = Int64(amplitudeCounts)
    let microhertz = UInt64(frequencyMillihertz) * 1000
    turnsPerSample = UInt64(rate.microhertz).dividingFullWidth((microhertz, 0)).quotient
    riseSamples = max(rate.sampleCount(milliseconds: event.riseMilliseconds), 1)
    halfLifeSamples = max(rate.sampleCount(milliseconds: event.halfLifeMilliseconds), 1)
  }

  /// The wave at a sample, in counts; zero before its onset and at it.
  @_noAllocation @_noLocks
  func counts(at sampleIndex: Int64) -> Int64 {
    let elapsed = sampleIndex &- firstSample
    guard elapsed > 0 else { return 0 }
    let phase = turnsPerSample &* UInt64(bitPattern: elapsed)
    let scaled = (amplitude &* envelopeQ15(elapsed)) >> 15
    return (scaled &* Self.sineQ15(phase)) >> 15
  }

  /// A linear rise, then halves every half-life with straight lines between, Q15.
  @_noAllocation @_noLocks
  private func envelopeQ15(_ elapsed: Int64) -> Int64 {
    if elapsed < riseSamples { return (elapsed << 15) / riseSamples }
    let decayed = elapsed &- riseSamples
    let halvings = decayed / halfLifeSamples
    guard halvings < 16 else { return 0 }
    let rest = decayed &- halvings &* halfLifeSamples
    return ((1 << 15) &- (rest << 14) / halfLifeSamples) >> halvings
  }

  /// The sine of a phase in UQ0.64 turns, Q15, to 0.1 %: the parabola through a half-wave's zeros
  /// and crest, and its square mixed in as 0.225 (y² − y).
  @_noAllocation @_noLocks
  private static func sineQ15(_ phase: UInt64) -> Int64 {
    let isNegative = phase >> 63 == 1
    // Half a turn is 2¹⁵ from here on.
    let x = Int64((phase << 1) >> 49)
    let parabola = (4 &* x &* ((1 << 15) &- x)) >> 15
    let square = (parabola &* parabola) >> 15
    let sine = parabola &+ (7373 &* (square &- parabola)) >> 15
    return isNegative ? 0 &- sine : sine
  }
}
