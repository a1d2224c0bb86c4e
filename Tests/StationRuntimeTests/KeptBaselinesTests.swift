import Conditioning
import Foundation
import SeismicTypes
import StationRuntime
import Testing

/// What a start takes over from an earlier one.
struct KeptBaselinesTests {
  static let now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

  static func entry(_ source: String = "adxl355") -> KeptBaselines.Entry {
    KeptBaselines.Entry(
      source: source, savedAt: now, configurationHash: .max - 4,
      baseline: BaselineState(
        means: Vector3(vertical: 1 << 54, north: -12, east: 99), scaleBits: 5),
      gravity: GravityReading(Vector3(vertical: 9_806_650_000_000, north: -3, east: 4)),
      firstTiltMillidegrees: 412)
  }

  @Test func whatIsWrittenIsReadAgain() {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let kept = KeptBaselines(entries: [Self.entry(), Self.entry("geophone")])
    #expect(kept.write(path) == 0)
    #expect(KeptBaselines(readingFrom: path).entries == kept.entries)
  }

  @Test func aMissingFileIsAColdStart() {
    #expect(KeptBaselines(readingFrom: "/nowhere/baselines").entries.isEmpty)
  }

  @Test func otherFilesOrAnOldBaselineAreAColdStart() {
    let kept = KeptBaselines(entries: [Self.entry()])
    let hash = Self.entry().configurationHash
    let late = Timestamp(nanoseconds: Self.now.nanoseconds + 86_400_000_000_000)
    #expect(kept.entry(ofSource: "adxl355", configurationHash: hash, at: Self.now) != nil)
    #expect(kept.entry(ofSource: "adxl355", configurationHash: hash &+ 1, at: Self.now) == nil)
    #expect(kept.entry(ofSource: "adxl355", configurationHash: hash, at: late) == nil)
    #expect(kept.entry(ofSource: "other", configurationHash: hash, at: Self.now) == nil)
  }

  @Test func anEntryFromTheFutureOrTheBeginningOfTimeIsAColdStart() {
    let hash = Self.entry().configurationHash
    let savedTimes: [(Int64, Bool)] = [
      (Self.now.nanoseconds + 30_000_000_000, true),
      (Self.now.nanoseconds + 3_600_000_000_000, false), (.min, false), (.max, false),
    ]
    for (savedAt, isTaken) in savedTimes {
      var entry = Self.entry()
      entry.savedAt = Timestamp(nanoseconds: savedAt)
      let kept = KeptBaselines(entries: [entry])
      let found = kept.entry(ofSource: "adxl355", configurationHash: hash, at: Self.now)
      #expect((found != nil) == isTaken)
    }
  }

  @Test(
    arguments: [
      (2, .min), (2, 63), (3, .min), (4, .max), (6, .min), (6, -1), (7, .min), (8, .max), (9, .min),
    ] as [(Int, Int64)])
  func absurdNumbersAreLeftOut(place: Int, word: Int64) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(KeptBaselines(entries: [Self.entry()]).write(path) == 0)
    var isDamaged = false
    let title = "firstbreak-baselines 1"
    var file = try #require(SlowStateFile.read(path, title: title, isDamaged: &isDamaged))
    file.entries[0].words[place] = word
    #expect(file.write(path) == 0)
    #expect(KeptBaselines(readingFrom: path).entries.isEmpty)
  }
}
