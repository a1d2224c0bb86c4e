import SeismicTypes

extension Health {
  /// The map of key 30, before which the reader stands; what is absent is nil.
  init(from reader: inout CBORReader) throws(RefusalReason) {
    self.init()
    uptimeSeconds = nil
    overruns = nil
    gaps = nil
    sendFailures = nil
    var previous: UInt64?
    for _ in 0..<(try reader.mapCount()) {
      let key = try reader.key(after: previous)
      previous = key
      switch key {
      case 0...7: try readCounter(key, from: &reader)
      case 8...16: try readState(key, from: &reader)
      default: try reader.skip(level: 3)
      }
    }
  }

  private mutating func readCounter(
    _ key: UInt64, from reader: inout CBORReader
  ) throws(RefusalReason) {
    switch key {
    case 0: uptimeSeconds = try reader.unsigned()
    case 1: overruns = try reader.unsigned()
    case 2: gaps = try reader.unsigned()
    case 3: sendFailures = try reader.unsigned()
    case 4: temperatureCentidegrees = try reader.integer32()
    case 5: freeDiskMebibytes = try reader.unsigned()
    case 6: clockSource = try reader.unsigned32()
    default: try readChannels(from: &reader)
    }
  }

  private mutating func readState(
    _ key: UInt64, from reader: inout CBORReader
  ) throws(RefusalReason) {
    switch key {
    case 8: mode = try reader.unsigned32()
    case 9: isArmed = try reader.boolean()
    case 10: smallestPredictablePgvLog10Thousandths = try reader.integer32()
    case 11: hasPulsePerSecond = try reader.boolean()
    case 12: powerBits = try reader.unsigned32()
    case 13: storageErrors = try reader.unsigned()
    case 14: softwareVersion = try reader.text()
    case 15: configurationHash = try reader.eightBytes()
    default: calibrationHash = try reader.eightBytes()
    }
  }

  private mutating func readChannels(from reader: inout CBORReader) throws(RefusalReason) {
    channelCount = try reader.arrayCount(atMost: 6)
    for index in 0..<channelCount {
      try reader.array(count: 3)
      channels[index].channel = try reader.text(maximumCount: 15)
      channels[index].noiseNanometresPerSecondSquaredRms = try reader.unsigned()
      guard let state = ChannelState(rawValue: try reader.number(max: 2)) else {
        throw .structure
      }
      channels[index].state = state
    }
  }
}
