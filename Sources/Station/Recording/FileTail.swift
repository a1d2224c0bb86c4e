import Acquisition
import CLinux
import SeismicTypes

/// Where the whole records of a file end: what comes after them was torn by a kill or a power cut.
struct FileTail: Equatable {
  /// The bytes up to the end of the last whole record.
  var byteCount: Int64
  /// When the sample after the last one is due, nil without a record.
  var endTime: Timestamp?

  /// The first look at a file's end; each further one is eight times as long.
  private static let firstLookBytes: Int64 = 16 << 10
  /// A file without a record in that much of its end is left as it is.
  private static let longestLookBytes: Int64 = 16 << 20
  /// What one record torn by a cut can leave of itself; more without a record is somebody else's.
  private static let longestTornBytes = 4096

  /// Looks for the last whole record of a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - size: Its size.
  /// - Returns: Nil where it cannot be read, holds none in its last 16 MiB, or nothing but what no
  ///   cut explains: such a file is not the archive's to empty.
  static func of(_ path: String, size: Int64) -> FileTail? {
    var look = firstLookBytes
    while look <= longestLookBytes {
      let start = max(0, size - look)
      guard let bytes = read(path, from: start, count: size - start) else { return nil }
      if let tail = last(in: bytes, startingAt: start) { return tail }
      if start == 0 { return isTorn(bytes) ? FileTail(byteCount: 0) : nil }
      look *= 8
    }
    return nil
  }

  /// Bytes of a file, nil where it cannot be read.
  static func read(_ path: String, from start: Int64, count: Int64) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: Int(count))
    // The callee writes no more than the bytes it is told of.
    let got = unsafe clinux_file_read_part(path, start, &bytes, count)
    guard got >= 0 else { return nil }
    return Array(bytes.prefix(Int(got)))
  }

  /// Whether a cut may have left bytes without a record: the beginning of one, zeros behind it.
  private static func isTorn(_ bytes: [UInt8]) -> Bool {
    bytes.dropFirst(longestTornBytes).allSatisfy { $0 == 0 }
  }

  private static func last(in bytes: [UInt8], startingAt start: Int64) -> FileTail? {
    let surveyor = RecordSurveyor(bytes)
    var tail: FileTail?
    var place = 0
    while let record = surveyor.record(at: place) ?? surveyor.firstRecord(from: &place) {
      place += record.byteCount
      tail = FileTail(byteCount: start + Int64(place), endTime: record.endTime)
    }
    return tail
  }
}
