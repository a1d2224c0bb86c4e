import FixedPoint

/// The trigger's band-pass: a causal two-pole high-pass, then a two-pole low-pass, on counts.
///
/// Counts have 24 fraction bits inside. The output is scaled by 2^scaleBits so that sensors of
/// fewer than 24 bits use the trigger's whole range, and saturates at ±(2²³ − 1).
struct TriggerBand: BitwiseCopyable {
  private let highPassCoefficients: StateVariableCoefficients
  private let lowPassCoefficients: StateVariableCoefficients
  private let outputShift: Int64
  private var highPass = StateVariableFilter()
  private var lowPass = StateVariableFilter()

  /// A band-pass for counts with 24 fraction bits; `scaleBits` is −8…23.
  init(
    lowMillihertz: Int64, highMillihertz: Int64, sampleRateMicrohertz: Int64, scaleBits: Int64
  ) {
    highPassCoefficients = StateVariableCoefficients(
      cornerMicrohertz: lowMillihertz * 1000, sampleRateMicrohertz: sampleRateMicrohertz)
    lowPassCoefficients = StateVariableCoefficients(
      cornerMicrohertz: highMillihertz * 1000, sampleRateMicrohertz: sampleRateMicrohertz)
    outputShift = 24 - scaleBits
  }

  /// How far trigger counts are shifted left from counts, by the width of the converter.
  ///
  /// - Parameter fullScaleCounts: Positive; `Int32.max` means that no rail is known.
  /// - Returns: 24 less the converter's bits, its sign included; zero where no rail is known.
  static func scaleBits(fullScaleCounts: Int32) -> Int64 {
    fullScaleCounts == .max ? 0 : 23 - bitCount(Int64(fullScaleCounts) - 1)
  }

  /// One sample of counts × 2²⁴ → trigger counts.
  ///
  /// The first sample is taken for the level at rest: an offset of a million counts must not ring.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(_ input: Int64, isFirst: Bool) -> Int32 {
    if isFirst { highPass.settle(at: input) }
    let passed = highPass.process(input, highPassCoefficients).highPass
    let output = lowPass.process(passed, lowPassCoefficients).lowPass
    return Int32(
      truncatingIfNeeded: saturated(roundedShift(output, right: outputShift), to: 8_388_607))
  }

  @_noAllocation @_noLocks
  mutating func restart() {
    highPass = StateVariableFilter()
    lowPass = StateVariableFilter()
  }
}
