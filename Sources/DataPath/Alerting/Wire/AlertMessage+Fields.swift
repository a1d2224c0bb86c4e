import SeismicTypes

extension AlertMessage {
  /// The keys of the fields that are present; 0…8 always are.
  @_noAllocation @_noLocks
  func presentFields() -> PayloadFields {
    var fields = PayloadFields(bits: 0x1FF)
    if case .some = sensors { fields.insert(9) }
    if case .some = event { fields.insert(10) }
    if case .some = revision { fields.insert(11) }
    if case .some = onsetTime { fields.insert(12) }
    if case .some = windowLengthMilliseconds { fields.insert(13) }
    if case .some = sampleTime { fields.insert(14) }
    if case .some = level { fields.insert(15) }
    if case .some = pgvLog10 { fields.insert(16) }
    if case .some = magnitude { fields.insert(17) }
    if case .some = distanceLog10 { fields.insert(18) }
    if case .some = earthquakeProbabilityThousandths { fields.insert(19) }
    if case .some = pdLog10Thousandths { fields.insert(20) }
    if case .some = tauCMilliseconds { fields.insert(21) }
    if case .some = observed { fields.insert(22) }
    if case .some = intensity { fields.insert(23) }
    if case .some = flags { fields.insert(24) }
    if case .some = modelHash { fields.insert(25) }
    if case .some = latencyMicroseconds { fields.insert(26) }
    if case .some = onsetSigmaMilliseconds { fields.insert(27) }
    if case .some = basis { fields.insert(28) }
    if case .some = cancelReason { fields.insert(29) }
    if case .some = health { fields.insert(30) }
    if case .some = advisory { fields.insert(31) }
    return fields
  }

  /// The lowest key whose number lies outside its physical range, or nil; texts are not looked at.
  @_noAllocation @_noLocks
  func firstOutOfRange() -> UInt8? {
    if version != 1 { return 0 }
    let latitude = position.latitudeE7Degrees
    let longitude = position.longitudeE7Degrees
    if latitude < -900_000_000 || latitude > 900_000_000 { return 8 }
    if longitude < -1_800_000_000 || longitude > 1_800_000_000 { return 8 }
    if let pgvLog10, pgvLog10.sigma < 0 { return 16 }
    if let magnitude, magnitude.sigma < 0 { return 17 }
    if let distanceLog10, distanceLog10.sigma < 0 { return 18 }
    if let probability = earthquakeProbabilityThousandths, probability > 1000 { return 19 }
    if let health, health.channelCount < 0 || health.channelCount > 6 { return 30 }
    if let advisory, advisory.sigmaThousandths < 0 { return 31 }
    return nil
  }

  /// The lowest key whose text the contract forbids, or nil.
  @_noAllocation @_noLocks
  func firstBadText() -> UInt8? {
    if !isStationName(station) { return 2 }
    guard let health else { return nil }
    for index in 0..<health.channelCount where health.channels[index].channel.count > 15 {
      return 30
    }
    return nil
  }
}

/// Whether the text is `[A-Z0-9]{1,8}_[A-Z0-9]{1,8}_[A-Z0-9-]{0,8}`.
@_noAllocation @_noLocks
func isStationName(_ text: ShortText) -> Bool {
  var part = 0
  var partCount = 0
  for index in 0..<text.count {
    let byte = text.byte(at: index)
    if byte == 0x5F {
      guard part < 2, partCount >= 1 else { return false }
      part &+= 1
      partCount = 0
      continue
    }
    let isLetterOrDigit = (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39)
    guard isLetterOrDigit || (part == 2 && byte == 0x2D), partCount < 8 else { return false }
    partCount &+= 1
  }
  return part == 2
}
