import SeismicTypes

extension SourceDescription {
  init(_ object: JSONObject) {
    self.init(name: sourceName(in: object), driver: Driver(object))
    part = object.optionalText("part", maximumBytes: 64)
    sampleRateHertz = sampleRate(in: object, driver: driver)
    object.read("samplesPerBlock", in: 1...4096, into: &samplesPerBlock)
    object.read("ringBlocks", in: 2...65_536, into: &ringBlocks)
    var groupDelayMilliseconds = 0.0
    object.read("groupDelayMilliseconds", in: 0...10_000, into: &groupDelayMilliseconds)
    groupDelayNanoseconds = Int64((groupDelayMilliseconds * 1e6).rounded())
    realTimePriority = object.optionalInteger("realTimePriority", in: 1...98)
    cpu = object.optionalInteger("cpu", in: 0...1023)
    object.read("sensesGravity", into: &sensesGravity)
    let elements = object.objects("channels", counts: 1...3)
    for (position, element) in elements.enumerated() {
      channels.append(ChannelDescription(element, position: position))
    }
    object.reportUnknownKeys()
    reportChannelConflicts(elements)
    if case .iio(let settings) = driver {
      settings.reportConflicts(of: self, channels: elements, in: object)
    }
    if case .alsa(let settings) = driver {
      settings.reportConflicts(of: self, channels: elements, in: object)
    }
    if channels.count == elements.count && !channels.isEmpty { reportGroup(object) }
  }

  private func reportChannelConflicts(_ elements: [JSONObject]) {
    for (position, channel) in channels.enumerated() {
      for earlier in channels[..<position] {
        if earlier.index == channel.index {
          elements[position].report("index", expected: "a position no other channel has")
        }
        if earlier.component == channel.component {
          elements[position].report("code", expected: "a component no other channel has")
        }
        if earlier.quantity != channel.quantity {
          elements[position].report(
            "code", expected: "a sensitivity in the same unit as the channels before")
        }
      }
    }
  }

  private func reportGroup(_ object: JSONObject) {
    if channels.count == 2 {
      object.report("channels", expected: "one vertical channel, or all three components")
    } else if channels.count == 1 && channels[0].component != .vertical {
      object.report("channels", expected: "a vertical channel (code ending in Z)")
    } else if !orientationsSpanSpace(channels) {
      object.report(
        "channels", expected: "azimuths and dips that tell up, north and east apart")
    }
  }
}

/// A source's name, which stands before a point in the 32 bytes of a datagram's text.
func sourceName(in object: JSONObject) -> String {
  let name = object.text("name", maximumBytes: 16, expected: "the source's name")
  if !isPlainName(name) && !name.isEmpty {
    object.report("name", expected: "letters, digits, dashes and underscores")
  }
  return name
}

private func isPlainName(_ text: String) -> Bool {
  for byte in text.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_") {
    let isLetter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    guard isLetter || isDigit else { return false }
  }
  return true
}

/// The nominal rate, which only a recording may leave to its files.
private func sampleRate(in object: JSONObject, driver: Driver) -> Double? {
  if case .miniseed = driver { return object.optionalNumber("sampleRateHertz", in: 20...1000) }
  return object.number("sampleRateHertz", in: 20...1000)
}
