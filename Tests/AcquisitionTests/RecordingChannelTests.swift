import Acquisition
import SeismicTypes
import Testing

@Suite("The channels of a recording")
struct RecordingChannelTests {
  @Test(
    "take their places by the last letter",
    arguments: [
      ("made/steim2.mseed", "HNZ HNN HNE"), ("made/numbered_components.mseed", "BHZ BH1 BH2"),
      ("made/radial_components.mseed", "HHZ HHR HHT"),
    ])
  func order(file: String, expected: String) throws {
    let recording = try Fixture.open(file)
    #expect(recording.channels.map(\.channelCode).joined(separator: " ") == expected)
    #expect(recording.channels.map(\.component) == [.vertical, .north, .east])
    #expect(recording.missingComponents.isEmpty)
  }

  @Test("that are absent are reported, not invented")
  func absent() throws {
    let recording = try Fixture.open("made/vertical_only.mseed")
    #expect(recording.channels.map(\.text) == ["XX.MADE.00.HNZ"])
    #expect(recording.components == .vertical)
    #expect(recording.missingComponents == [.north, .east])
    #expect(Delivery(recording).headers.allSatisfy { $0.channelCount == 1 })
  }

  @Test("that are required and absent are an error")
  func required() throws {
    let file = Fixture.path("made/vertical_only.mseed")
    #expect(
      throws: AcquisitionError.componentMissing(
        path: file, component: .north, found: ["XX.MADE.00.HNZ"])
    ) {
      try Recording(
        Recording.Parameters(
          files: [RecordingFile(path: file)], requiredComponents: [.vertical, .north]))
    }
  }

  @Test("of several instruments are told apart by the filter only")
  func instruments() throws {
    let error = #expect(throws: AcquisitionError.self) {
      try Fixture.open("made/two_instruments.mseed")
    }
    #expect(
      error?.message.hasSuffix(
        "several channels for the vertical component (XX.MADE.00.EHZ, XX.MADE.00.ENZ): choose "
          + "with a channel filter") == true)
    let chosen = try Fixture.open("made/two_instruments.mseed", channels: "EN?")
    #expect(chosen.channels.map(\.channelCode) == ["ENZ", "ENN", "ENE"])
    let mixed = try Fixture.open("made/two_instruments.mseed", channels: "EHZ,EN?N,?NE")
    #expect(mixed.channels.map(\.channelCode) == ["EHZ", "ENE"])
  }

  @Test("that name no component are left out and named")
  func pressure() throws {
    let recording = try Fixture.open("made/with_pressure.mseed")
    #expect(recording.channels.count == 3)
    #expect(recording.ignoredChannelCodes == ["HDF"])
  }

  @Test(
    "pass a filter by its patterns",
    arguments: [
      ("EN?", "ENZ", true), ("EN?", "EN", false), ("EN?", "ENZZ", false), ("*", "", true),
      ("*Z", "HHZ", true), ("H*Z", "HZ", true), ("H*Z", "HHN", false), ("A,B?", "BX", true),
      ("EHZ", "EHN", false),
    ])
  func filter(text: String, code: String, expected: Bool) throws {
    #expect(try ChannelFilter(text).includes(channelCode: code) == expected)
  }

  @Test(
    "a filter that is none is refused",
    arguments: ["", ",", "EN?,", "en?", "E N", "[AB]", "ABCDEFGHIJKLMNOPQ"])
  func badFilter(text: String) {
    #expect(throws: AcquisitionError.badChannelFilter(text)) { try ChannelFilter(text) }
  }
}
