import CLinux

/// The bytes of one recording file, or of a part of it, read whole into memory.
@safe
final class RecordingBytes {
  /// More than a day of three channels at 1,000 Hz in Steim2; a longer volume is read in parts.
  static var largestByteCount: Int64 { 256 << 20 }

  let path: String
  let byteOffset: Int64
  /// Owned, freed in `deinit`; libmseed wants mutable memory though it does not write to it.
  let start: UnsafeMutablePointer<UInt8>
  let count: Int

  init(reading file: RecordingFile) throws(AcquisitionError) {
    let size = unsafe file.path.withCString { path in unsafe clinux_file_size(path) }
    guard size >= 0 else { throw .unreadable(path: file.path, reason: Self.reason(0 - size)) }
    guard file.byteOffset >= 0, file.byteOffset <= size,
      file.byteLength ?? 0 >= 0, file.byteLength ?? 0 <= size - file.byteOffset
    else { throw .outsideFile(file: file, fileByteCount: size) }
    let length = file.byteLength ?? (size - file.byteOffset)
    guard length <= Self.largestByteCount else {
      throw .tooLarge(path: file.path, byteCount: length, limit: Self.largestByteCount)
    }
    path = file.path
    byteOffset = file.byteOffset
    unsafe start = .allocate(capacity: Int(length) + 1)
    let bytes = unsafe start
    let got = unsafe file.path.withCString { path in
      unsafe clinux_file_read_part(path, file.byteOffset, bytes, length)
    }
    count = Int(max(got, 0))
    guard got >= 0 else { throw .unreadable(path: path, reason: Self.reason(0 - got)) }
  }

  /// The bytes as if a file of this name held them.
  init(copying bytes: [UInt8], path: String) {
    self.path = path
    byteOffset = 0
    count = bytes.count
    unsafe start = .allocate(capacity: bytes.count + 1)
    for (index, byte) in bytes.enumerated() { unsafe start[index] = byte }
  }

  deinit { unsafe start.deallocate() }

  private static func reason(_ error: Int64) -> String {
    unsafe String(cString: clinux_error_text(Int32(truncatingIfNeeded: error)))
  }
}
