extension IIOSettings {
  init(_ object: JSONObject) {
    self.init(device: object.text("device", expected: "the kernel's name of the device"))
    if let text = object.optionalText("uri", expected: "\"local:\" or \"ip:HOST\"") {
      uri = text
      if !Self.isKnown(uri: text) { object.report("uri", expected: "\"local:\" or \"ip:HOST\"") }
    }
    trigger = object.optionalText("trigger", maximumBytes: 64, expected: "a trigger's name")
    object.read("watermarkSamples", in: 1...4096, into: &watermarkSamples)
    samplingFrequencyHertz = object.optionalNumber("samplingFrequencyHertz", in: 0.001...1e6)
    if object.has("timestampClock") {
      timestampClock = object.word(
        "timestampClock", oneOf: ["monotonic_raw", "monotonic", "realtime", "boottime", "none"])
    }
    answerTimeoutMilliseconds = object.optionalInteger(
      "answerTimeoutMilliseconds", in: 1...60_000)
    for attribute in object.objects("attributes", counts: 0...64) {
      attributes.append(IIOAttribute(attribute))
    }
  }

  /// What cannot be told from the driver's keys alone.
  func reportConflicts(of source: SourceDescription, channels: [JSONObject], in object: JSONObject)
  {
    if watermarkSamples > source.samplesPerBlock {
      object.report(
        "watermarkSamples", expected: "at most samplesPerBlock (\(source.samplesPerBlock))")
    }
    for (position, channel) in source.channels.enumerated() {
      if channel.element == nil {
        channels[position].report("element", expected: "the name of the device's channel")
      }
      if channel.index >= source.channels.count {
        channels[position].report(
          "index",
          expected: "below \(source.channels.count): a frame has the source's channels only")
      }
    }
  }

  private static func isKnown(uri: String) -> Bool {
    uri == "local:" || (uri.hasPrefix("ip:") && uri.utf8.count > 3)
  }
}

extension IIOAttribute {
  init(_ object: JSONObject) {
    self.init(
      channel: object.optionalText("channel", maximumBytes: 64, expected: "a channel's name"),
      name: object.text("name", maximumBytes: 64, expected: "an attribute's name"),
      value: object.text("value", expected: "the value as the kernel writes it, in quotes"))
    if name == "sampling_frequency" {
      object.report("name", expected: "not the rate, which sampleRateHertz sets")
    }
    object.reportUnknownKeys()
  }
}
