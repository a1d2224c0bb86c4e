import Foundation
import SeismicTypes
import Testing

@testable import Recording

@Suite("An archive")
struct ArchiveTests {
  private static let hour: Int64 = 3_600_000_000_000
  private static let minute: Int64 = 60_000_000_000
  static let formats = [ArchiveParameters.Format.miniSEED2, .miniSEED3]

  @Test("keeps every sample, gaps and steps of the clock where they were", arguments: formats)
  func discontinuities(format: ArchiveParameters.Format) throws {
    let fixture = try ArchiveFixture(format)
    let archive = fixture.makeArchive()
    let samples = ArchiveFixture.samples(0..<3000)
    let noon = ArchiveFixture.noon
    fixture.feed(archive, Array(samples[..<1000]), at: noon, index: 0)
    // Seven samples missing, then the clock set back by ten minutes.
    fixture.feed(
      archive, Array(samples[1000..<2000]), at: noon + 10_070_000_000, index: 1007,
      flags: .followsGap)
    fixture.feed(
      archive, Array(samples[2000...]), at: noon - 10 * Self.minute, index: 2007,
      flags: .followsGap)
    archive.finish()
    let path = "2024/XX/MADE/HNZ.D/XX.MADE.00.HNZ.D.2024.060"
    #expect(fixture.files == [path])
    let records = try #require(archivedRecords(try fixture.bytes(path)))
    #expect(records.flatMap { $0.samples } == samples)
    let starts = records.map { $0.startNanoseconds }
    #expect(starts.contains(noon + 10_070_000_000) && starts.contains(noon - 10 * Self.minute))
    #expect(archive.errorCount == 0 && archive.lostSampleCount == 0)
  }

  @Test("ends a record before midnight and goes on in the next day's file", arguments: formats)
  func midnight(format: ArchiveParameters.Format) throws {
    let fixture = try ArchiveFixture(format)
    let archive = fixture.makeArchive()
    let samples = ArchiveFixture.samples(0..<2000)
    // The last sample of the day is 0.4 µs before midnight: in microseconds it is midnight.
    let start = ArchiveFixture.noon + 12 * Self.hour - 9_990_000_400
    fixture.feed(archive, samples, at: start, index: 0)
    archive.finish()
    #expect(fixture.files.map { String($0.suffix(3)) } == ["060", "061"])
    var found: [Int32] = []
    for (file, day) in zip(fixture.files, [60, 61] as [Int64]) {
      for record in try #require(archivedRecords(try fixture.bytes(file))) {
        let last = record.startNanoseconds + Int64(record.samples.count - 1) * 10_000_000
        #expect(CalendarDay(of: Timestamp(nanoseconds: record.startNanoseconds)).dayOfYear == day)
        #expect(CalendarDay(of: Timestamp(nanoseconds: last)).dayOfYear == day)
        found += record.samples
      }
    }
    #expect(found == samples)
    let firstDay = try #require(archivedRecords(try fixture.bytes(fixture.files[0])))
    let expected = format == .miniSEED2 ? 999 : 1000
    #expect(firstDay.reduce(0) { $0 + $1.samples.count } == expected)
  }

  @Test("loses nothing but the record it had not finished when it is killed", arguments: formats)
  func kill(format: ArchiveParameters.Format) throws {
    let fixture = try ArchiveFixture(format)
    let samples = ArchiveFixture.samples(0..<20_000)
    let archive = fixture.makeArchive()
    fixture.feed(archive, samples, at: ArchiveFixture.noon, index: 0)
    // No flush and no end: what a SIGKILL leaves.
    let records = try #require(archivedRecords(try fixture.bytes(fixture.files[0])))
    let found = records.flatMap { $0.samples }
    #expect(found == Array(samples.prefix(found.count)))
    let largest = records.map { $0.samples.count }.max() ?? 0
    #expect(samples.count - found.count <= largest + 7)
    withExtendedLifetime(archive) {}
  }

  @Test("ends records at a flush, so that it bounds what a power cut takes", arguments: formats)
  func flush(format: ArchiveParameters.Format) throws {
    let fixture = try ArchiveFixture(format)
    let archive = fixture.makeArchive()
    fixture.feed(archive, ArchiveFixture.samples(0..<130), at: ArchiveFixture.noon, index: 0)
    archive.tick(at: fixture.parameters.flushNanoseconds - 1)
    #expect(fixture.files.isEmpty)
    archive.tick(at: fixture.parameters.flushNanoseconds)
    let records = try #require(archivedRecords(try fixture.bytes(fixture.files[0])))
    #expect(records.flatMap { $0.samples } == ArchiveFixture.samples(0..<130))
  }

  @Test("plays a recording again without a sample twice, and goes on where it ended")
  func replay() throws {
    let fixture = try ArchiveFixture()
    let samples = ArchiveFixture.samples(0..<5000)
    let first = fixture.makeArchive(isReplay: true)
    fixture.feed(first, Array(samples[..<3000]), at: ArchiveFixture.noon, index: 0)
    first.finish()
    let second = fixture.makeArchive(isReplay: true)
    fixture.feed(second, samples, at: ArchiveFixture.noon, index: 0)
    second.finish()
    #expect(second.skippedSampleCount == 3000)
    let records = try #require(archivedRecords(try fixture.bytes(fixture.files[0])))
    #expect(records.flatMap { $0.samples } == samples)
  }

  @Test("keeps a sensor's samples even where its clock says that they are old")
  func setBack() throws {
    let fixture = try ArchiveFixture()
    for _ in 0..<2 {
      let archive = fixture.makeArchive()
      fixture.feed(archive, ArchiveFixture.samples(0..<500), at: ArchiveFixture.noon, index: 0)
      archive.finish()
    }
    let records = try #require(archivedRecords(try fixture.bytes(fixture.files[0])))
    #expect(records.reduce(0) { $0 + $1.samples.count } == 1000)
  }

  @Test("in memory it is copied at each flush, in one write a file")
  func memory() throws {
    let fixture = try ArchiveFixture()
    fixture.parameters.isDurable = false
    fixture.parameters.copyRoot = fixture.root + "/copy"
    let archive = fixture.makeArchive()
    fixture.feed(archive, ArchiveFixture.samples(0..<10_000), at: ArchiveFixture.noon, index: 0)
    let path = "2024/XX/MADE/HNZ.D/XX.MADE.00.HNZ.D.2024.060"
    #expect(try !fixture.bytes(path).isEmpty)
    #expect(throws: (any Error).self) { try fixture.bytes("copy/" + path) }
    archive.flush()
    #expect(try fixture.bytes("copy/" + path) == fixture.bytes(path))
    #expect(archive.writtenByteCount == Int64(try fixture.bytes(path).count))
    archive.finish()
  }
}
