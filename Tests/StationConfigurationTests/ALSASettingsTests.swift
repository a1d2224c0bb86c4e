import StationConfiguration
import Testing

/// A sound card's source with every key.
private let soundCard = """
  {
    "schemaVersion": 1, "board": "test", "sources": [{
      "name": "geophone", "driver": "alsa", "device": "hw:1", "format": "S24_LE",
      "captureRateHertz": 48000, "captureChannelCount": 4, "periodFrames": 240,
      "bufferFrames": 24000, "fractionBits": 7, "lowCornerHertz": 0.9, "controlCard": "hw:CARD=x",
      "controls": [
        { "name": "ADC Capture Volume", "index": 1, "steps": -12 },
        { "name": "ADC Capture Switch", "isOn": true },
        { "name": "ADC Left Input", "item": "VINL1[SE]" }],
      "sampleRateHertz": 200, "channels": [
        { "code": "EHZ", "index": 1, "azimuthDegrees": 0, "dipDegrees": -90,
          "fullScaleCounts": 1073741696, "sensitivityCountsPerMetrePerSecond": 2e10 }]
    }]
  }
  """

@Suite("A sound card in a board file")
struct ALSASettingsTests {
  @Test("gives its settings")
  func decodes() throws {
    let board = try BoardFile(decoding: source(soundCard))
    guard case .alsa(let settings) = board.sources[0].driver else {
      Issue.record("not a sound card")
      return
    }
    #expect(settings.device == "hw:1")
    #expect(settings.format == "S24_LE")
    #expect(settings.captureRateHertz == 48_000)
    #expect(settings.captureChannelCount == 4)
    #expect(settings.periodFrames == 240)
    #expect(settings.bufferFrames == 24_000)
    #expect(settings.fractionBits == 7)
    #expect(settings.lowCornerHertz == 0.9)
    #expect(settings.controlCard == "hw:CARD=x")
    #expect(settings.controls.map(\.name).last == "ADC Left Input")
    #expect(settings.controls.map(\.index) == [1, 0, 0])
    #expect(
      settings.controls.map(\.value) == [.steps(-12), .isOn(true), .item("VINL1[SE]")])
    #expect(board.sources[0].driver.isSensor)
  }

  @Test("needs its device, format and capture rate, and nothing more")
  func small() throws {
    let text = soundCard.split(separator: "\n").filter { line in
      !["captureChannelCount", "bufferFrames", "controls", "ADC"].contains { line.contains($0) }
    }.joined(separator: "\n").replacing("1073741696", with: "8388607")
      .replacing("\"sampleRateHertz\"", with: "\"captureRateHertz\": 8000, \"sampleRateHertz\"")
    let board = try BoardFile(decoding: source(text))
    var expected = ALSASettings(device: "hw:1")
    expected.format = "S24_LE"
    expected.captureRateHertz = 8000
    #expect(board.sources[0].driver == .alsa(expected))
  }

  @Test(
    "says what is wrong with it, in one line each",
    arguments: [
      Mistake(
        "\"device\": \"hw:1\", ", "", "device is missing, expected ALSA's name of the sound device"
      ),
      Mistake(
        "\"S24_LE\"", "\"S24_BE\"",
        "format is \"S24_BE\", expected one of \"S16_LE\", \"S24_3LE\", \"S24_LE\", \"S32_LE\""),
      Mistake(
        "48000", "384000", "captureRateHertz is 384000, expected a whole number in 20...192000"),
      Mistake(
        "48000", "44.1", "captureRateHertz is 44.1, expected a whole number in 20...192000"),
      Mistake(
        "\"captureChannelCount\": 4", "\"captureChannelCount\": 1",
        "captureChannelCount is 1, expected at least 2, for the channels' index"),
      Mistake(
        "24000", "400", "bufferFrames is 400, expected at least two periods (480)"),
      Mistake(
        "\"fractionBits\": 7", "\"fractionBits\": 9",
        "fractionBits is 9, expected a whole number in 0...8"),
      Mistake(
        "\"S24_LE\"", "\"S32_LE\"", "fractionBits is 7, expected at most 0 with S32_LE"),
      Mistake(
        "1073741696", "1073741824",
        "channels[0].fullScaleCounts is 1073741824, expected at most 1073741823, which S24_LE with 7 fractionBits reaches"
      ),
      Mistake("0.9", "0", "lowCornerHertz is 0, expected a number in 0.0001...100"),
      Mistake(
        "\"steps\": -12", "\"decibels\": -12", "controls[0].decibels is not a known key"),
      Mistake(
        "\"isOn\": true", "\"isOn\": 1", "controls[1].isOn is 1, expected true or false"),
      Mistake(
        "\"isOn\": true", "\"isOn\": true, \"steps\": 1",
        "controls[1].name is \"ADC Capture Switch\", expected one of steps, isOn and item beside it"
      ),
    ])
  func mistakes(mistake: Mistake) {
    let lines = messages { () throws(ConfigurationError) in
      _ = try BoardFile(decoding: mistake.text(from: soundCard))
    }
    #expect(lines.contains("test.json: sources[0]." + mistake.message), "got \(lines)")
  }
}
