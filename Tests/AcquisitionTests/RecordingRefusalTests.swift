import Acquisition
import Foundation
import SeismicTypes
import Testing

/// A way to spoil made/steim2.mseed, and the message it must lead to.
struct Damage: Sendable, CustomTestStringConvertible {
  let name: String
  let message: String
  let spoil: @Sendable (inout [UInt8]) -> Void

  var testDescription: String { name }

  static let all: [Damage] = [
    Damage(name: "no bytes", message: "no channel with samples passes the filter * (found: none)") {
      $0 = []
    },
    Damage(name: "a stub", message: "truncated: the record at byte 0 has 47 of 48 bytes") {
      $0.removeLast($0.count - 47)
    },
    Damage(
      name: "cut in a record", message: "truncated: the record at byte 1024 has 500 of 512 bytes"
    ) {
      $0.removeLast($0.count - 1524)
    },
    Damage(name: "text", message: "no miniSEED record at byte 0") {
      $0 = Array("# not a recording at all, but longer than forty-eight bytes\n".utf8)
    },
    Damage(
      name: "miniSEED 3 in name only", message: "truncated: the record at byte 0 has 6144 of"
    ) {
      $0.replaceSubrange(0..<3, with: [UInt8(ascii: "M"), UInt8(ascii: "S"), 3])
    },
    Damage(name: "rubbish in between", message: "no miniSEED record at byte 512") {
      $0.replaceSubrange(512..<560, with: [UInt8](repeating: 0xFF, count: 48))
    },
    Damage(
      name: "another last sample", message: "damaged record at byte 512: its last sample is"
    ) {
      $0[512 + 64 + 8] ^= 0x40
    },
    Damage(
      name: "a flipped difference", message: "damaged record at byte 512: its last sample is"
    ) {
      $0[512 + 64 + 20] ^= 0x01
    },
    Damage(name: "too many samples", message: "damaged record at byte 0") {
      $0[30] = 0xFF
    },
    Damage(
      name: "data before the header", message: "damaged record at byte 0: its"
    ) {
      $0[44] = 0
      $0[45] = 8
    },
    Damage(name: "data beyond the record", message: "damaged record at byte 0: its") {
      $0[44] = 0x7F
    },
    Damage(
      name: "int32 that does not fit", message: "damaged record at byte 0: its"
    ) {
      $0[60] = 3
    },
    Damage(
      name: "an unknown encoding",
      message: "record at byte 0: XX.MADE.00.HNZ is encoded as "
    ) {
      $0[60] = 77
    },
    Damage(name: "day 400", message: "at byte 0") {
      $0[22] = 1
      $0[23] = 0x90
    },
    Damage(name: "the year 60000", message: "damaged record at byte 0") {
      $0[20] = 0xEA
      $0[21] = 0x60
    },
    Damage(name: "no rate", message: "XX.MADE.00.HNZ: sample rate 0 Hz is outside 20 to 1000 Hz") {
      $0.replaceSubrange(32..<36, with: [0, 0, 0, 0])
    },
    Damage(name: "a control byte in a code", message: "damaged record at byte 0: its codes") {
      $0[8] = 0x1B
    },
  ]
}

@Suite("A recording that cannot be used")
struct RecordingRefusalTests {
  @Test("is refused with file and byte when it is damaged", arguments: Damage.all)
  func damage(damage: Damage) throws {
    var bytes = try Fixture.bytes("made/steim2.mseed")
    damage.spoil(&bytes)
    let error = #expect(throws: AcquisitionError.self) {
      try Recording(bytes: bytes, named: "spoilt.mseed")
    }
    let message = try #require(error?.message)
    #expect(message.hasPrefix("spoilt.mseed: "))
    #expect(message.contains(damage.message), "\(message)")
  }

  @Test(
    "is refused for what it holds",
    arguments: [
      ("made/float32.mseed", "record at byte 0: XX.MADE.00.HNZ is encoded as "),
      ("made/float64.mseed", "expected integer counts (int16, int32, Steim1, Steim2)"),
      (
        "made/rate_5_hertz.mseed",
        "XX.MADE.00.HNZ: sample rate 5 Hz is outside 20 to 1000 Hz"
      ),
      ("made/rate_2000_hertz.mseed", "sample rate 2000 Hz is outside 20 to 1000 Hz"),
      (
        "made/rates_differ.mseed",
        "XX.MADE.00.HNN: sample rate 50 Hz, expected 100 Hz as in the records before"
      ),
      (
        "made/nothing_in_common.mseed",
        "the channels XX.MADE.00.HNZ, XX.MADE.00.HNN have no time in common"
      ),
    ])
  func content(file: String, expected: String) throws {
    let error = #expect(throws: AcquisitionError.self) { try Fixture.open(file) }
    let message = try #require(error?.message)
    #expect(message.hasPrefix(Fixture.path(file) + ": "))
    #expect(message.contains(expected), "\(message)")
  }

  @Test("is refused when no channel passes the filter")
  func filter() throws {
    let error = #expect(throws: AcquisitionError.self) {
      try Fixture.open("made/vertical_only.mseed", channels: "EH?")
    }
    #expect(
      error?.message.hasSuffix(
        "no channel with samples passes the filter EH? (found: XX.MADE.00.HNZ)") == true)
  }

  @Test("is refused when there is no such file, or it is a folder")
  func unreadable() throws {
    let missing = #expect(throws: AcquisitionError.self) { try Fixture.open("absent.mseed") }
    #expect(
      missing?.message
        == Fixture.path("absent.mseed") + ": cannot be read: No such file or directory")
    let folder = #expect(throws: AcquisitionError.self) { try Fixture.open("made") }
    #expect(folder?.message == Fixture.path("made") + ": cannot be read: Is a directory")
  }

  @Test(
    "is refused when the part lies outside the file",
    arguments: [(-1, 10), (0, 6145), (6145, 0), (6144, 1), (0, -1), (1, .max)] as [(Int64, Int64)])
  func outside(byteOffset: Int64, byteLength: Int64) throws {
    let file = RecordingFile(
      path: Fixture.path("made/steim2.mseed"), byteOffset: byteOffset, byteLength: byteLength)
    #expect(throws: AcquisitionError.outsideFile(file: file, fileByteCount: 6144)) {
      try Recording(Recording.Parameters(files: [file]))
    }
  }
}
