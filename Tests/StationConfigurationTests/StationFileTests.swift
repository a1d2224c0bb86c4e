import SeismicTypes
import StationConfiguration
import Testing

@Suite("A station file")
struct StationFileTests {
  @Test("gives what stands in it, defaults for the rest, and paths seen from its folder")
  func decodes() throws {
    let station = try StationFile(decoding: source(smallStation, path: "/etc/fb/station.json"))
    #expect(station.identity.text == "XX_TEST_00")
    #expect(station.latitudeDegrees == 24.5)
    #expect(station.mode == .operational)
    #expect(station.board == "/etc/fb/board.json")
    #expect(station.keyFile == "/etc/firstbreak/station.key")
    #expect(station.stateDirectory == "/etc/fb/state")
    #expect(station.trigger == TriggerSettings())
    #expect(station.policy == PolicySettings())
    #expect(station.destinations.isEmpty)
  }

  @Test("keeps a path as it is when the file was named without a folder")
  func bareFileName() throws {
    #expect(try StationFile(decoding: source(smallStation)).board == "board.json")
  }

  @Test("takes trigger, policy and destinations where they are given")
  func optionalParts() throws {
    let station = try StationFile(
      decoding: source(
        smallStation.replacing(
          "\"mode\"",
          with: """
            "trigger": { "longTermSeconds": 8, "gapToleranceSamples": 3,
              "absoluteConfirmation": false, "confirmMaximumHorizontalToVerticalRatio": 0.95 },
            "policy": { "strongProbability": 0.3 },
            "destinations": [{ "host": "ff02::1", "port": 4790, "multicastHops": 4,
              "interface": "eth0" }],
            "modelFile": "m.tflite", "modelSha256": "\(String(repeating: "0f", count: 32))",
            "mode"
            """)))
    #expect(station.trigger.longTermSeconds == 8)
    #expect(station.trigger.gapToleranceSamples == 3)
    #expect(!station.trigger.absoluteConfirmation)
    #expect(station.trigger.confirmMaximumHorizontalToVerticalRatio == 0.95)
    #expect(station.trigger.shortTermSeconds == 0.5)
    #expect(station.policy.strongProbability == 0.3)
    #expect(station.destinations.first?.host == "ff02::1")
    #expect(station.destinations.first?.multicastHops == 4)
    #expect(station.modelFile == "m.tflite")
  }

  @Test(
    "says what is wrong with it, in one line each",
    arguments: [
      Mistake(
        "\"schemaVersion\": 1", "\"schemaVersion\": 2",
        "schemaVersion is 2, expected the schema version 1"),
      Mistake(
        "\"networkCode\": \"XX\"", "\"networkCode\": \"xx\"",
        "networkCode is \"xx\", expected 1 to 8 of A–Z and 0–9"),
      Mistake(
        "\"stationCode\": \"TEST\",", "", "stationCode is missing, expected 1 to 8 of A–Z and 0–9"),
      Mistake(
        "\"locationCode\": \"00\"", "\"locationCode\": \"A--B\"",
        "locationCode is \"A--B\", expected 0 to 8 of A–Z, 0–9 and single dashes"),
      Mistake("24.5", "91", "latitudeDegrees is 91, expected a number in -90...90"),
      Mistake(
        "121.25", "\"121.25\"", "longitudeDegrees is \"121.25\", expected a number in -180...180"),
      Mistake("142", "null", "elevationMetres is null, expected a number in -12000...9000"),
      Mistake(
        "\"operational\"", "\"live\"",
        "mode is \"live\", expected one of \"operational\", \"maintenance\", \"commissioning\""),
      Mistake(
        "\"board.json\"", "\"\"",
        "board is \"\", expected the path of a board file of 1 to 1024 bytes without control characters"
      ),
      Mistake(
        "\"state\"", "\"st\\nate\"",
        "stateDirectory is \"st\\nate\", expected the path of a folder of 1 to 1024 bytes without control characters"
      ),
      Mistake(
        "latitudeDegrees", "latitude", "latitudeDegrees is missing, expected a number in -90...90"),
      Mistake(
        "latitudeDegrees", "latitude",
        "latitude is not a known key, expected perhaps latitudeDegrees"),
      Mistake(
        "\"mode\"", "\"colour\u{7F}\": 1, \"mode\"", "\"colour?\" is not a known key"),
      Mistake("\"mode\"", "\"colour\\u0007\": 1, \"mode\"", "\"colour\\u0007\" is not a known key"),
      Mistake(
        "\"mode\"", "\"trigger\": { \"shortTermSeconds\": 50 }, \"mode\"",
        "trigger.shortTermSeconds is 50, expected a number in 0.02...10"),
      Mistake(
        "\"mode\"", "\"trigger\": { \"algorithm\": \"fast\" }, \"mode\"",
        "trigger.algorithm is \"fast\", expected recursive, classic, delayed or allen"),
      Mistake(
        "\"mode\"", "\"trigger\": { \"detriggerThresholdRatio\": 5.5 }, \"mode\"",
        "trigger.detriggerThresholdRatio is 5.5, expected less than triggerThresholdRatio"),
      Mistake(
        "\"mode\"", "\"trigger\": { \"longTermSeconds\": 20 }, \"mode\"",
        "trigger.warmUpSeconds is left out, expected at least longTermSeconds"),
      Mistake(
        "\"mode\"",
        "\"trigger\": { \"confirmSeconds\": 0.4, \"longestConfirmSeconds\": 0.3 }, \"mode\"",
        "trigger.longestConfirmSeconds is 0.3, expected at least confirmSeconds"),
      Mistake(
        "\"mode\"", "\"trigger\": { \"gapToleranceSamples\": 1.5 }, \"mode\"",
        "trigger.gapToleranceSamples is 1.5, expected a whole number in 0...1000"),
      Mistake(
        "\"mode\"", "\"trigger\": { \"absoluteConfirmation\": 1 }, \"mode\"",
        "trigger.absoluteConfirmation is 1, expected true or false"),
      Mistake("\"mode\"", "\"trigger\": [], \"mode\"", "trigger is [], expected an object { … }"),
      Mistake(
        "\"mode\"", "\"policy\": { \"strongProbability\": 1.5 }, \"mode\"",
        "policy.strongProbability is 1.5, expected a number in 0.001...0.999"),
      Mistake(
        "\"mode\"", "\"policy\": { \"strong\": 0.5 }, \"mode\"",
        "policy.strong is not a known key, expected perhaps strongProbability"),
      Mistake(
        "\"mode\"", "\"destinations\": { }, \"mode\"",
        "destinations is {}, expected an array [ … ] of 0 to 16 elements"),
      Mistake(
        "\"mode\"", "\"destinations\": [7], \"mode\"",
        "destinations[0] is 7, expected an object { … }"),
      Mistake(
        "\"mode\"", "\"destinations\": [{ \"host\": \"a b\", \"port\": 4790 }], \"mode\"",
        "destinations[0].host is \"a b\", expected a host name or an IP address"),
      Mistake(
        "\"mode\"", "\"destinations\": [{ \"host\": \"a\", \"port\": 65536 }], \"mode\"",
        "destinations[0].port is 65536, expected a whole number in 1...65535"),
      Mistake(
        "\"mode\"", "\"calibrations\": [\"a.json\", 3], \"mode\"",
        "calibrations[1] is 3, expected the path of a file"),
      Mistake(
        "\"mode\"", "\"modelFile\": \"m\", \"mode\"",
        "modelSha256 is missing, expected 64 lower-case hexadecimal digits, the SHA-256 of modelFile"
      ),
      Mistake(
        "\"mode\"", "\"modelFile\": \"m\", \"modelSha256\": \"00FF\", \"mode\"",
        "modelSha256 is \"00FF\", expected 64 lower-case hexadecimal digits, the SHA-256 of modelFile"
      ),
      Mistake(
        "\"mode\"", "\"modelSha256\": \"00\", \"mode\"",
        "modelSha256 is \"00\", expected no digest without modelFile"),
    ])
  func mistakes(mistake: Mistake) {
    let lines = messages { () throws(ConfigurationError) in
      _ = try StationFile(decoding: mistake.text(from: smallStation))
    }
    #expect(lines.contains("test.json: " + mistake.message), "got \(lines)")
  }

  @Test("names every mistake in one go")
  func severalMistakes() {
    let text = smallStation.replacing("24.5", with: "-91")
      .replacing("\"00\"", with: "7")
      .replacing("\"mode\": \"operational\"", with: "\"mod\": \"operational\"")
    let lines = messages { () throws(ConfigurationError) in
      _ = try StationFile(decoding: source(text))
    }
    #expect(lines.count == 4)
  }

  @Test("cuts a monstrous value short and keeps the message on one line")
  func longValues() throws {
    let text = smallStation.replacing(
      "\"XX\"", with: "\"" + String(repeating: "A\\n", count: 5000) + "\"")
    let lines = messages { () throws(ConfigurationError) in
      _ = try StationFile(decoding: source(text))
    }
    let line = try #require(lines.first)
    #expect(line.utf8.count < 200)
    #expect(!line.contains("\n"))
  }
}
