package import SeismicTypes

extension IIODevice {
  package struct Parameters: Equatable, Sendable {
    /// `local:` for this machine's devices, `ip:HOST[:PORT]` for those of an iiod.
    package var uri: String
    /// The device's label, its driver's name or the kernel's identifier (`iio:device0`).
    package var device: String
    /// For each count of a frame the channel it comes from: identifier (`accel_x`), name or label;
    /// `quaternion[2]` is the third of the values that one channel repeats.
    package var channels: [String]
    /// The rate of the frames, which is also the sampling frequency set unless that one is given.
    package var sampleRate: SampleRate
    /// What to set as `sampling_frequency` where it is another number than the frames' rate, as in a
    /// converter that visits its channels one after the other.
    package var samplingFrequency: SampleRate?
    /// The most frames of one read.
    package var samplesPerBlock: Int
    /// How many frames the kernel gathers before it wakes the reader.
    package var watermarkSamples: Int
    /// Set in this order, before the sampling frequency.
    package var attributes: [Attribute]
    /// The trigger's name, or the beginning of it before `-dev`; nil leaves what is there.
    package var trigger: String?
    /// Nil chooses `monotonicRaw` on this machine and no stamps across the network, where the
    /// other machine's clock is another one.
    package var stampClock: StampClock?
    /// The longest wait for an iiod's answer, nil is six times the watermark's time and at least
    /// 200 ms: libiio asks the iiod to give up after half of it.
    package var answerTimeoutMilliseconds: Int?

    package init(
      uri: String = "local:", device: String, channels: [String], sampleRate: SampleRate,
      samplingFrequency: SampleRate? = nil, samplesPerBlock: Int = 16, watermarkSamples: Int = 1,
      attributes: [Attribute] = [], trigger: String? = nil, stampClock: StampClock? = nil,
      answerTimeoutMilliseconds: Int? = nil
    ) {
      self.uri = uri
      self.device = device
      self.channels = channels
      self.sampleRate = sampleRate
      self.samplingFrequency = samplingFrequency
      self.samplesPerBlock = samplesPerBlock
      self.watermarkSamples = watermarkSamples
      self.attributes = attributes
      self.trigger = trigger
      self.stampClock = stampClock
      self.answerTimeoutMilliseconds = answerTimeoutMilliseconds
    }
  }

  /// One attribute to set and read back, such as the range.
  package struct Attribute: Equatable, Sendable {
    /// The channel it belongs to; nil for the device's own.
    package var channel: String?
    package var name: String
    /// The kernel's text of the value; numbers are compared as numbers.
    package var value: String

    package init(channel: String? = nil, name: String, value: String) {
      self.channel = channel
      self.name = name
      self.value = value
    }

    /// `accel_x scale`, for messages.
    var title: String { (channel.map { $0 + " " } ?? "") + name }
  }
}

extension IIODevice.Parameters {
  /// Whether the devices are this machine's, where a read can wait and stamps share our clocks.
  var isLocal: Bool { uri.hasPrefix("local:") }

  var chosenStampClock: StampClock { stampClock ?? (isLocal ? .monotonicRaw : .none) }

  /// How many times the watermark the kernel's queue holds: a second of frames.
  var queueBlocks: UInt32 {
    let frames = sampleRate.sampleCount(milliseconds: 1000)
    return UInt32(min(max(frames / Int64(watermarkSamples) + 1, 4), 1024))
  }

  var timeoutMilliseconds: UInt32 {
    if let answerTimeoutMilliseconds { return UInt32(answerTimeoutMilliseconds) }
    let watermark = sampleRate.nanoseconds(ofSamples: Int64(watermarkSamples)) / 1_000_000
    return UInt32(min(max(6 * watermark, 200), 60_000))
  }

  func check() throws(AcquisitionError) {
    try require(!channels.isEmpty, "channels", "none", "one channel at least")
    try require(
      sampleRate.isSupported, "sampleRateHertz", sampleRate.hertzText, "20 to 1000 Hz")
    try require(
      samplesPerBlock >= 1 && samplesPerBlock <= 4096, "samplesPerBlock", "\(samplesPerBlock)",
      "1 to 4096")
    try require(
      watermarkSamples >= 1 && watermarkSamples <= samplesPerBlock, "watermarkSamples",
      "\(watermarkSamples)", "1 to samplesPerBlock (\(samplesPerBlock))")
    let timeout = answerTimeoutMilliseconds ?? 1
    try require(
      timeout >= 1 && timeout <= 60_000, "answerTimeoutMilliseconds", "\(timeout)", "1 to 60000")
  }

  private func require(
    _ condition: Bool, _ setting: String, _ value: String, _ expected: String
  ) throws(AcquisitionError) {
    guard condition else {
      throw .deviceSetting(device: device, setting: setting, value: value, expected: expected)
    }
  }
}
