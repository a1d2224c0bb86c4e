import SeismicTypes
import Testing

@testable import Recording

@Suite("What an archive keeps")
struct RetentionTests {
  private static let day: Int64 = 86_400_000_000_000

  private static func feedDays(_ fixture: ArchiveFixture, _ archive: Archive, _ days: Int) {
    for day in 0..<days {
      fixture.feed(
        archive, ArchiveFixture.samples(0..<2000), at: ArchiveFixture.noon + Int64(day) * Self.day,
        index: Int64(day) * 1_000_000, flags: .followsGap)
    }
  }

  @Test("is no older than its days, once the clock can be trusted")
  func age() throws {
    let fixture = try ArchiveFixture()
    fixture.parameters.retentionDays = 2
    let archive = fixture.makeArchive()
    Self.feedDays(fixture, archive, 5)
    archive.finish()
    #expect(fixture.files.map { String($0.suffix(3)) } == ["062", "063", "064"])
    #expect(archive.removedFileCount == 2)
  }

  @Test("is not thrown away for a clock that nobody set")
  func untrustedClock() throws {
    let fixture = try ArchiveFixture()
    fixture.parameters.retentionDays = 2
    let archive = fixture.makeArchive()
    Self.feedDays(fixture, archive, 2)
    fixture.feed(
      archive, ArchiveFixture.samples(0..<2000), at: ArchiveFixture.noon + 9000 * Self.day,
      index: 9_000_000, flags: .followsGap, clockErrorMicroseconds: .max)
    archive.finish()
    #expect(fixture.files.count == 3)
  }

  @Test("outlives a clock that was trusted and wrong, but for two days")
  func wrongClock() throws {
    let fixture = try ArchiveFixture()
    fixture.parameters.retentionDays = 30
    let archive = fixture.makeArchive()
    Self.feedDays(fixture, archive, 6)
    fixture.feed(
      archive, ArchiveFixture.samples(0..<2000), at: ArchiveFixture.noon + 9000 * Self.day,
      index: 9_000_000, flags: .followsGap)
    for _ in 0..<5 { archive.flush() }
    #expect(fixture.files.filter { $0.hasPrefix("2024") }.count == 4)
    archive.finish()
    #expect(archive.removedFileCount == 2)
  }

  @Test("is not what a time before the clock was set would have it be")
  func futureBeforeTheClockWasSet() throws {
    let fixture = try ArchiveFixture()
    fixture.parameters.retentionDays = 365
    let archive = fixture.makeArchive()
    fixture.feed(
      archive, ArchiveFixture.samples(0..<2000), at: ArchiveFixture.noon + 9000 * Self.day,
      index: 9_000_000, flags: .followsGap, clockErrorMicroseconds: .max)
    Self.feedDays(fixture, archive, 5)
    archive.finish()
    #expect(fixture.files.count == 6)
  }

  @Test("is this station's channels: other instruments' files below its root stay")
  func othersOfTheStation() throws {
    let fixture = try ArchiveFixture()
    fixture.parameters.retentionBytes = 1
    let others = [
      "2020/XX/MADE/BHZ.D/XX.MADE.10.BHZ.D.2020.100",
      "2020/XX/MADE/BHZ.D/XX.MADE.00.BHZ.D.2020.100",
    ]
    for other in others { try fixture.write([1, 2, 3], to: other) }
    let archive = fixture.makeArchive()
    Self.feedDays(fixture, archive, 3)
    archive.finish()
    #expect(others.allSatisfy(fixture.files.contains))
    #expect(archive.removedFileCount == 2)
  }

  @Test("is no more than its bytes, the oldest out, files of others untouched")
  func size() throws {
    let fixture = try ArchiveFixture()
    let other = "2020/YY/ELSE/HNZ.D/YY.ELSE.00.HNZ.D.2020.001"
    let note = "2020/XX/MADE/HNZ.D/notes.txt"
    try fixture.write([1, 2, 3], to: other)
    try fixture.write([1, 2, 3], to: note)
    let archive = fixture.makeArchive()
    Self.feedDays(fixture, archive, 1)
    archive.flush()
    let size = Int64(try fixture.bytes("2024/XX/MADE/HNZ.D/XX.MADE.00.HNZ.D.2024.060").count)
    archive.finish()
    fixture.parameters.retentionBytes = 3 * size + size / 2
    let limited = fixture.makeArchive()
    Self.feedDays(fixture, limited, 6)
    limited.finish()
    let kept = fixture.files.filter { $0.contains("XX.MADE") }.map { String($0.suffix(3)) }
    #expect(kept == ["063", "064", "065"])
    #expect(fixture.files.contains(other) && fixture.files.contains(note))
  }

  @Test("around events is kept apart and outlives its day")
  func events() throws {
    let fixture = try ArchiveFixture()
    fixture.parameters.events = ArchiveParameters.Events(
      preEventNanoseconds: 5_000_000_000, postEventNanoseconds: 4_000_000_000,
      retentionBytes: 1 << 20)
    fixture.parameters.retentionDays = 1
    let archive = fixture.makeArchive()
    fixture.feed(archive, ArchiveFixture.samples(0..<6000), at: ArchiveFixture.noon, index: 0)
    let onset = ArchiveFixture.noon + 30_000_000_000
    archive.mark(Timestamp(nanoseconds: onset))
    archive.mark(Timestamp(nanoseconds: onset + 3_000_000_000))
    archive.flush()
    #expect(fixture.eventFiles == ["events/2024/XX/MADE/HNZ.D/XX.MADE.00.HNZ.D.2024.060"])
    let kept = try fixture.bytes(fixture.eventFiles[0])
    let records = try #require(archivedRecords(kept))
    let first = try #require(records.first)
    let last = try #require(records.last)
    #expect(first.startNanoseconds <= onset - 5_000_000_000)
    let end = last.startNanoseconds + Int64(last.samples.count) * 10_000_000
    #expect(end >= onset + 7_000_000_000)
    #expect(records.reduce(0) { $0 + $1.samples.count } < 3000)
    // The same window again adds nothing; four days later the day has gone, the window has not.
    archive.mark(Timestamp(nanoseconds: onset))
    archive.flush()
    fixture.feed(
      archive, ArchiveFixture.samples(0..<2000), at: ArchiveFixture.noon + 4 * Self.day,
      index: 9_000_000, flags: .followsGap)
    archive.finish()
    #expect(fixture.files.map { String($0.suffix(3)) } == ["064"])
    #expect(try fixture.bytes(fixture.eventFiles[0]) == kept)
  }

  @Test("around events does not wait for a sensor that has died")
  func eventsOfTheLiving() throws {
    let fixture = try ArchiveFixture()
    fixture.parameters.events = ArchiveParameters.Events(
      preEventNanoseconds: 5_000_000_000, postEventNanoseconds: 4_000_000_000,
      retentionBytes: 1 << 20)
    let dead = ArchivedSource(
      name: "dead", sampleRate: ArchiveFixture.rate,
      channels: [ArchivedSource.Channel(code: "HHZ", index: 0)], isReplay: false)
    let archive = Archive(fixture.parameters, sources: [fixture.source, dead])
    archive.begin(at: 0)
    let second: Int64 = 1_000_000_000
    let samples = ArchiveFixture.samples(0..<500)
    fixture.feed(archive, samples, at: ArchiveFixture.noon, index: 0, ofSource: 1)
    fixture.feed(archive, ArchiveFixture.samples(0..<6000), at: ArchiveFixture.noon, index: 0)
    archive.mark(Timestamp(nanoseconds: ArchiveFixture.noon + 30 * second))
    archive.flush()
    #expect(fixture.eventFiles.isEmpty)
    fixture.feed(
      archive, ArchiveFixture.samples(6000..<9000), at: ArchiveFixture.noon + 60 * second,
      index: 6000)
    archive.flush()
    #expect(fixture.eventFiles.count == 1)
  }
}
