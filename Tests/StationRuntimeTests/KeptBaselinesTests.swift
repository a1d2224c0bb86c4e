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
    let kept = KeptBaselines(readingFrom: "/nowhere/baselines")
    #expect(kept.entries.isEmpty)
    #expect(
      kept.finding(ofSource: "adxl355", configurationHash: 0, at: Self.now) == .cold(.nothingKept))
  }

  @Test func otherFilesOrAnOldBaselineAreAColdStartAndSayWhy() {
    let kept = KeptBaselines(entries: [Self.entry()])
    let hash = Self.entry().configurationHash
    func finding(
      _ source: String = "adxl355", hash: UInt64, afterSeconds seconds: Int64
    ) -> KeptBaselines.Finding {
      kept.finding(
        ofSource: source, configurationHash: hash,
        at: Timestamp(nanoseconds: Self.now.nanoseconds + seconds * 1_000_000_000))
    }
    #expect(finding(hash: hash, afterSeconds: 0) == .kept(Self.entry()))
    #expect(finding(hash: hash, afterSeconds: -1_000) == .kept(Self.entry()))
    #expect(finding(hash: hash &+ 1, afterSeconds: 0) == .cold(.changedFiles))
    #expect(finding(hash: hash, afterSeconds: 86_399) == .kept(Self.entry()))
    #expect(finding(hash: hash, afterSeconds: 86_400) == .cold(.olderThanADay))
    #expect(finding("other", hash: hash, afterSeconds: 0) == .cold(.nothingKept))
  }

  @Test func anAgeBeyond64BitsIsTooOld() {
    var entry = Self.entry()
    entry.savedAt = Timestamp(nanoseconds: .min)
    let finding = KeptBaselines(entries: [entry]).finding(
      ofSource: "adxl355", configurationHash: entry.configurationHash, at: Self.now)
    #expect(finding == .cold(.olderThanADay))
  }

  @Test func aChangedOrShortenedFileIsAColdStart() {
    let bytes = KeptBaselines(entries: [Self.entry()]).bytes
    var damaged: [[UInt8]] = [[], Array(bytes.dropLast())]
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 4
      damaged.append(changed)
    }
    for bytes in damaged {
      let kept = KeptBaselines(bytes)
      #expect(kept.entries.isEmpty)
      #expect(
        kept.finding(ofSource: "adxl355", configurationHash: 0, at: Self.now)
          == .cold(.damagedFile))
    }
  }

  /// A file with a true checksum whose numbers no station writes.
  @Test(arguments: [
    [0, 0, 5, .min, 0, 0, 0],
    [0, 0, 5, 1 << 56, 0, 0, 0],
    [0, 0, 5, 1, 2, 3, -1],
    [0, 0, 5, 1, 2, 3, 180_001],
    [0, 0, 5, 1, 2, 3, 4, .min, 0, 0],
    [0, 0, 5, 1, 2, 3, 4, 0, 0, 1 << 47],
    [0, 0, 5, 1, 2, 3],
    [0, 0, 5, 1, 2, 3, 4, 5],
    [] as [Int64],
  ])
  func numbersThatNoStationWritesAreRefused(words: [Int64]) {
    let file = SlowStateFile(
      entries: [SlowStateFile.Entry(name: "adxl355", words: words)],
      title: "firstbreak-baselines 1")
    let kept = KeptBaselines(file.bytes)
    #expect(kept.entries.isEmpty)
    #expect(
      kept.finding(ofSource: "adxl355", configurationHash: 0, at: Self.now) == .cold(.damagedFile))
  }

  @Test func anEntryFromTheFarFutureOrTheBeginningOfTimeIsAColdStart() {
    let hash = Self.entry().configurationHash
    let savedTimes: [(Int64, Bool)] = [
      (Self.now.nanoseconds + 3_600_000_000_000, true),
      (Self.now.nanoseconds + 90_000_000_000_000, false), (.min, false), (.max, false),
    ]
    for (savedAt, isTaken) in savedTimes {
      var entry = Self.entry()
      entry.savedAt = Timestamp(nanoseconds: savedAt)
      let kept = KeptBaselines(entries: [entry])
      let found = kept.finding(ofSource: "adxl355", configurationHash: hash, at: Self.now)
      #expect(found == (isTaken ? .kept(entry) : .cold(.olderThanADay)))
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
