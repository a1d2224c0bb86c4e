import SeismicTypes
import StationConfiguration
import Testing

@Suite("A board file")
struct BoardFileTests {
  @Test("gives its sources and channels")
  func decodes() throws {
    let board = try BoardFile(decoding: source(smallBoard))
    let sensor = try #require(board.sources.first)
    #expect(board.name == "test")
    #expect(sensor.driver == .iio(IIOSettings(device: "adxl355")))
    #expect(sensor.sampleRateHertz == 125)
    #expect(sensor.channelCount == 3)
    #expect(sensor.channels.map(\.component) == [.vertical, .north, .east])
    #expect(sensor.channels.map(\.index) == [0, 1, 2])
    #expect(sensor.channels[1].azimuthDegrees == 30)
    #expect(sensor.channels[0].quantity == .acceleration)
    #expect(sensor.channels[0].sensitivityCountsPerUnit == 26104.7)
    #expect(!board.isRecordingOnly)
    #expect(sensor.driver.isSensor)
  }

  @Test("takes a geophone with its response, and counts that stand elsewhere in the frame")
  func geophone() throws {
    let board = try BoardFile(
      decoding: source(
        """
        { "schemaVersion": 1, "board": "geophone", "sources": [{ "name": "g", "driver": "serial",
          "device": "/dev/ttyS1", "sampleRateHertz": 99.97, "channels": [{
            "code": "EHZ", "index": 4, "azimuthDegrees": 0, "dipDegrees": -90,
            "fullScaleCounts": 8388607, "sensitivityCountsPerMetrePerSecond": -240000000,
            "sensitivityFrequencyHertz": 15, "extendedCornerHertz": 0.45, "responseStages": [
              { "name": "geophone", "inputUnit": "m/s", "outputUnit": "V",
                "gainOutputPerInput": -24, "zerosRadiansPerSecond": [[0, 0], [0, 0]],
                "polesRadiansPerSecond": [[-19.8, 19.8], [-19.8, -19.8]] },
              { "name": "digitiser", "inputUnit": "V", "outputUnit": "count",
                "gainOutputPerInput": 1e7 }] }] }] }
        """))
    let channel = try #require(board.sources.first?.channels.first)
    #expect(channel.quantity == .velocity)
    #expect(channel.sensitivityCountsPerUnit == -240_000_000)
    #expect(channel.responseStages[0].polesRadiansPerSecond[1].imaginary == -19.8)
    let geophone = try #require(channel.geophone)
    #expect(abs(geophone.naturalHertz - 19.8 * 2.0.squareRoot() / (2 * .pi)) < 1e-12)
    #expect(abs(geophone.damping - 0.5.squareRoot()) < 1e-12)
    #expect(geophone.cornerHertz == 0.45)
    #expect(board.sources[0].channelCount == 5)
  }

  @Test(
    "extends a geophone's response only where it knows one",
    arguments: [
      (corner: 0.45, poles: "[-19.8, 19.8], [-19.8, -19.8]", zeros: "[0, 0], [0, 0]", isOne: true),
      (0.45, "[-10, 0], [-40, 0]", "[0, 0], [0, 0]", true),
      (0.075, "[-200, 200], [-200, -200]", "[0, 0], [0, 0]", false),
      (4.6, "[-19.8, 19.8], [-19.8, -19.8]", "[0, 0], [0, 0]", false),
      (0.45, "[-19.8, 19.8], [-19.8, -19.7]", "[0, 0], [0, 0]", false),
      (0.45, "[-19.8, 19.8], [-19.8, -19.8]", "[0, 0]", false),
      (0.45, "[-19.8, 19.8], [-19.8, -19.8]", "[0, 0], [-1, 0]", false),
      (0.45, "[-19.8, 0]", "[0, 0]", false),
    ])
  func extendedCorner(corner: Double, poles: String, zeros: String, isOne: Bool) {
    let lines = messages { () throws(ConfigurationError) in
      let board = try BoardFile(
        decoding: source(
          """
          { "schemaVersion": 1, "board": "geophone", "sources": [{ "name": "g", "driver": "serial",
            "device": "/dev/ttyS1", "sampleRateHertz": 100, "channels": [{
              "code": "EHZ", "azimuthDegrees": 0, "dipDegrees": -90, "fullScaleCounts": 8388607,
              "sensitivityCountsPerMetrePerSecond": 24, "extendedCornerHertz": \(corner),
              "responseStages": [
                { "name": "geophone", "inputUnit": "m/s", "outputUnit": "count",
                  "gainOutputPerInput": 24, "zerosRadiansPerSecond": [\(zeros)],
                  "polesRadiansPerSecond": [\(poles)] }] }] }] }
          """))
      #expect(board.sources[0].channels[0].geophone != nil)
    }
    #expect(lines.isEmpty == isOne, "\(lines)")
    #expect(lines.allSatisfy { $0.contains("sources[0].channels[0].extendedCornerHertz") })
  }

  @Test("lets a recording bring its own rate and files, seen from the board's folder")
  func recording() throws {
    let text = smallBoard.replacing(
      "\"iio\", \"device\": \"adxl355\"",
      with: """
        "miniseed", "files": ["a.mseed", "/b.mseed"], "timeBase": "now", "speedFactor": 0,
        "channelFilter": "EN?"
        """
    ).replacing("\"sampleRateHertz\": 125,", with: "")
    let board = try BoardFile(decoding: source(text, path: "x/board.json"))
    guard case .miniseed(let recording) = board.sources[0].driver else {
      Issue.record("not a recording")
      return
    }
    #expect(recording.files == ["x/a.mseed", "/b.mseed"])
    #expect(recording.timeBase == .now)
    #expect(recording.channelFilter == "EN?")
    #expect(board.sources[0].sampleRateHertz == nil)
    #expect(board.isRecordingOnly)
    #expect(!board.sources[0].driver.isSensor)
  }

  @Test(
    "says what is wrong with it, in one line each",
    arguments: [
      Mistake("\"board\": \"test\",", "", "board is missing, expected the board's name"),
      Mistake(
        "\"sources\": [{", "\"colour\": \"red\", \"sources\": [{", "colour is not a known key"),
      Mistake(
        "\"name\": \"sensor\"", "\"name\": \"a sensor\"",
        "sources[0].name is \"a sensor\", expected letters, digits, dashes and underscores"),
      Mistake(
        "\"iio\"", "\"usb\"",
        "sources[0].driver is \"usb\", expected one of \"iio\", \"alsa\", \"serial\", \"miniseed\", "
          + "\"synthetic\", \"rd200m\", \"pulse\", \"environment\""
      ),
      Mistake(
        "\"device\": \"adxl355\",", "",
        "sources[0].device is missing, expected the kernel's name of the device"),
      Mistake(
        "\"device\": \"adxl355\",", "\"device\": \"adxl355\", \"files\": [],",
        "sources[0].files is not a known key"),
      Mistake("125", "0", "sources[0].sampleRateHertz is 0, expected a number in 20...1000"),
      Mistake("125", "4000", "sources[0].sampleRateHertz is 4000, expected a number in 20...1000"),
      Mistake(
        "\"sampleRateHertz\": 125,", "",
        "sources[0].sampleRateHertz is missing, expected a number in 20...1000"),
      Mistake(
        "\"sampleRateHertz\": 125", "\"sampleRate\": 125",
        "sources[0].sampleRate is not a known key, expected perhaps sampleRateHertz"),
      Mistake(
        "125", "125, \"samplesPerBlock\": 0",
        "sources[0].samplesPerBlock is 0, expected a whole number in 1...4096"),
      Mistake(
        "125", "125, \"realTimePriority\": 99",
        "sources[0].realTimePriority is 99, expected a whole number in 1...98"),
      Mistake(
        "\"HNZ\"", "\"HN\"",
        "sources[0].channels[0].code is \"HN\", expected three of A–Z and 0–9, the last one of Z, N, 1, R, E, 2 and T"
      ),
      Mistake(
        "\"HNZ\"", "\"HNX\"",
        "sources[0].channels[0].code is \"HNX\", expected three of A–Z and 0–9, the last one of Z, N, 1, R, E, 2 and T"
      ),
      Mistake(
        "\"HN2\"", "\"HNN\"",
        "sources[0].channels[2].code is \"HNN\", expected a component no other channel has"),
      Mistake(
        "\"HNZ\"", "\"HHZ\"",
        "sources[0].channels[0].code is \"HHZ\", expected no H in the middle, which names a velocity sensor"
      ),
      Mistake(
        "SecondSquared", "Second",
        "sources[0].channels[0].code is \"HNZ\", expected no N in the middle, which names an accelerometer"
      ),
      Mistake(
        "26104.7", "0",
        "sources[0].channels[0].sensitivityCountsPerMetrePerSecondSquared is 0, expected counts per unit, 0.001 to 1e13 in size, negative where reversed"
      ),
      Mistake(
        "\"sensitivityCountsPerMetrePerSecondSquared\": 26104.7", "\"sensitivity\": 1",
        "sources[0].channels[0].sensitivityCountsPerMetrePerSecondSquared is missing, expected counts per unit, 0.001 to 1e13 in size, negative where reversed (or sensitivityCountsPerMetrePerSecond)"
      ),
      Mistake(
        "\"sensitivityCountsPerMetrePerSecondSquared\": 26104.7",
        "\"sensitivityCountsPerMetrePerSecondSquared\": 1, \"sensitivityCountsPerMetrePerSecond\": 1",
        "sources[0].channels[0].sensitivityCountsPerMetrePerSecondSquared is 1, expected one sensitivity, not also sensitivityCountsPerMetrePerSecond"
      ),
      Mistake(
        "524287", "2147483648",
        "sources[0].channels[0].fullScaleCounts is 2147483648, expected a whole number in 1...2147483647"
      ),
      Mistake(
        "-90", "-91", "sources[0].channels[0].dipDegrees is -91, expected a number in -90...90"),
      Mistake(
        "\"azimuthDegrees\": 30", "\"azimuthDegrees\": 30, \"index\": 0",
        "sources[0].channels[1].index is 0, expected a position no other channel has"),
      Mistake(
        "26104.7 }]",
        "26104.7, \"responseStages\": [{ \"name\": \"s\", \"inputUnit\": \"m/s\", \"outputUnit\": \"V\", \"gainOutputPerInput\": 2 }] }]",
        "sources[0].channels[2].responseStages[0].inputUnit is \"m/s\", expected \"m/s2\", the channel's quantity"
      ),
      Mistake(
        "26104.7 }]",
        "26104.7, \"responseStages\": [{ \"name\": \"s\", \"inputUnit\": \"m/s2\", \"outputUnit\": \"V\", \"gainOutputPerInput\": 26104 }] }]",
        "sources[0].channels[2].responseStages[0].outputUnit is \"V\", expected \"count\" at the last stage"
      ),
      Mistake(
        "26104.7 }]",
        "26104.7, \"responseStages\": [{ \"name\": \"s\", \"inputUnit\": \"m/s2\", \"outputUnit\": \"count\", \"gainOutputPerInput\": 26104, \"polesRadiansPerSecond\": [[1]] }] }]",
        "sources[0].channels[2].responseStages[0].polesRadiansPerSecond[0] is [1], expected a pair of numbers [real, imaginary]"
      ),
    ])
  func mistakes(mistake: Mistake) {
    let lines = messages { () throws(ConfigurationError) in
      _ = try BoardFile(decoding: mistake.text(from: smallBoard))
    }
    #expect(lines.contains("test.json: " + mistake.message), "got \(lines)")
  }

  @Test("refuses three channels that lie in one plane")
  func plane() {
    let text = smallBoard.replacing("\"azimuthDegrees\": 120", with: "\"azimuthDegrees\": 212")
    let lines = messages { () throws(ConfigurationError) in
      _ = try BoardFile(decoding: source(text))
    }
    #expect(
      lines.first?.hasSuffix("expected azimuths and dips that tell up, north and east apart")
        == true)
  }

  @Test("takes three oblique channels as a symmetric-triaxial sensor has them")
  func oblique() throws {
    let text = smallBoard.replacing("-90", with: "-35.3")
      .replacing("\"dipDegrees\": 0", with: "\"dipDegrees\": -35.3")
      .replacing("\"azimuthDegrees\": 0", with: "\"azimuthDegrees\": 270")
      .replacing("\"azimuthDegrees\": 120", with: "\"azimuthDegrees\": 150")
    #expect(try BoardFile(decoding: source(text)).sources[0].channels[0].dipDegrees == -35.3)
  }
}
