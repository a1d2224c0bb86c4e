import CLinux
import SeismicTypes

/// A day of a channel that is open for writing.
struct DayFile {
  let path: String
  private(set) var size: Int64
  /// When the sample after the file's last is due, nil while it is empty.
  private(set) var endTime: Timestamp?
  /// Bytes of a torn record that were cut off at the opening.
  let cutByteCount: Int64
  /// Whether the file held nothing that is known here, and was left as it is.
  let isForeign: Bool
  /// Whether something was written since the last sync.
  private(set) var isDirty = false
  private let descriptor: Int32

  /// Opens or creates a file and cuts off what is no whole record at its end.
  ///
  /// - Parameters:
  ///   - path: The file; its folder exists.
  ///   - failure: Receives the negative errno of what went wrong.
  init?(_ path: String, failure: inout Int32) {
    self.path = path
    var found: Int64 = 0
    let opened = unsafe clinux_archive_open(path, &found)
    guard opened >= 0 else {
      failure = opened
      return nil
    }
    descriptor = opened
    let tail = found > 0 ? FileTail.of(path, size: found) : nil
    let whole = tail?.byteCount ?? found
    isForeign = found > 0 && tail == nil
    endTime = tail?.endTime
    size = whole
    cutByteCount = found - whole
    guard whole < found else { return }
    let result = clinux_archive_cut(opened, whole)
    guard result == 0 else {
      failure = result
      _ = clinux_archive_close(opened)
      return nil
    }
    isDirty = true
  }

  /// Appends whole records; after a failure the file ends where it ended.
  ///
  /// - Parameters:
  ///   - bytes: The records.
  ///   - end: When the sample after their last is due.
  /// - Returns: Zero, or a negative errno.
  mutating func append(_ bytes: [UInt8], endTime end: Timestamp) -> Int32 {
    // The callee reads the array's own count of bytes.
    let result = unsafe clinux_archive_write(descriptor, size, bytes, Int64(bytes.count))
    guard result == 0 else {
      _ = clinux_archive_cut(descriptor, size)
      return result
    }
    size += Int64(bytes.count)
    if endTime.map({ $0 < end }) ?? true { endTime = end }
    isDirty = true
    return 0
  }

  /// Sends what was written on its way to storage; what goes wrong the sync will tell.
  func startSync() {
    if isDirty { _ = clinux_archive_start_sync(descriptor) }
  }

  /// Brings what was written to storage; zero, or a negative errno.
  mutating func sync() -> Int32 {
    guard isDirty else { return 0 }
    isDirty = false
    return clinux_archive_sync(descriptor)
  }

  func close() { _ = clinux_archive_close(descriptor) }
}
