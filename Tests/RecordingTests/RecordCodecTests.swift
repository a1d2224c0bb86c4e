import Acquisition
import SeismicTypes
import Testing

@testable import Recording

@Suite("Records")
struct RecordCodecTests {
  /// Samples whose differences need up to that many bits, the extremes of Int32 among those of 33.
  private static func wild(_ count: Int, bits: Int, seed: UInt64) -> [Int32] {
    var random = seed
    func next() -> UInt64 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return random >> 20
    }
    var sample: Int64 = 0
    return (0..<count).map { _ in
      let width = Int64(next() % UInt64(bits))
      let step = Int64(next() % UInt64(1 << width)) * (next() % 2 == 0 ? 1 : -1)
      sample = Int64(Int32(truncatingIfNeeded: sample + step))
      if bits == 33 && next() % 50 == 0 {
        sample = next() % 2 == 0 ? 2_147_483_647 : -2_147_483_648
      }
      return Int32(sample)
    }
  }

  private static func build(_ samples: [Int32], dataByteCapacity: Int) -> [FinishedRecord] {
    var builder = RecordBuilder(
      rate: ArchiveFixture.rate, dataByteCapacity: dataByteCapacity, resolutionNanoseconds: 1)
    for (index, sample) in samples.enumerated() {
      builder.append(
        sample, at: ArchiveFixture.noon + Int64(index) * 10_000_000, clockErrorMicroseconds: 3,
        isContinuous: index > 0)
    }
    builder.end()
    return builder.takeFinished()
  }

  @Test(
    "of both formats give back every sample, whatever the steps between them",
    arguments: [4, 8, 15, 30, 31, 33], [512, 4096])
  func roundTrip(bits: Int, recordByteCount: Int) throws {
    let samples = Self.wild(20_000, bits: bits, seed: UInt64(bits))
    for format in ArchiveTests.formats {
      var parameters = try ArchiveFixture(format).parameters
      parameters.recordByteCount = recordByteCount
      let packer = RecordPacker(parameters, channelCode: "HNZ", rate: ArchiveFixture.rate)
      let finished = Self.build(
        samples, dataByteCapacity: packer.dataByteCapacity(recordByteCount: recordByteCount))
      var found: [Int32] = []
      for record in finished {
        let bytes = packer.pack(record)
        #expect(bytes.count <= recordByteCount)
        found += try #require(archivedRecords(bytes)).flatMap { $0.samples }
      }
      #expect(found == samples)
    }
  }

  @Test("hold plain integers where a step is wider than 30 bits, Steim2 before and after")
  func wideStep() {
    let samples = [Int32](repeating: 5, count: 300) + [.max] + [Int32](repeating: .min, count: 999)
    let finished = Self.build(samples, dataByteCapacity: 448)
    #expect(finished.map { $0.coding }.prefix(3) == [.steim2, .int32, .steim2])
    #expect(finished[0].samples.count == 300 && finished[1].samples.count == 112)
    #expect(finished.flatMap { $0.samples } == samples)
  }

  @Test("of miniSEED 2 hold the frames that our own Steim2 encoder makes", arguments: [4, 10, 30])
  func sameFrames(bits: Int) throws {
    let parameters = try ArchiveFixture(.miniSEED2).parameters
    let packer = RecordPacker(parameters, channelCode: "HNZ", rate: ArchiveFixture.rate)
    let finished = Self.build(
      Self.wild(5000, bits: bits, seed: 7), dataByteCapacity: 448)
    for record in finished where record.coding == .steim2 {
      let data = Array(packer.pack(record)[64...])
      #expect(Array(data.prefix(record.frames.count)) == record.frames)
      #expect(data.dropFirst(record.frames.count).allSatisfy { $0 == 0 })
    }
  }

  @Test("state how well their times are known")
  func quality() throws {
    let table: [(UInt32, Int)] = [
      (0, 100), (1, 100), (2, 97), (1000, 70), (1024, 70), (1025, 67), (1_000_000, 40),
      (UInt32.max - 1, 4), (UInt32.max, 0),
    ]
    for (error, quality) in table {
      #expect(TimingQuality.of(clockErrorMicroseconds: error) == quality)
    }
    for (error, io, data) in [(UInt32(5), UInt8(0x20), UInt8(0)), (.max, 0, 0x80)] {
      let record = FinishedRecord(
        startTime: Timestamp(nanoseconds: ArchiveFixture.noon + 123_456_000), samples: [1, 2, 3],
        coding: .int32, clockErrorMicroseconds: error)
      let two = RecordPacker(
        try ArchiveFixture(.miniSEED2).parameters, channelCode: "HNZ", rate: ArchiveFixture.rate)
      let bytes = two.pack(record)
      #expect(bytes.count == 512 && bytes[37] == io && bytes[38] == data)
      // Blockette 1001: quality and microseconds beyond the fixed header's 100 µs.
      #expect(bytes[60] == UInt8(TimingQuality.of(clockErrorMicroseconds: error)))
      #expect(Int8(bitPattern: bytes[61]) == -44 || Int8(bitPattern: bytes[61]) == 56)
      let three = RecordPacker(
        try ArchiveFixture(.miniSEED3).parameters, channelCode: "HNZ", rate: ArchiveFixture.rate)
      let text = String(decoding: three.pack(record), as: UTF8.self)
      let expected =
        error == .max
        ? #"{"FDSN":{"Time":{"Quality":0}}}"#
        : #"{"FDSN":{"Time":{"Quality":91,"MaxEstimatedError":0.000005}}}"#
      #expect(text.contains(expected))
    }
  }
}
