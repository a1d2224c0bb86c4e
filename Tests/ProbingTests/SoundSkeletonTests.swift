import Acquisition
import Probing
import StationConfiguration
import Testing

@Suite("A board file's skeleton for a sound device")
struct SoundSkeletonTests {
  private func source(_ device: String, _ abilities: CaptureAbilities) throws -> SourceDescription {
    let skeleton = try #require(BoardSkeleton(forSound: device, abilities: abilities))
    #expect(skeleton.open.count >= 4)
    let bytes = ConfigurationBytes(path: "skeleton.json", bytes: Array(skeleton.text.utf8))
    return try BoardFile(decoding: bytes).sources[0]
  }

  @Test("is a valid file at every range of rates that a source can be decimated from")
  func rates() throws {
    for rate in [8000, 16_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000] {
      let found = try source(
        "hw:CARD=Device,DEV=0",
        CaptureAbilities(
          ratesHertz: rate...rate, channelCounts: 2...2, formats: [.s16, .s24Packed]))
      #expect(found.sampleRateHertz == 100)
      guard case .alsa(let settings) = found.driver else {
        Issue.record("not an alsa source")
        return
      }
      #expect(settings.captureRateHertz == rate)
      #expect(settings.device == "hw:CARD=Device,DEV=0")
      #expect(found.channels.map(\.code) == ["EHZ"])
      #expect(found.channels.map(\.fullScaleCounts) == [8_388_607])
    }
  }

  @Test("takes a slow converter as it is, and three channels as three components")
  func slow() throws {
    let found = try source(
      "a \"name\"",
      CaptureAbilities(ratesHertz: 250...500, channelCounts: 3...8, formats: [.s16, .s32]))
    #expect(found.sampleRateHertz == 250)
    #expect(found.channels.map(\.code) == ["EHZ", "EHN", "EHE"])
    #expect(found.channels.map(\.fullScaleCounts) == [2_147_483_647, 2_147_483_647, 2_147_483_647])
  }

  @Test("is not made without a format, a rate or a number of channels that a source takes")
  func unfit() {
    let able = CaptureAbilities(ratesHertz: 8000...48_000, channelCounts: 1...2, formats: [.s32])
    #expect(BoardSkeleton(forSound: "hw:0", abilities: able) != nil)
    var mute = able
    mute.formats = []
    #expect(BoardSkeleton(forSound: "hw:0", abilities: mute) == nil)
    var odd = able
    odd.ratesHertz = 11_025...11_025
    #expect(BoardSkeleton(forSound: "hw:0", abilities: odd) == nil)
    var broad = able
    broad.channelCounts = 64...64
    #expect(BoardSkeleton(forSound: "hw:0", abilities: broad) == nil)
  }
}
