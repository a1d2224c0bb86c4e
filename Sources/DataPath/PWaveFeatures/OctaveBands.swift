import FixedPoint
import SeismicTypes

/// Splits a velocity into nine octaves, 24–48 Hz down to 0.09375–0.1875 Hz.
///
/// A cascade: at each octave's edge one two-pole Butterworth filter hands what is above it to the
/// octave and what is below to the next filter. Once a low-pass has passed whose corner is at most a
/// sixteenth of the rate, every second sample is left out, down to 10 Hz, so that the lowest six
/// octaves cost about as much as one; at least 8 samples a period remain and aliases lie 60 dB down.
/// Where an edge lies above 0.45 of the rate there is no filter; an octave is measured where its upper
/// edge is at most half the rate.
struct OctaveBands: BitwiseCopyable {
  /// One edge of the cascade.
  private struct Stage: BitwiseCopyable {
    var coefficients: StateVariableCoefficients
    var filter = StateVariableFilter()
    /// The filter runs at the samples whose number has none of these bits.
    var skippedBits: Int64
    var isActive: Bool
  }

  private var stages: InlineArray<10, Stage>
  private var sampleNumber: Int64 = 0
  /// The octaves whose upper edge lies above half the sample rate.
  let absentBands: PWaveFeatureSet

  @_optimize(size)
  init(sampleRate: SampleRate) {
    var rate = sampleRate.microhertz
    var edge: Int64 = 48_000_000
    var skippedBits: Int64 = 0
    var absent = PWaveFeatureSet(rawValue: 0)
    var built = InlineArray<10, Stage>(
      repeating: Stage(
        coefficients: StateVariableCoefficients(
          cornerMicrohertz: 1_000_000, sampleRateMicrohertz: sampleRate.microhertz),
        skippedBits: 0, isActive: false))
    for index in 0..<10 {
      let isActive = edge <= rate / 20 * 9
      built[index].skippedBits = skippedBits
      built[index].isActive = isActive
      if isActive {
        built[index].coefficients = StateVariableCoefficients(
          cornerMicrohertz: edge, sampleRateMicrohertz: rate)
      }
      if index < 9 && edge > sampleRate.microhertz / 2 { absent = absent.adding(.band(8 - index)) }
      if edge <= rate / 16 && rate >= 20_000_000 {
        rate /= 2
        skippedBits = skippedBits << 1 | 1
      }
      edge /= 2
    }
    stages = built
    absentBands = absent
  }

  /// Writes the magnitudes of this sample in each octave, nm/s; zero where an octave skips the sample.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(_ velocity: Int64, into magnitudes: inout BandPeaks) {
    magnitudes.clear()
    var input = velocity
    var index = 0
    while index < 10 {
      if stages[index].skippedBits & sampleNumber != 0 { break }
      if stages[index].isActive {
        let outputs = stages[index].filter.process(input, stages[index].coefficients)
        if index > 0 { magnitudes[9 &- index] = nanometres(outputs.highPass) }
        input = outputs.lowPass
      }
      index &+= 1
    }
    sampleNumber = sampleNumber &+ 1
  }

  /// Forgets every sample.
  @_noAllocation @_noLocks
  mutating func restart() {
    sampleNumber = 0
    for index in 0..<10 { stages[index].filter = StateVariableFilter() }
  }

  /// The magnitude in nm/s, rounded toward zero, saturated.
  @inline(__always) @_noAllocation @_noLocks
  private func nanometres(_ picometres: Int64) -> Int32 {
    let magnitude = (picometres < 0 ? 0 &- picometres : picometres) / 1000
    return magnitude > 2_147_483_647 ? .max : Int32(truncatingIfNeeded: magnitude)
  }
}
