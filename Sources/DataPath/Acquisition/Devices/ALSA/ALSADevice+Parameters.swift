package import SeismicTypes

extension ALSADevice {
  /// What the driver needs to know of a sound card.
  package struct Parameters: Sendable {
    /// ALSA's name of the device, such as `hw:CARD=sndrpihifiberry`.
    package var device: String
    package var format: PCMFormat
    /// The converter's rate, a whole multiple of the station's.
    package var captureRateHertz: Int
    /// Channels of a capture frame.
    package var captureChannelCount: Int
    /// Channels of a station frame: the first ones of a capture frame.
    package var channelCount: Int
    /// The station's rate.
    package var sampleRate: SampleRate
    /// Frames between two wake-ups; nil is a station sample's.
    package var periodFrames: Int?
    /// Frames the kernel keeps for a late reader; nil is half a second's.
    package var bufferFrames: Int?
    /// A station count is 2^−fractionBits of a converter's.
    package var fractionBits = 0
    /// Gains, switches and inputs that the calibration rests on.
    package var controls: [ALSAControl] = []
    /// The card the controls belong to, such as `hw:1`; nil is the device's own.
    package var controlCard: String?
    /// Below this frequency the coupling into the converter weakens the signal.
    package var lowCornerMicrohertz: Int64?

    package init(
      device: String, format: PCMFormat, captureRateHertz: Int, captureChannelCount: Int,
      channelCount: Int, sampleRate: SampleRate
    ) {
      self.device = device
      self.format = format
      self.captureRateHertz = captureRateHertz
      self.captureChannelCount = captureChannelCount
      self.channelCount = channelCount
      self.sampleRate = sampleRate
    }
  }
}

extension ALSADevice.Parameters {
  /// Checks all that can be known without the device.
  ///
  /// - Returns: The way from the capture rate to the station's.
  func check() throws(AcquisitionError) -> Decimation {
    // The station's lowest rate: test doubles capture at it, converters begin at 8 kHz.
    try require("captureRateHertz", captureRateHertz, in: 20...192_000)
    try require("captureChannelCount", captureChannelCount, in: 1...32)
    try require("channels", channelCount, in: 1...min(16, captureChannelCount))
    if let periodFrames { try require("periodFrames", periodFrames, in: 1...192_000) }
    if let bufferFrames { try require("bufferFrames", bufferFrames, in: 2...1_920_000) }
    try require("fractionBits", fractionBits, in: 0...min(8, 32 - format.bitCount))
    guard
      let decimation = Decimation(
        captureRateHertz: captureRateHertz, sampleRate: sampleRate, inputBits: format.bitCount)
    else { throw refusedRate() }
    return decimation
  }

  private func require(
    _ setting: String, _ value: Int, in range: ClosedRange<Int>
  ) throws(AcquisitionError) {
    guard range.contains(value) else {
      throw .deviceSetting(
        device: device, setting: setting, value: "\(value)",
        expected: "\(range.lowerBound) to \(range.upperBound)")
    }
  }

  private func refusedRate() -> AcquisitionError {
    let near = Decimation.nearestRates(
      captureRateHertz: captureRateHertz, to: sampleRate, inputBits: format.bitCount)
    var expected =
      "a rate that \(captureRateHertz) Hz is a whole multiple of, built of 2, 3, 5 and 7"
    if let below = near.below, let above = near.above {
      expected += ", such as \(below.hertzText) or \(above.hertzText) Hz"
    } else if let only = near.below ?? near.above {
      expected += ", such as \(only.hertzText) Hz"
    }
    return .deviceSetting(
      device: device, setting: "sampleRateHertz", value: sampleRate.hertzText, expected: expected)
  }
}
