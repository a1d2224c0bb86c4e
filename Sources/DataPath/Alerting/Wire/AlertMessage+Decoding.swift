import SeismicTypes

extension AlertMessage {
  /// The message of a payload; refuses as `version`, `structure` or `badText`.
  ///
  /// Unknown keys are passed over, but held to the rules of CBOR. A field that the message's type
  /// does not carry, or lacks, is refused.
  package init(payload: Span<UInt8>) throws(RefusalReason) {
    self.init(type: .heartbeat)
    var reader = CBORReader(payload)
    var fields = PayloadFields(bits: 0)
    var previous: UInt64?
    for _ in 0..<(try reader.mapCount()) {
      let key = try reader.key(after: previous)
      previous = key
      guard key < 32 else {
        try reader.skip(level: 2)
        continue
      }
      fields.insert(UInt8(key))
      try readField(UInt8(key), from: &reader)
    }
    guard reader.isAtEnd, fields.firstAbsent(in: type) == nil,
      fields.firstUnexpected(in: type) == nil, firstOutOfRange() == nil
    else { throw .structure }
    if firstBadText() != nil { throw .badText }
  }

  private mutating func readField(
    _ key: UInt8, from reader: inout CBORReader
  ) throws(RefusalReason) {
    switch key {
    case 0...8: try readStationField(key, from: &reader)
    case 9...15: try readEventField(key, from: &reader)
    case 16...22: try readEstimateField(key, from: &reader)
    default: try readResultField(key, from: &reader)
    }
  }

  private mutating func readStationField(
    _ key: UInt8, from reader: inout CBORReader
  ) throws(RefusalReason) {
    switch key {
    case 0:
      guard try reader.unsigned() == 1 else { throw .version }
      version = 1
    case 1:
      guard let type = MessageType(rawValue: try reader.number(max: 5)) else { throw .structure }
      self.type = type
    case 2: station = try reader.text()
    case 3: bootId = try reader.unsigned()
    case 4: sequence = try reader.unsigned()
    case 5: sentTime = Timestamp(nanoseconds: try reader.integer())
    case 6: clockErrorMicroseconds = try reader.unsigned32()
    case 7: isTest = try reader.boolean()
    default:
      try reader.array(count: 3)
      position.latitudeE7Degrees = try reader.integer32()
      position.longitudeE7Degrees = try reader.integer32()
      position.elevationMetres = try reader.integer32()
    }
  }

  private mutating func readEventField(
    _ key: UInt8, from reader: inout CBORReader
  ) throws(RefusalReason) {
    switch key {
    case 9:
      try reader.array(count: 3)
      sensors = TriggeringSensors(
        channel: try reader.text(), agreeingCount: try reader.unsigned32(),
        availableCount: try reader.unsigned32())
    case 10: event = try reader.unsigned()
    case 11: revision = try reader.unsigned32()
    case 12: onsetTime = Timestamp(nanoseconds: try reader.integer())
    case 13: windowLengthMilliseconds = try reader.unsigned32()
    case 14: sampleTime = Timestamp(nanoseconds: try reader.integer())
    default: level = AlertLevel(rawValue: try reader.number(max: 4))
    }
  }

  private mutating func readEstimateField(
    _ key: UInt8, from reader: inout CBORReader
  ) throws(RefusalReason) {
    switch key {
    case 16: pgvLog10 = try reader.thousandths()
    case 17: magnitude = try reader.thousandths()
    case 18: distanceLog10 = try reader.thousandths()
    case 19: earthquakeProbabilityThousandths = try reader.unsigned32()
    case 20: pdLog10Thousandths = try reader.integer32()
    case 21: tauCMilliseconds = try reader.unsigned32()
    default:
      try reader.array(count: 3)
      observed = ObservedMotion(
        pgaMicrometresPerSecondSquared: try reader.unsigned(),
        pgvMicrometresPerSecond: try reader.unsigned(), pgdMicrometres: try reader.unsigned())
    }
  }

  private mutating func readResultField(
    _ key: UInt8, from reader: inout CBORReader
  ) throws(RefusalReason) {
    switch key {
    case 23:
      try reader.array(count: 2)
      intensity = Intensity(
        mmiTenths: try reader.integer32(), jmaTenths: try reader.integer32())
    case 24: flags = AlertFlags(rawValue: try reader.unsigned32())
    case 25: modelHash = try reader.eightBytes()
    case 26: latencyMicroseconds = try reader.unsigned32()
    case 27: onsetSigmaMilliseconds = try reader.unsigned32()
    case 28: basis = Basis(rawValue: try reader.number(max: 2))
    case 29: cancelReason = CancelReason(rawValue: try reader.number(max: 2))
    case 30: health = try Health(from: &reader)
    default: advisory = try Advisory(from: &reader)
    }
  }
}

extension Advisory {
  fileprivate init(from reader: inout CBORReader) throws(RefusalReason) {
    try reader.array(count: 6)
    self.init(
      source: try reader.text(), kind: try reader.text(), valueThousandths: try reader.integer(),
      baselineThousandths: try reader.integer(), sigmaThousandths: try reader.integer(),
      unit: try reader.text())
  }
}
