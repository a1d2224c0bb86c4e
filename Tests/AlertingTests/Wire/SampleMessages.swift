import Alerting
import SeismicTypes

/// Random but lawful messages of every type; a seed gives the same ones everywhere.
struct SampleMessages {
  // SplitMix64.
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// Numbers of every length occur.
  mutating func unsigned() -> UInt64 { bits() >> (bits() % 64) }

  mutating func integer() -> Int64 { Int64(bitPattern: bits()) >> Int64(bits() % 64) }

  mutating func unsigned32() -> UInt32 { UInt32(truncatingIfNeeded: unsigned() >> 32) }

  mutating func integer32() -> Int32 { Int32(truncatingIfNeeded: integer() >> 32) }

  mutating func text(atMost limit: UInt64 = 32) -> ShortText {
    var text = ShortText()
    for _ in 0..<(bits() % (limit + 1)) { _ = text.append(UInt8(0x20 + bits() % 95)) }
    return text
  }

  mutating func maybe<Value>(_ value: Value) -> Value? { bits() % 2 == 0 ? value : nil }

  /// A logarithm within what a PGV or a distance may be.
  mutating func logarithm() -> Thousandths {
    Thousandths(mean: Int32(bits() % 9000) - 4000, sigma: Int32(bits() % 2000))
  }

  mutating func message(_ type: MessageType) -> AlertMessage {
    var message = AlertMessage(type: type)
    message.station = ShortText("XX_ST\(bits() % 1000)_0-") ?? ShortText()
    message.bootId = unsigned()
    message.sequence = unsigned()
    message.sentTime = Timestamp(nanoseconds: integer())
    message.clockErrorMicroseconds = unsigned32()
    message.isTest = bits() % 2 == 0
    message.position.latitudeE7Degrees = Int32(bits() % 1_800_000_001) - 900_000_000
    message.position.longitudeE7Degrees = Int32(Int64(bits() % 3_600_000_001) - 1_800_000_000)
    message.position.elevationMetres = integer32()
    switch type {
    case .heartbeat: addHealth(to: &message)
    case .pick:
      addEvent(to: &message)
      addSensors(to: &message)
    case .estimate, .alert:
      addEvent(to: &message)
      addSensors(to: &message)
      addResults(to: &message)
      if bits() % 2 == 0 { addPrediction(to: &message) }
    case .cancel:
      addEvent(to: &message)
      message.cancelReason = CancelReason(rawValue: UInt8(bits() % 3))
    case .advisory:
      message.advisory = Advisory(
        source: text(), kind: text(), valueThousandths: integer(),
        baselineThousandths: integer(), sigmaThousandths: Int64(unsigned() >> 1), unit: text())
    }
    return message
  }

  private mutating func addEvent(to message: inout AlertMessage) {
    message.event = unsigned()
    message.revision = unsigned32()
    message.onsetTime = Timestamp(nanoseconds: integer())
  }

  private mutating func addSensors(to message: inout AlertMessage) {
    message.sensors = TriggeringSensors(
      channel: text(), agreeingCount: unsigned32(), availableCount: unsigned32())
    message.sampleTime = Timestamp(nanoseconds: integer())
    message.flags = AlertFlags(rawValue: unsigned32())
    message.onsetSigmaMilliseconds = unsigned32()
  }

  private mutating func addResults(to message: inout AlertMessage) {
    message.windowLengthMilliseconds = unsigned32()
    message.level = AlertLevel(rawValue: UInt8(bits() % 5))
    message.earthquakeProbabilityThousandths = UInt32(bits() % 1001)
    message.observed = ObservedMotion(
      pgaMicrometresPerSecondSquared: unsigned() >> 1, pgvMicrometresPerSecond: unsigned() >> 1,
      pgdMicrometres: unsigned() >> 1)
    message.intensity = Intensity(mmiTenths: integer32(), jmaTenths: maybe(integer32()) ?? -999)
    message.modelHash = bits()
    message.latencyMicroseconds = unsigned32()
    message.basis = Basis(rawValue: UInt8(bits() % 3))
  }

  private mutating func addPrediction(to message: inout AlertMessage) {
    message.pgvLog10 = logarithm()
    message.magnitude = Thousandths(mean: integer32(), sigma: Int32(bits() % 3000))
    message.distanceLog10 = maybe(logarithm())
    message.pdLog10Thousandths = Int32(bits() % 9000) - 6000
    message.tauCMilliseconds = unsigned32()
  }

  private mutating func addHealth(to message: inout AlertMessage) {
    message.modelHash = bits()
    var health = Health()
    health.uptimeSeconds = unsigned() >> 32
    health.overruns = unsigned() >> 32
    health.gaps = unsigned() >> 32
    health.sendFailures = unsigned() >> 32
    health.temperatureCentidegrees = maybe(integer32())
    health.freeDiskMebibytes = maybe(unsigned() >> 32)
    health.clockSource = maybe(UInt32(bits() % 2))
    health.channelCount = Int(bits() % 7)
    for index in 0..<health.channelCount {
      health.channels[index].channel = text(atMost: 15)
      health.channels[index].noiseNanometresPerSecondSquaredRms = unsigned() >> 24
      health.channels[index].state = ChannelState(rawValue: UInt8(bits() % 3)) ?? .ok
    }
    health.mode = maybe(UInt32(bits() % 3))
    health.isArmed = maybe(bits() % 2 == 0)
    health.smallestPredictablePgvLog10Thousandths = maybe(Int32(bits() % 6000) - 4000)
    health.hasPulsePerSecond = maybe(bits() % 2 == 0)
    health.powerBits = maybe(unsigned32())
    health.storageErrors = maybe(unsigned() >> 32)
    health.softwareVersion = maybe(text())
    health.configurationHash = maybe(bits())
    health.calibrationHash = maybe(bits())
    message.health = health
  }
}
