import StationConfiguration
import Testing

@Suite("An iio source")
struct IIOSettingsTests {
  private static let device = "\"device\": \"adxl355\""

  @Test("gives what to set on its device")
  func decodes() throws {
    let text = smallBoard.replacing(
      Self.device,
      with: """
        "device": "basement", "uri": "ip:192.0.2.7:30432", "trigger": "adxl355",
        "watermarkSamples": 4, "samplingFrequencyHertz": 375, "timestampClock": "realtime",
        "answerTimeoutMilliseconds": 500, "attributes": [
          { "channel": "accel_x", "name": "scale", "value": "0.000038245" },
          { "name": "filter_type", "value": "sinc3" }]
        """)
    let board = try BoardFile(decoding: source(text))
    var expected = IIOSettings(device: "basement")
    expected.uri = "ip:192.0.2.7:30432"
    expected.trigger = "adxl355"
    expected.watermarkSamples = 4
    expected.samplingFrequencyHertz = 375
    expected.timestampClock = "realtime"
    expected.answerTimeoutMilliseconds = 500
    expected.attributes = [
      IIOAttribute(channel: "accel_x", name: "scale", value: "0.000038245"),
      IIOAttribute(name: "filter_type", value: "sinc3"),
    ]
    #expect(board.sources[0].driver == .iio(expected))
    #expect(board.sources[0].channels.map(\.element) == ["accel_z", "accel_x", "accel_y"])
  }

  @Test(
    "says what is wrong with it, in one line each",
    arguments: [
      Mistake(
        device, "\"device\": 7",
        "sources[0].device is 7, expected the kernel's name of the device of 1 to 255 bytes without control characters"
      ),
      Mistake(
        device, device + ", \"uri\": \"adxl355\"",
        "sources[0].uri is \"adxl355\", expected \"local:\" or \"ip:HOST\""),
      Mistake(
        device, device + ", \"uri\": \"ip:\"",
        "sources[0].uri is \"ip:\", expected \"local:\" or \"ip:HOST\""),
      Mistake(
        device, device + ", \"watermarkSamples\": 0",
        "sources[0].watermarkSamples is 0, expected a whole number in 1...4096"),
      Mistake(
        device, device + ", \"watermarkSamples\": 17",
        "sources[0].watermarkSamples is 17, expected at most samplesPerBlock (16)"),
      Mistake(
        device, device + ", \"timestampClock\": \"tai\"",
        "sources[0].timestampClock is \"tai\", expected one of \"monotonic_raw\", \"monotonic\", \"realtime\", \"boottime\", \"none\""
      ),
      Mistake(
        device, device + ", \"answerTimeoutMilliseconds\": 0",
        "sources[0].answerTimeoutMilliseconds is 0, expected a whole number in 1...60000"),
      Mistake(
        device, device + ", \"trigger\": \"\"",
        "sources[0].trigger is \"\", expected a trigger's name of 1 to 64 bytes without control characters"
      ),
      Mistake(
        device, device + ", \"attributes\": [3]",
        "sources[0].attributes[0] is 3, expected an object { … }"),
      Mistake(
        device, device + ", \"attributes\": [{ \"name\": \"scale\" }]",
        "sources[0].attributes[0].value is missing, expected the value as the kernel writes it, in quotes"
      ),
      Mistake(
        device, device + ", \"attributes\": [{ \"name\": \"scale\", \"value\": 0.1 }]",
        "sources[0].attributes[0].value is 0.1, expected the value as the kernel writes it, in quotes of 1 to 255 bytes without control characters"
      ),
      Mistake(
        device,
        device + ", \"attributes\": [{ \"name\": \"a\", \"value\": \"1\", \"element\": \"x\" }]",
        "sources[0].attributes[0].element is not a known key"),
      Mistake(
        device,
        device + ", \"attributes\": [{ \"name\": \"sampling_frequency\", \"value\": \"125\" }]",
        "sources[0].attributes[0].name is \"sampling_frequency\", expected not the rate, which sampleRateHertz sets"
      ),
      Mistake(
        "\"element\": \"accel_z\",", "",
        "sources[0].channels[0].element is left out, expected the name of the device's channel"),
      Mistake(
        "\"element\": \"accel_z\",", "\"element\": \"accel_z\", \"index\": 5,",
        "sources[0].channels[0].index is 5, expected below 3: a frame has the source's channels only"
      ),
    ])
  func refuses(mistake: Mistake) {
    let found = messages { () throws(ConfigurationError) in
      _ = try BoardFile(decoding: mistake.text(from: smallBoard))
    }
    #expect(found.contains("test.json: " + mistake.message), "\(found)")
  }
}
