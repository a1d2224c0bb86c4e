import Foundation
import StationConfiguration
import Testing

@Suite("Serial and slow sources of a board")
struct SlowConfigurationTests {
  static let slowSources = """
    , { "name": "radon", "driver": "rd200m", "device": "/dev/ttyS1", "unit": "Bq/m3",
        "pollSeconds": 30 },
      { "name": "geiger", "driver": "pulse", "device": "/dev/gpiochip0", "line": 17,
        "edge": "falling", "deadTimeMicroseconds": 120 },
      { "name": "indoor", "driver": "environment", "device": "bme280",
        "supplyElement": "in_voltage0" }] }
    """

  /// The small board with slow sources behind its sensor.
  static let board = String(smallBoard.dropLast(3)) + slowSources

  @Test("stand among its sources, in a list of their own")
  func decodes() throws {
    let board = try BoardFile(decoding: source(Self.board))
    #expect(board.sources.map(\.name) == ["sensor"])
    #expect(board.slowSources.map(\.name) == ["radon", "geiger", "indoor"])
    #expect(board.slowSources.map(\.pollSeconds) == [30, 60, 60])
    guard case .rd200m(let radon) = board.slowSources[0].driver,
      case .pulse(let geiger) = board.slowSources[1].driver,
      case .environment(let indoor) = board.slowSources[2].driver
    else {
      Issue.record("drivers are mixed up")
      return
    }
    #expect(radon.isInBecquerels)
    #expect(radon.sensitivityCountsPerHourPerBecquerelPerCubicMetre == 0.81)
    #expect(geiger.line == 17 && geiger.isFalling && geiger.deadTimeMicroseconds == 120)
    #expect(geiger.sensitivityCountsPerHourPerBecquerelPerCubicMetre == nil)
    #expect(indoor.supplyElement == "in_voltage0" && indoor.sysfsRoot == "/sys")
  }

  @Test("a digitizer's line, rate and clock are read, with defaults")
  func digitizer() throws {
    let plain = smallBoard.replacing("\"iio\"", with: "\"serial\"")
    guard case .serial(let settings) = try BoardFile(decoding: source(plain)).sources[0].driver
    else {
      Issue.record("not a serial line")
      return
    }
    #expect(settings == SerialSettings(device: "adxl355"))
    #expect(settings.baud == 460_800 && settings.clock == .arrival && !settings.isNativeUSB)
    let full = plain.replacing(
      "\"part\"", with: "\"baud\": 921600, \"isNativeUsb\": true, \"clock\": \"device\", \"part\"")
    guard case .serial(let other) = try BoardFile(decoding: source(full)).sources[0].driver else {
      Issue.record("not a serial line")
      return
    }
    #expect(other.baud == 921_600 && other.clock == .device && other.isNativeUSB)
  }

  @Test(
    "with a mistake is refused by key, value and what was expected",
    arguments: [
      Mistake(
        "\"Bq/m3\"", "\"pCi\"",
        "sources[1].unit is \"pCi\", expected one of \"pCi/L\", \"Bq/m3\""),
      Mistake(
        "\"pollSeconds\": 30", "\"pollSeconds\": 0",
        "sources[1].pollSeconds is 0, expected a number in 0.1...3600"),
      Mistake(
        "\"falling\"", "\"down\"",
        "sources[2].edge is \"down\", expected one of \"rising\", \"falling\""),
      Mistake(
        "\"name\": \"geiger\"", "\"name\": \"sensor\"",
        "sources[2].name is \"sensor\", expected a name no other source has"),
      Mistake(
        "\"in_voltage0\"", "\"../x\"",
        "sources[3].supplyElement is \"../x\", expected a channel such as \"in_voltage0\""),
      Mistake(
        "\"deadTimeMicroseconds\": 120", "\"backgroundCounts\": 120",
        "sources[2].backgroundHours is left out, expected the length of the run without radon, "
          + "0.1 or more"),
    ])
  func mistakes(mistake: Mistake) {
    #expect(
      messages { () throws(ConfigurationError) in
        _ = try BoardFile(decoding: mistake.text(from: Self.board))
      } == ["test.json: " + mistake.message])
  }

  @Test("are no station without a source of samples")
  func slowOnly() {
    let text = """
      { "schemaVersion": 1, "board": "r", "sources": [
        { "name": "radon", "driver": "rd200m", "device": "/dev/ttyS1" }] }
      """
    #expect(
      messages { () throws(ConfigurationError) in _ = try BoardFile(decoding: source(text)) }
        .contains { $0.contains("1 to 8 of them with samples") })
  }
}

@Suite("Slow channels of a station file")
struct SlowChannelConfigurationTests {
  static func station(_ channels: String) -> ConfigurationBytes {
    source(
      smallStation.replacing("\"mode\"", with: "\"slowChannels\": [\(channels)], \"mode\""))
  }

  @Test("take their settings from the file and defaults from here")
  func decodes() throws {
    let station = try StationFile(
      decoding: Self.station(
        """
        { "source": "radon", "quantity": "radon", "intervalSeconds": 600, "enterSigma": 4,
          "limitsBecquerelsPerCubicMetre": [200, 400], "weatherSource": "indoor" },
        { "source": "sensor", "quantity": "noise" }
        """))
    let radon = station.slowChannels[0]
    #expect(radon.intervalSeconds == 600 && radon.enterSigma == 4 && radon.leaveSigma == 2)
    #expect(radon.limitsBecquerelsPerCubicMetre == [200, 400] && radon.weatherSource == "indoor")
    #expect(
      station.slowChannels[1] == SlowChannelSettings(source: "sensor", quantity: .noise))
  }

  @Test(
    "with a mistake are refused by key",
    arguments: [
      ("\"averagingIntervals\": 100", "averagingIntervals"), ("\"leaveSigma\": 3.5", "leaveSigma"),
      ("\"persistenceIntervals\": 4", "persistenceIntervals"),
      ("\"limitsBecquerelsPerCubicMetre\": [100, 90]", "limitsBecquerelsPerCubicMetre"),
      ("\"limitsBecquerelsPerCubicMetre\": [0]", "limitsBecquerelsPerCubicMetre"),
      ("\"intervalSeconds\": 0", "intervalSeconds"), ("\"intervall\": 0", "intervall"),
    ])
  func mistakes(setting: String, key: String) {
    let found = messages { () throws(ConfigurationError) in
      _ = try StationFile(
        decoding: Self.station(
          "{ \"source\": \"radon\", \"quantity\": \"radon\", \(setting) }"))
    }
    #expect(found.count == 1)
    #expect(found.first?.contains("slowChannels[0].\(key)") == true)
  }

  @Test("must be of sources that the board has, and measure what is asked")
  func unknownSources() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let channels = """
      { "source": "radon", "quantity": "radon", "weatherSource": "indoor" },
      { "source": "attic", "quantity": "radon" },
      { "source": "geiger", "quantity": "radon" },
      { "source": "sensor", "quantity": "noise", "weatherSource": "radon" },
      { "source": "radon", "quantity": "radon" }
      """
    for (bytes, name) in [
      (Self.station(channels).bytes, "station.json"),
      (Array(SlowConfigurationTests.board.utf8), "board.json"),
    ] {
      let path = folder.appending(path: name).path
      try Data(bytes).write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    }
    let found = messages { () throws(ConfigurationError) in
      _ = try StationSetup(readingFrom: folder.appending(path: "station.json").path)
    }.map { $0.replacing(folder.path + "/station.json: slowChannels", with: "") }
    #expect(
      found == [
        "[1].source is \"attic\", expected the name of a source of the board, or \"station\"",
        "[2].quantity is \"radon\", expected what geiger measures: pulses",
        "[3].weatherSource is \"radon\", expected the name of a source of the board with the "
          + "driver environment",
        "[4] is a second one of its kind, expected each source's quantity once",
      ])
  }
}
