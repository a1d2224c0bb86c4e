/// A part of a recording's bytes, read at checked places.
///
/// `@safe`: a read outside the part traps; the scanner that hands the part out keeps the bytes alive.
@safe
struct RecordBytes {
  private let start: UnsafePointer<UInt8>
  let count: Int

  init(_ bytes: RecordingBytes, from first: Int, count: Int) {
    precondition(first >= 0 && count >= 0 && count <= bytes.count - first)
    unsafe start = UnsafePointer(bytes.start + first)
    self.count = count
  }

  private init(_ start: UnsafePointer<UInt8>, count: Int) {
    unsafe self.start = unsafe start
    self.count = count
  }

  subscript(_ offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < count)
    return unsafe start[offset]
  }

  /// The bytes `first` ..< `first + count` as a part of their own.
  func part(from first: Int, count length: Int) -> RecordBytes {
    precondition(first >= 0 && length >= 0 && length <= count - first)
    return unsafe RecordBytes(start + first, count: length)
  }

  /// An unsigned number of `size` bytes, the least significant first.
  func littleEndian(at offset: Int, size: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<size { value |= UInt64(self[offset + index]) << UInt64(8 * index) }
    return value
  }

  /// A word of four bytes, the most significant first.
  func bigEndianWord(at offset: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in 0..<4 { value = value << 8 | UInt32(self[offset + index]) }
    return value
  }
}
