/// One record of miniSEED 3 (FDSN, 2023): a fixed header of 40 little-endian bytes, the source
/// identifier, extra headers and the data.
///
/// | Byte | Field |
/// | --- | --- |
/// | 0, 2, 3 | `MS`, version 3, flags |
/// | 4, 8, 10, 12, 13, 14 | nanosecond (4), year (2), day of year (2), hour, minute, second |
/// | 15, 16 | encoding, sample rate in Hz or, negative, period in s (float64) |
/// | 24, 28 | sample count, CRC-32C of the record with this field zero (4 each) |
/// | 32, 33, 34, 36 | publication version, length of the identifier, of the extra headers (2), of the data (4) |
struct MiniSEED3Record {
  static let fixedByteCount = 40

  /// The whole record.
  private let bytes: RecordBytes

  /// Takes bytes that hold a whole record.
  init(_ bytes: RecordBytes) { self.bytes = bytes }

  /// Whether a record of this format begins at the first of the bytes.
  static func begins(_ bytes: RecordBytes) -> Bool {
    bytes.count >= 3 && bytes[0] == UInt8(ascii: "M") && bytes[1] == UInt8(ascii: "S")
      && bytes[2] == 3
  }

  /// The length of the record whose fixed header the bytes hold.
  static func byteCount(_ fixed: RecordBytes) -> Int {
    fixedByteCount + Int(fixed[33]) + Int(fixed.littleEndian(at: 34, size: 2))
      + Int(fixed.littleEndian(at: 36, size: 4))
  }

  var byteCount: Int { bytes.count }

  var encoding: UInt8 { bytes[15] }

  var sampleCount: Int { Int(bytes.littleEndian(at: 24, size: 4)) }

  /// Zero where the record states none that is a rate.
  var sampleRateHertz: Double {
    let stated = Double(bitPattern: bytes.littleEndian(at: 16, size: 8))
    guard stated.isFinite else { return 0 }
    return stated < 0 ? -1 / stated : stated
  }

  /// The check the record states and the one its bytes give.
  var checks: (stated: UInt32, computed: UInt32) {
    (
      UInt32(truncatingIfNeeded: bytes.littleEndian(at: 28, size: 4)),
      CRC32C.of(bytes, withZeros: 28..<32)
    )
  }

  /// The identifier as text; bytes that are no printable ASCII become `?`.
  var sourceIdentifier: String {
    var text = ""
    for offset in 0..<Int(bytes[33]) {
      let byte = bytes[Self.fixedByteCount + offset]
      text.unicodeScalars.append(Unicode.Scalar((0x21...0x7E).contains(byte) ? byte : 0x3F))
    }
    return text
  }

  var data: RecordBytes {
    let count = Int(bytes.littleEndian(at: 36, size: 4))
    return bytes.part(from: bytes.count - count, count: count)
  }

  /// The time of the first sample since 1970, nil where the header states none of 1843 to 2096.
  ///
  /// The 60th second of a leap second counts as the next minute's first, as in POSIX time.
  var startNanoseconds: Int64? {
    let year = Int64(bytes.littleEndian(at: 8, size: 2))
    let day = Int64(bytes.littleEndian(at: 10, size: 2))
    let nanosecond = Int64(bytes.littleEndian(at: 4, size: 4))
    let hour = Int64(bytes[12])
    let minute = Int64(bytes[13])
    let second = Int64(bytes[14])
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    guard (1844...2095).contains(year), (1...(isLeapYear ? 366 : 365)).contains(day), hour <= 23,
      minute <= 59, second <= 60, nanosecond <= 999_999_999
    else { return nil }
    let before = year - 1
    let leapDays = before / 4 - before / 100 + before / 400 - 477
    let days = 365 * (year - 1970) + leapDays + day - 1
    return ((days * 24 + hour) * 60 + minute) * 60_000_000_000 + second * 1_000_000_000 + nanosecond
  }
}
