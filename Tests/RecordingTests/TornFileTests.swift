import SeismicTypes
import Testing

@testable import Acquisition
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

  /// 400 samples of miniSEED 3 in floating point, whole and sound.
  private static func recordOfFloats(_ fixture: ArchiveFixture, at nanoseconds: Int64) -> [UInt8] {
    let encoder = MiniSEED3Encoder(station: fixture.parameters.station, channelCode: "HNZ")
    let header = MiniSEED3Encoder.Header(
      startTime: Timestamp(nanoseconds: nanoseconds), sampleRate: ArchiveFixture.rate,
      sampleCount: 400, encoding: .int32, timingQuality: 0, clockErrorMicroseconds: .max)
    var bytes = encoder.record(header, data: [UInt8](repeating: 0x41, count: 1600))
    bytes[15] = 4
    for index in 28..<32 { bytes[index] = 0 }
    let check = CRC32C.ofRecord(bytes)
    for index in 0..<4 { bytes[28 + index] = UInt8(truncatingIfNeeded: check >> UInt32(8 * index)) }
    return bytes
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

  @Test("of samples that are no counts is another recorder's: it stays, new records go behind it")
  func floatingPoint() throws {
    let fixture = try ArchiveFixture()
    let other = (0..<30).flatMap { index in
      Self.recordOfFloats(fixture, at: ArchiveFixture.noon + Int64(index) * 4_000_000_000)
    }
    try fixture.write(other, to: Self.path)
    let archive = fixture.makeArchive()
    fixture.feed(
      archive, ArchiveFixture.samples(0..<3000), at: ArchiveFixture.noon + 600_000_000_000, index: 0
    )
    archive.finish()
    let bytes = try fixture.bytes(Self.path)
    #expect(Array(bytes.prefix(other.count)) == other)
    let records = try #require(archivedRecords(Array(bytes.dropFirst(other.count))))
    #expect(records.flatMap { $0.samples } == ArchiveFixture.samples(0..<3000))
  }

  @Test("that is nothing known here is left, and told of", arguments: ArchiveTests.formats)
  func nothingKnown(format: ArchiveParameters.Format) throws {
    let fixture = try ArchiveFixture(format)
    let other = [UInt8](repeating: 0x5A, count: 20_000)
    try fixture.write(other, to: Self.path)
    let archive = fixture.makeArchive()
    #expect(archive.takeNotices().first?.level == .warning)
    #expect(try fixture.bytes(Self.path) == other)
    let hollow = [UInt8](repeating: 0x5A, count: 300) + [UInt8](repeating: 0, count: 20_000)
    try fixture.write(hollow, to: Self.path)
    _ = fixture.makeArchive()
    #expect(try fixture.bytes(Self.path).isEmpty)
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
