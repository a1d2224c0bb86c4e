import Acquisition
import Foundation
import Testing

@Suite("The radon module")
struct RadonModuleTests {
  /// A reply with its check.
  static func reply(_ status: UInt8, _ minutes: UInt8, _ whole: UInt8, _ hundredths: UInt8)
    -> [UInt8]
  {
    let body: [UInt8] = [0x10, 0x04, status, minutes, whole, hundredths]
    return [0x02] + body + [0xFF &- body.reduce(0, &+)]
  }

  static func replies(in bytes: [UInt8]) -> [RadonReply] {
    var parser = RadonReplyParser()
    return bytes.compactMap { parser.take($0) }
  }

  @Test("answers with status, minutes and value")
  func reading() {
    let replies = Self.replies(in: Self.reply(2, 12, 3, 45))
    #expect(replies == [RadonReply(status: .measuring, minutes: 12, hundredths: 345)])
    #expect(Self.replies(in: Self.reply(0, 1, 0, 0)).first?.status == .warmingUp)
    #expect(Self.replies(in: Self.reply(1, 30, 0, 90)).first?.status == .warmingUp)
    #expect(Self.replies(in: Self.reply(3, 5, 40, 0)).first?.status == .measuring)
    #expect(Self.replies(in: Self.reply(0xE0, 5, 1, 0)).first?.status == .vibration)
  }

  @Test("is understood behind noise, and a wrong check is not")
  func noise() {
    let good = Self.reply(2, 12, 3, 45)
    #expect(Self.replies(in: [0x02, 0x10, 0x02, 0x10, 0x04] + good).count == 1)
    #expect(Self.replies(in: [0x02] + good + [0xFF, 0x02] + good).count == 2)
    for bit in 0..<64 {
      var bad = good
      bad[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(Self.replies(in: bad).isEmpty, "bit \(bit)")
      #expect(Self.replies(in: bad + good).count == 1, "bit \(bit)")
    }
    #expect(Self.replies(in: Self.reply(2, 12, 3, 100)).isEmpty)
  }

  @Test("takes ten million random bytes for no more replies than an eight-bit check must let pass")
  func randomBytes() {
    var random = RandomNumbers(seed: 99)
    var parser = RadonReplyParser()
    var count = 0
    for _ in 0..<1250 {
      var bytes = random.bytes(8000)
      // A true beginning now and then, or the three fixed bytes would hardly ever come.
      for place in stride(from: 0, to: 8000, by: 80) {
        bytes.replaceSubrange(place..<(place + 3), with: [0x02, 0x10, 0x04])
      }
      for byte in bytes where parser.take(byte) != nil { count += 1 }
    }
    // 125,000 beginnings, a check of 1 in 256, a fraction below 100 of 256: 191 expected.
    #expect((120...270).contains(count))
    #expect(parser.skippedByteCount > 9_900_000)
  }

  @Test("is asked with 02 01 00 FE and answers over its line; silence and a pulled plug are told")
  func line() throws {
    let terminal = try PseudoTerminal()
    let module = RadonModule(path: terminal.path)
    try module.open()
    #expect(module.facts.first?.contains("19200 baud") == true)
    let answering = Thread {
      _ = try? terminal.receive(4)
      try? terminal.send([0x7F] + Self.reply(2, 9, 1, 50))
    }
    answering.start()
    #expect(
      module.poll(timeoutMilliseconds: 10_000)
        == .reply(RadonReply(status: .measuring, minutes: 9, hundredths: 150)))
    #expect(module.poll(timeoutMilliseconds: 1) == .nothing)
    #expect(try terminal.receive(4) == [0x02, 0x01, 0x00, 0xFE])
    try terminal.hangUp()
    #expect(module.poll(timeoutMilliseconds: 10_000) == .failed(.unplugged))
    module.close()
  }
}

@Suite("Pulses")
struct PulseTests {
  /// An edge as the kernel gives it.
  static func edge(_ nanoseconds: UInt64, _ number: UInt32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 48)
    for place in 0..<8 {
      bytes[place] = UInt8(truncatingIfNeeded: nanoseconds >> UInt64(8 * place))
    }
    bytes[8] = 1
    bytes[12] = 17
    for place in 0..<4 {
      bytes[16 + place] = 0xAA
      bytes[20 + place] = UInt8(truncatingIfNeeded: number >> UInt32(8 * place))
    }
    return bytes
  }

  @Test("are counted, bounces within the dead time left out")
  func bounces() {
    var edges = PulseEdges(deadNanoseconds: 100_000)
    let stamps: [UInt64] = [1_000_000, 1_050_000, 1_099_999, 1_100_000, 1_150_000, 9_000_000]
    let bytes = stamps.enumerated().flatMap { Self.edge($0.element, UInt32($0.offset + 1)) }
    edges.take(bytes[...])
    // A bounce does not prolong the dead time, which is what its correction supposes.
    #expect(edges.pulseCount == 3)
    #expect(edges.bounceCount == 3)
    #expect(edges.lostCount == 0)
  }

  @Test("that the kernel had no room for are counted by the missing numbers")
  func lostEdges() {
    var edges = PulseEdges(deadNanoseconds: 0)
    edges.take((Self.edge(1, 10) + Self.edge(2, 11) + Self.edge(3, 61))[...])
    #expect(edges.pulseCount == 52)
    #expect(edges.lostCount == 49)
    edges.restart()
    edges.take((Self.edge(0, 1) + [1, 2, 3])[...])
    #expect(edges.pulseCount == 53)
  }

  @Test("are read from a counter of the kernel across its wrap, and its loss is told")
  func counter() throws {
    let folder = try TemporaryFolder()
    try folder.write("250\n", to: "count0/count")
    try folder.write("255\n", to: "count0/ceiling")
    let counter = PulseCounter(.counter(folder: folder.path("count0")), deadNanoseconds: 0)
    try counter.open()
    try folder.write("254\n", to: "count0/count")
    #expect(count(counter.read()) == 4)
    try folder.write("3\n", to: "count0/count")
    #expect(count(counter.read()) == 5)
    try folder.remove("count0/count")
    #expect(counter.read() == .failed(.unplugged))
    #expect(throws: AcquisitionError.self) { try counter.open() }
  }

  /// The pulses of a read that took some time, −1 for any other.
  private func count(_ outcome: PulseCounter.Outcome) -> Int64 {
    guard case .pulses(let count, let nanoseconds) = outcome, nanoseconds > 0 else { return -1 }
    return count
  }

  @Test("of a line that is none are refused by name")
  func noChip() {
    let counter = PulseCounter(
      .line(chip: "/dev/null", offset: 17, isFalling: false), deadNanoseconds: 0)
    #expect(
      throws: AcquisitionError.deviceUnavailable(
        device: "/dev/null line 17", reason: "it is no GPIO chip")
    ) { try counter.open() }
  }
}

@Suite("Weather from the kernel's industrial I/O")
struct EnvironmentTests {
  @Test("is read in its own units, processed or raw, by the device's name")
  func units() throws {
    let folder = try TemporaryFolder()
    let bme = "bus/iio/devices/iio:device3/"
    try folder.write("mpu6050\n", to: "bus/iio/devices/iio:device0/name")
    try folder.write("bme280\n", to: bme + "name")
    try folder.write("-5230\n", to: bme + "in_temp_input")
    try folder.write("101.325234375\n", to: bme + "in_pressure_input")
    try folder.write("45123\n", to: bme + "in_humidityrelative_input")
    try folder.write("1638\n", to: bme + "in_voltage0_raw")
    try folder.write("2.014160156\n", to: bme + "in_voltage0_scale")
    var sensor = EnvironmentSensor(
      device: "bme280", supplyElement: "in_voltage0", sysfsRoot: folder.path(""))
    try sensor.open()
    var expected = EnvironmentSensor.Reading()
    expected.temperatureMillidegrees = -5230
    expected.pressurePascals = 101_325
    expected.humidityThousandths = 451
    expected.supplyMillivolts = 3299
    #expect(sensor.read() == expected)
    // (raw + offset) · scale.
    try folder.remove(bme + "in_temp_input")
    try folder.write("-100\n", to: bme + "in_temp_raw")
    try folder.write("12420\n", to: bme + "in_temp_offset")
    try folder.write("2.941176\n", to: bme + "in_temp_scale")
    expected.temperatureMillidegrees = 36_235
    #expect(sensor.read() == expected)
    try folder.remove("bus/iio/devices/iio:device3")
    #expect(sensor.read() == nil)
    #expect(throws: AcquisitionError.self) { try sensor.open() }
  }

  @Test("is not taken from a device that has none")
  func nothingToRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("adxl355\n", to: "bus/iio/devices/iio:device0/name")
    var sensor = EnvironmentSensor(device: "adxl355", sysfsRoot: folder.path(""))
    #expect(throws: AcquisitionError.self) { try sensor.open() }
  }

  @Test(
    "reads the kernel's numbers and nothing else",
    arguments: [
      ("0\n", 0), ("-12", -12_000_000_000), ("0.005000000\n", 5_000_000), (".5", 500_000_000),
      ("1.2345678901", 1_234_567_890), ("8999999999", 8_999_999_999_000_000_000),
      ("", nil), ("-", nil), ("1 2", nil), ("1.2.3", nil), ("0x10", nil), ("nan", nil),
      ("99999999999", nil), ("1e3", nil), ("\n", nil),
    ] as [(String, Int64?)])
  func numbers(text: String, nanos: Int64?) {
    #expect(SysfsNumber.nanos(Array(text.utf8)[...]) == nanos)
  }
}

/// A folder that goes with the object.
final class TemporaryFolder {
  private let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String {
    name.isEmpty ? url.path : url.appendingPathComponent(name).path
  }

  func write(_ text: String, to name: String) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }
}
