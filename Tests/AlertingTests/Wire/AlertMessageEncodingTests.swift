import Alerting
import SeismicTypes
import Testing

@Suite struct AlertMessageEncodingTests {
  @Test func randomMessagesComeBackAsTheyWere() throws {
    let key = try AlertFixture.signingKey()
    var samples = SampleMessages(seed: 1)
    for index in 0..<600 {
      let sent = samples.message(ForeignReceiverTests.types[index % 6])
      let datagram = try sent.signed(with: key)
      let received = try SignedDatagram(datagram)
      #expect(received.isSigned(by: key.publicKey))
      let message = try received.message()
      #expect(message.jsonLine == sent.jsonLine)
      #expect(message.textLine.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
      #expect(try message.signed(with: key) == datagram)
    }
  }

  /// Nothing a station can put into a heartbeat keeps it from being sent.
  @Test func richestHeartbeatFitsOneDatagram() throws {
    var message = AlertMessage(type: .heartbeat)
    message.station = try #require(ShortText("NETWORK8_STATION8_LOCAT-08"))
    message.bootId = .max
    message.sequence = .max
    message.sentTime = Timestamp(nanoseconds: .max)
    message.position.latitudeE7Degrees = -900_000_000
    message.position.longitudeE7Degrees = -1_800_000_000
    message.position.elevationMetres = .min
    message.modelHash = .max
    var health = Health()
    health.uptimeSeconds = .max
    health.overruns = .max
    health.gaps = .max
    health.sendFailures = .max
    health.temperatureCentidegrees = .min
    health.freeDiskMebibytes = .max
    health.clockSource = .max
    health.channelCount = 6
    for index in 0..<6 {
      health.channels[index].channel = try #require(ShortText("fifteen-bytes-c"))
      health.channels[index].noiseNanometresPerSecondSquaredRms = .max
      health.channels[index].state = .failed
    }
    health.mode = .max
    health.isArmed = true
    health.smallestPredictablePgvLog10Thousandths = .min
    health.hasPulsePerSecond = true
    health.powerBits = .max
    health.storageErrors = .max
    health.softwareVersion = ShortText(String(repeating: "v", count: 32))
    health.configurationHash = .max
    health.calibrationHash = .max
    message.health = health
    let datagram = try message.signed(with: try AlertFixture.signingKey())
    #expect(datagram.count <= 512)
  }

  @Test func writerSaysWhenTheDatagramIsFull() {
    var writer = CBORWriter()
    for _ in 0..<512 { writer.unsigned(0) }
    #expect(!writer.hasOverflowed)
    writer.unsigned(0)
    #expect(writer.hasOverflowed)
    #expect(writer.datagram.count == 512)
    var outer = CBORWriter()
    outer.append(writer)
    #expect(outer.hasOverflowed)
  }

  @Test func absentFieldIsNamed() throws {
    var message = try AlertFixture.named("alert").message()
    message.tauCMilliseconds = nil
    #expect(throws: EncodingFault.absentField(key: 21)) { try message.payload() }
    message = try AlertFixture.named("alert-observed-only").message()
    message.distanceLog10 = Thousandths(mean: 1, sigma: 1)
    #expect(throws: EncodingFault.absentField(key: 16)) { try message.payload() }
    message = AlertMessage(type: .pick)
    #expect(throws: EncodingFault.absentField(key: 9)) { try message.payload() }
  }

  @Test func fieldOfAnotherTypeIsNamed() throws {
    var message = try AlertFixture.named("cancel").message()
    message.level = .light
    #expect(throws: EncodingFault.unexpectedField(key: 15)) { try message.payload() }
  }

  @Test func valuesReceiversRefuseAreNotSent() throws {
    let sound = try AlertFixture.named("alert").message()
    let changes: [(UInt8, (inout AlertMessage) -> Void)] = [
      (0, { $0.version = 2 }), (2, { $0.station = ShortText() }),
      (8, { $0.position.latitudeE7Degrees = 900_000_001 }), (16, { $0.pgvLog10?.sigma = -1 }),
      (19, { $0.earthquakeProbabilityThousandths = 1001 }),
    ]
    for (key, change) in changes {
      var message = sound
      change(&message)
      #expect(throws: EncodingFault.outOfRange(key: key)) { try message.payload() }
    }
  }
}
