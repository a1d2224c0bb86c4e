extension Driver {
  init(_ object: JSONObject) {
    let words = ["iio", "alsa", "serial", "miniseed", "synthetic"] + SlowDriver.words
    switch object.word("driver", oneOf: words) {
    case "iio": self = .iio(IIOSettings(object))
    case "alsa": self = .alsa(ALSASettings(object))
    case "serial": self = .serial(SerialSettings(object))
    case "miniseed": self = .miniseed(RecordingSettings(object))
    case "synthetic": self = .synthetic(SyntheticSettings(object))
    default: self = .synthetic(SyntheticSettings())
    }
  }
}

extension RecordingSettings {
  init(_ object: JSONObject) {
    self.init()
    files = object.filePaths("files", maximumCount: 1000)
    channelFilter = object.optionalText(
      "channelFilter", maximumBytes: 16, expected: "a pattern of channel codes such as \"EN?\"")
    if object.has("timeBase") {
      timeBase =
        TimeBase(rawValue: object.word("timeBase", oneOf: ["recorded", "now"])) ?? .recorded
    }
    object.read("speedFactor", in: 0...1e6, into: &speedFactor)
  }
}

extension SyntheticSettings {
  init(_ object: JSONObject) {
    self.init()
    if let seed = object.optionalInteger("seed", in: 0...Int(UInt32.max)) {
      self.seed = UInt32(seed)
    }
    durationSeconds = object.optionalNumber("durationSeconds", in: 1...1e8)
    object.read("noiseCounts", in: 0...1_000_000, into: &noiseCounts)
    onsetSeconds = object.optionalNumber("onsetSeconds", in: 0...1e8)
    object.read("sDelaySeconds", in: 0...300, into: &sDelaySeconds)
    object.read("pPeakCounts", in: 0...Int(Int32.max), into: &pPeakCounts)
    object.read("sPeakCounts", in: 0...Int(Int32.max), into: &sPeakCounts)
    object.read("speedFactor", in: 0...1e6, into: &speedFactor)
  }
}
