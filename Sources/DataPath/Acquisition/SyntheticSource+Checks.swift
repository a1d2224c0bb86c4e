import SeismicTypes

extension SyntheticSource.Parameters {
  /// Ranges in which no product of the synthesis leaves 64 bits.
  func check() throws(AcquisitionError) {
    guard sampleRate.isSupported else {
      throw .badSynthesis(
        setting: "sampleRate (µHz)", value: sampleRate.microhertz,
        expected: "20000000 to 1000000000")
    }
    try require("channelCount", Int64(channelCount), in: 1...3)
    try require("noiseCounts", Int64(noiseCounts), in: 0...16_384)
    try require("sampleCount", sampleCount ?? 1, in: 1...(1 << 48))
    guard let event else { return }
    try require("onsetMilliseconds", event.onsetMilliseconds, in: 0...1_000_000_000)
    try require("pToSMilliseconds", event.pToSMilliseconds, in: 0...1_000_000)
    try require("pAmplitudeCounts", Int64(event.pAmplitudeCounts), in: 0...Int64(Int32.max))
    try require("sAmplitudeCounts", Int64(event.sAmplitudeCounts), in: 0...Int64(Int32.max))
    let half = sampleRate.microhertz / 2000
    try require("pFrequencyMillihertz", event.pFrequencyMillihertz, in: 1...half)
    try require("sFrequencyMillihertz", event.sFrequencyMillihertz, in: 1...half)
    try require("riseMilliseconds", event.riseMilliseconds, in: 1...1_000_000)
    try require("halfLifeMilliseconds", event.halfLifeMilliseconds, in: 1...1_000_000)
  }

  private func require(
    _ setting: String, _ value: Int64, in range: ClosedRange<Int64>
  ) throws(AcquisitionError) {
    guard range.contains(value) else {
      throw .badSynthesis(
        setting: setting, value: value,
        expected: "\(range.lowerBound) to \(range.upperBound)")
    }
  }
}
