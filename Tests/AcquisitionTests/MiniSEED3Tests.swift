import Acquisition
import Foundation
import SeismicTypes
import Testing

/// A way to spoil miniseed3/steim2.mseed3, and the message it must lead to.
struct MiniSEED3Damage: Sendable, CustomTestStringConvertible {
  let name: String
  let message: String
  /// Whether the record's check is made right again after the damage.
  var isChecked = true
  let spoil: @Sendable (inout [UInt8]) -> Void

  var testDescription: String { name }

  static let all: [MiniSEED3Damage] = [
    MiniSEED3Damage(
      name: "a flipped bit", message: "damaged record at byte 0: its CRC-32C is", isChecked: false
    ) { $0[200] ^= 1 },
    MiniSEED3Damage(
      name: "a stub", message: "truncated: the record at byte 0 has 39 of 40 bytes",
      isChecked: false
    ) { $0.removeLast($0.count - 39) },
    MiniSEED3Damage(
      name: "a cut record", message: "truncated: the record at byte 0 has 508 of 509 bytes",
      isChecked: false
    ) { $0.removeLast($0.count - 508) },
    MiniSEED3Damage(
      name: "data of four gigabytes", message: "truncated: the record at byte 0", isChecked: false
    ) { $0.replaceSubrange(36..<40, with: [0xFF, 0xFF, 0xFF, 0xFF]) },
    MiniSEED3Damage(name: "day 366 of 2023", message: "its start time is none of 1844 to 2095") {
      $0.replaceSubrange(8..<12, with: [0xE7, 0x07, 0x6E, 0x01])
    },
    MiniSEED3Damage(name: "hour 24", message: "its start time is none") { $0[12] = 24 },
    MiniSEED3Damage(name: "a billion nanoseconds", message: "its start time is none") {
      $0.replaceSubrange(4..<8, with: [0, 0xCA, 0x9A, 0x3B])
    },
    MiniSEED3Damage(
      name: "another namespace", message: "its source identifier is FDSM:XX_MADE_00_H_N_Z, expected"
    ) { $0[43] = UInt8(ascii: "M") },
    MiniSEED3Damage(name: "a control byte in a code", message: "is FDSN:X?_MADE_00_H_N_Z, expected")
    { $0[46] = 0x1B },
    MiniSEED3Damage(
      name: "floats", message: "XX.MADE.00.HNZ is encoded as 32-bit float, expected integer counts"
    ) { $0[15] = 4 },
    MiniSEED3Damage(name: "an unknown encoding", message: "is encoded as code 77") { $0[15] = 77 },
    MiniSEED3Damage(name: "int32 that does not fit", message: "its 113 samples do not fit its 189")
    {
      $0[15] = 3; $0[36] = 0x80; $0[37] = 0; $0.removeSubrange(61 + 0x80..<509)
    },
    MiniSEED3Damage(name: "more samples than differences", message: "samples") { $0[24] = 200 },
    MiniSEED3Damage(name: "more samples than any frames hold", message: "do not fit") {
      $0.replaceSubrange(24..<28, with: [0xFF, 0xFF, 0xFF, 0xFF])
    },
    MiniSEED3Damage(name: "another last sample", message: "its last sample is") {
      $0[61 + 11] ^= 1
    },
    MiniSEED3Damage(name: "no rate", message: "sample rate 0 Hz is outside 20 to 1000 Hz") {
      $0.replaceSubrange(16..<24, with: [UInt8](repeating: 0, count: 8))
    },
    MiniSEED3Damage(name: "a rate that is no number", message: "sample rate 0 Hz is outside") {
      $0.replaceSubrange(16..<24, with: [UInt8](repeating: 0xFF, count: 8))
    },
  ]
}

@Suite("A recording in miniSEED 3")
struct MiniSEED3Tests {
  private static let folder = Fixture.root.appending(path: "Tests/Fixtures/miniseed3").path()

  private static let expected: [ExpectedChannel] = {
    let text = try? String(contentsOfFile: folder + "/expected.csv", encoding: .utf8)
    return (text ?? "").split(separator: "\n").dropFirst().map { line in
      ExpectedChannel(
        fields: line.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    }
  }()

  private static func open(_ name: String) throws -> Recording {
    try Recording(Recording.Parameters(files: [RecordingFile(path: folder + "/" + name)]))
  }

  @Test(
    "gives the samples and nanoseconds that pymseed reads, in every encoding", arguments: expected)
  func sameAsPymseed(expected: ExpectedChannel) throws {
    let recording = try Self.open(expected.file)
    let position = try #require(recording.channels.firstIndex { $0.text == expected.channelText })
    let delivery = Delivery(recording)
    #expect(recording.channels[position].startTime.nanoseconds == expected.startNanoseconds)
    #expect(recording.sampleRate.microhertz == expected.microhertz)
    #expect(delivery.counts[position].count == expected.sampleCount)
    #expect(delivery.fingerprint(ofChannel: position) == expected.fingerprint)
  }

  @Test("gives what its miniSEED 2 original gives")
  func sameAsOriginal() throws {
    let original = try Fixture.open("06_openeew_M7.2_MEMS.mseed")
    let copy = try Self.open("06_openeew_M7.2_MEMS.mseed3")
    #expect(copy.channels == original.channels)
    #expect(copy.startTime == original.startTime)
    #expect(Delivery(copy).hasCounts(of: Delivery(original)))
  }

  @Test("may follow one in miniSEED 2 in the same file")
  func mixed() throws {
    var bytes = try Fixture.bytes("06_openeew_M7.2_MEMS.mseed")
    let alone = try Recording(bytes: bytes, named: "alone")
    bytes += try [UInt8](
      Data(contentsOf: URL(filePath: Self.folder + "/06_openeew_M7.2_MEMS.mseed3")))
    let mixed = try Recording(bytes: bytes, named: "mixed")
    #expect(mixed.frameCount == alone.frameCount)
    #expect(mixed.discontinuities.contains { $0.kind == .overlap })
  }

  @Test("is refused with file and byte when it is damaged", arguments: MiniSEED3Damage.all)
  func damage(damage: MiniSEED3Damage) throws {
    var bytes = try [UInt8](
      Data(contentsOf: URL(filePath: Self.folder + "/steim2.mseed3")).prefix(509))
    damage.spoil(&bytes)
    if damage.isChecked { Self.repairCheck(of: &bytes) }
    #expect {
      _ = try Recording(bytes: bytes, named: "spoilt.mseed3")
    } throws: { error in
      let message = (error as? AcquisitionError)?.message ?? ""
      return message.hasPrefix("spoilt.mseed3: ") && message.contains(damage.message)
    }
  }

  @Test("is refused with a message wherever a byte is changed")
  func everyByte() throws {
    let whole = try [UInt8](
      Data(contentsOf: URL(filePath: Self.folder + "/steim2.mseed3")).prefix(509))
    for position in whole.indices {
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        var bytes = whole
        bytes[position] ^= change
        #expect(throws: AcquisitionError.self, "byte \(position)") {
          _ = try Recording(bytes: bytes, named: "spoilt")
        }
      }
    }
  }

  /// CRC-32C bit by bit, written apart from the reader's.
  private static func repairCheck(of bytes: inout [UInt8]) {
    bytes.replaceSubrange(28..<32, with: [0, 0, 0, 0])
    var remainder = UInt32.max
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0x82F6_3B78 : 0) }
    }
    for index in 0..<4 {
      bytes[28 + index] = UInt8(truncatingIfNeeded: ~remainder >> UInt32(8 * index))
    }
  }
}
