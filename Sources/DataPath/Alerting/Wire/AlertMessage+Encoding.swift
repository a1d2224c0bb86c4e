import SeismicTypes

extension AlertMessage {
  /// The payload map of the datagram (contract, version 1), without heap or locks.
  @_noAllocation @_noLocks
  package func payload() throws(EncodingFault) -> CBORWriter {
    let fields = presentFields()
    if let key = fields.firstAbsent(in: type) { throw .absentField(key: key) }
    if let key = fields.firstUnexpected(in: type) { throw .unexpectedField(key: key) }
    if let key = firstOutOfRange() { throw .outOfRange(key: key) }
    if let key = firstBadText() { throw .outOfRange(key: key) }
    var writer = CBORWriter()
    writer.map(count: fields.bits.nonzeroBitCount)
    writeStation(into: &writer)
    writeEvent(into: &writer)
    writePrediction(into: &writer)
    writeResults(into: &writer)
    if let health {
      writer.unsigned(30)
      health.write(into: &writer)
    }
    if let advisory {
      writer.unsigned(31)
      advisory.write(into: &writer)
    }
    if writer.hasOverflowed { throw .tooLarge }
    return writer
  }

  /// Keys 0 to 8.
  @_noAllocation @_noLocks
  private func writeStation(into writer: inout CBORWriter) {
    writer.unsigned(0)
    writer.unsigned(UInt64(truncatingIfNeeded: version))
    writer.unsigned(1)
    writer.unsigned(UInt64(truncatingIfNeeded: type.number()))
    writer.unsigned(2)
    writer.text(station)
    writer.unsigned(3)
    writer.unsigned(bootId)
    writer.unsigned(4)
    writer.unsigned(sequence)
    writer.unsigned(5)
    writer.integer(sentTime.nanoseconds)
    writer.unsigned(6)
    writer.unsigned(UInt64(truncatingIfNeeded: clockErrorMicroseconds))
    writer.unsigned(7)
    writer.boolean(isTest)
    writer.unsigned(8)
    writer.array(count: 3)
    writer.integer(Int64(truncatingIfNeeded: position.latitudeE7Degrees))
    writer.integer(Int64(truncatingIfNeeded: position.longitudeE7Degrees))
    writer.integer(Int64(truncatingIfNeeded: position.elevationMetres))
  }

  /// Keys 9 to 15.
  @_noAllocation @_noLocks
  private func writeEvent(into writer: inout CBORWriter) {
    if let sensors {
      writer.unsigned(9)
      writer.array(count: 3)
      writer.text(sensors.channel)
      writer.unsigned(UInt64(truncatingIfNeeded: sensors.agreeingCount))
      writer.unsigned(UInt64(truncatingIfNeeded: sensors.availableCount))
    }
    writer.entry(10, event)
    writer.entry(11, revision)
    if let onsetTime { writer.entry(12, integer: onsetTime.nanoseconds) }
    writer.entry(13, windowLengthMilliseconds)
    if let sampleTime { writer.entry(14, integer: sampleTime.nanoseconds) }
    if let level { writer.entry(15, UInt32(truncatingIfNeeded: level.rawValue)) }
  }

  /// Keys 16 to 21.
  @_noAllocation @_noLocks
  private func writePrediction(into writer: inout CBORWriter) {
    writer.entry(16, pair: pgvLog10)
    writer.entry(17, pair: magnitude)
    writer.entry(18, pair: distanceLog10)
    writer.entry(19, earthquakeProbabilityThousandths)
    if let pd = pdLog10Thousandths { writer.entry(20, integer: Int64(truncatingIfNeeded: pd)) }
    writer.entry(21, tauCMilliseconds)
  }

  /// Keys 22 to 29.
  @_noAllocation @_noLocks
  private func writeResults(into writer: inout CBORWriter) {
    if let observed {
      writer.unsigned(22)
      writer.array(count: 3)
      writer.unsigned(observed.pgaMicrometresPerSecondSquared)
      writer.unsigned(observed.pgvMicrometresPerSecond)
      writer.unsigned(observed.pgdMicrometres)
    }
    if let intensity {
      writer.entry(23, pair: Thousandths(mean: intensity.mmiTenths, sigma: intensity.jmaTenths))
    }
    if let flags { writer.entry(24, flags.rawValue) }
    if let modelHash {
      writer.unsigned(25)
      writer.eightBytes(modelHash)
    }
    writer.entry(26, latencyMicroseconds)
    writer.entry(27, onsetSigmaMilliseconds)
    if let basis { writer.entry(28, UInt32(truncatingIfNeeded: basis.number())) }
    if let cancelReason { writer.entry(29, UInt32(truncatingIfNeeded: cancelReason.number())) }
  }
}

extension Advisory {
  @_noAllocation @_noLocks
  fileprivate func write(into writer: inout CBORWriter) {
    writer.array(count: 6)
    writer.text(source)
    writer.text(kind)
    writer.integer(valueThousandths)
    writer.integer(baselineThousandths)
    writer.integer(sigmaThousandths)
    writer.text(unit)
  }
}
