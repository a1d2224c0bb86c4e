extension ALSASettings {
  init(_ object: JSONObject) {
    self.init(device: object.text("device", expected: "ALSA's name of the sound device"))
    format = object.word("format", oneOf: ["S16_LE", "S24_3LE", "S24_LE", "S32_LE"])
    captureRateHertz = object.integer("captureRateHertz", in: 20...192_000)
    captureChannelCount = object.optionalInteger("captureChannelCount", in: 1...32)
    periodFrames = object.optionalInteger("periodFrames", in: 1...192_000)
    bufferFrames = object.optionalInteger("bufferFrames", in: 2...1_920_000)
    object.read("fractionBits", in: 0...8, into: &fractionBits)
    lowCornerHertz = object.optionalNumber("lowCornerHertz", in: 0.0001...100)
    controlCard = object.optionalText("controlCard", maximumBytes: 64, expected: "a card's name")
    for element in object.objects("controls", counts: 0...32) {
      controls.append(ControlSetting(element))
    }
  }

  /// What cannot be told from the driver's keys alone.
  func reportConflicts(of source: SourceDescription, channels: [JSONObject], in object: JSONObject)
  {
    if converterBits + fractionBits > 32 {
      object.report("fractionBits", expected: "at most \(32 - converterBits) with \(format)")
      return
    }
    if let captureChannelCount, captureChannelCount < source.channelCount {
      object.report(
        "captureChannelCount", expected: "at least \(source.channelCount), for the channels' index")
    }
    if let period = periodFrames, let buffer = bufferFrames, buffer < 2 * period {
      object.report("bufferFrames", expected: "at least two periods (\(2 * period))")
    }
    for (position, channel) in source.channels.enumerated()
    where Int(channel.fullScaleCounts) > largestCount && channel.fullScaleCounts != .max {
      channels[position].report(
        "fullScaleCounts",
        expected:
          "at most \(largestCount), which \(format) with \(fractionBits) fractionBits reaches")
    }
  }
}

extension ControlSetting {
  init(_ object: JSONObject) {
    self.init(
      name: object.text("name", maximumBytes: 63, expected: "a control's name"), value: .steps(0))
    object.read("index", in: 0...255, into: &index)
    var count = 0
    if let steps = object.optionalInteger("steps", in: -0x8000_0000...0x7FFF_FFFF) {
      value = .steps(steps)
      count += 1
    }
    if object.has("isOn") {
      var isOn = false
      object.read("isOn", into: &isOn)
      value = .isOn(isOn)
      count += 1
    }
    if let item = object.optionalText("item", maximumBytes: 63, expected: "a word of the control") {
      value = .item(item)
      count += 1
    }
    if count != 1 { object.report("name", expected: "one of steps, isOn and item beside it") }
    object.reportUnknownKeys()
  }
}
