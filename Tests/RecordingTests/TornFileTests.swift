import Acquisition
import SeismicTypes
import Testing

@testable import Recording

@Suite("A file that a power cut left")
struct TornFileTests {
  private static let path = "2024/XX/MADE/HNZ.D/XX.MADE.00.HNZ.D.2024.060"

  /// A day's file with several records, and where each of them ends.
  private static func whole(
    _ fixture: ArchiveFixture
  ) throws -> (bytes: [UInt8], ends: [Int]) {
    let archive = fixture.makeArchive()
    fixture.feed(archive, ArchiveFixture.samples(0..<3000), at: ArchiveFixture.noon, index: 0)
    archive.finish()
    let bytes = try fixture.bytes(path)
    var ends = [0]
    let surveyor = RecordSurveyor(bytes)
    while let record = surveyor.record(at: ends[ends.count - 1]) {
      ends.append(ends[ends.count - 1] + record.byteCount)
    }
    return (bytes, ends)
  }

  @Test("is cut off behind its last whole record", arguments: ArchiveTests.formats)
  func everyLength(format: ArchiveParameters.Format) throws {
    let fixture = try ArchiveFixture(format)
    let (bytes, ends) = try Self.whole(fixture)
    #expect(ends.count > 3 && ends.last == bytes.count)
    let last = ends[ends.count - 2]
    for length in stride(from: last, to: bytes.count, by: 7) {
      try fixture.write(Array(bytes[..<length]), to: Self.path)
      let archive = fixture.makeArchive()
      #expect(try fixture.bytes(Self.path) == Array(bytes[..<last]))
      #expect((archive.takeNotices().first?.level == .warning) == (length > last))
    }
  }

  @Test(
    "loses the zeros or the noise behind its last whole record", arguments: ArchiveTests.formats)
  func foreignTail(format: ArchiveParameters.Format) throws {
    let fixture = try ArchiveFixture(format)
    let (bytes, ends) = try Self.whole(fixture)
    let noise = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    for tail in [[UInt8](repeating: 0, count: 40_000), noise, Array(bytes[100..<400])] {
      try fixture.write(bytes + tail, to: Self.path)
      _ = fixture.makeArchive()
      #expect(try fixture.bytes(Self.path) == bytes)
    }
    // A block of the last record that never reached the disk.
    var hollow = bytes
    for index in ends[ends.count - 2] + 76..<ends[ends.count - 2] + 136 { hollow[index] ^= 0x55 }
    try fixture.write(hollow, to: Self.path)
    _ = fixture.makeArchive()
    #expect(try fixture.bytes(Self.path) == Array(bytes[..<ends[ends.count - 2]]))
  }

  @Test("keeps what lies before a damaged record, and it", arguments: ArchiveTests.formats)
  func damageInside(format: ArchiveParameters.Format) throws {
    let fixture = try ArchiveFixture(format)
    var (bytes, ends) = try Self.whole(fixture)
    for index in ends[1] + 100..<ends[1] + 160 { bytes[index] ^= 0x55 }
    try fixture.write(bytes, to: Self.path)
    _ = fixture.makeArchive()
    #expect(try fixture.bytes(Self.path) == bytes)
  }

  @Test("that holds no record at all is emptied, and written to", arguments: ArchiveTests.formats)
  func nothingWhole(format: ArchiveParameters.Format) throws {
    let fixture = try ArchiveFixture(format)
    let (bytes, ends) = try Self.whole(fixture)
    try fixture.write(Array(bytes[..<(ends[1] - 1)]), to: Self.path)
    let archive = fixture.makeArchive()
    #expect(try fixture.bytes(Self.path).isEmpty)
    fixture.feed(archive, ArchiveFixture.samples(0..<3000), at: ArchiveFixture.noon, index: 0)
    archive.finish()
    let records = try #require(archivedRecords(try fixture.bytes(Self.path)))
    #expect(records.flatMap { $0.samples } == ArchiveFixture.samples(0..<3000))
  }
}
