import CLinux
import SeismicTypes

/// The files of an archive: appends to the open ones, brings them to storage, removes the oldest.
final class ArchiveStore {
  /// Bytes of records written, and failures that lost something.
  private(set) var writtenByteCount: Int64 = 0
  private(set) var errorCount: Int64 = 0
  private(set) var removedFileCount: Int64 = 0
  private let folder: ArchiveFolder
  private let isDurable: Bool
  private let retention: Retention
  /// One place a channel.
  private var open: [DayFile?]
  /// Makes room elsewhere where the disk is full: false when there is none to make.
  var makeRoomElsewhere: (() -> Bool)?
  /// Whether what is left to write comes before everything that waits for storage.
  var isHurried: () -> Bool = { false }
  private var totalByteCount: Int64 = 0
  private var expiry: Expiry
  private var notices: [ArchiveNotice] = []
  /// The errno last told, so that a full disk does not fill the log.
  private var toldFailure: Int32 = 0
  private var hasFailedSinceFlush = false

  /// - Parameters:
  ///   - folder: Root and station.
  ///   - channelCount: How many channels will be written.
  ///   - isDurable: Whether flushes wait for storage.
  ///   - retention: What is kept.
  init(_ folder: ArchiveFolder, channelCount: Int, isDurable: Bool, retention: Retention) {
    self.folder = folder
    self.isDurable = isDurable
    self.retention = retention
    expiry = Expiry(dayCount: retention.dayCount)
    open = Array(repeating: nil, count: channelCount)
  }

  /// Makes the root, cuts torn ends off and counts what is there.
  ///
  /// - Parameter channelCodes: Of each place.
  /// - Returns: When each channel's newest file ends, nil where there is none.
  func begin(channelCodes: [String]) -> [Timestamp?] {
    let result = unsafe clinux_archive_make_folder(folder.root)
    if result < 0 { fail(result, folder.root) }
    let ends = channelCodes.map { code -> Timestamp? in
      var end: Timestamp?
      // Yesterday's end may be torn, too, where the power went soon after midnight.
      for file in folder.files(ofChannel: code).suffix(2) {
        guard let day = openFile(file.path) else { continue }
        if let found = day.endTime { end = max(end ?? found, found) }
        close(day)
      }
      return end
    }
    totalByteCount = folder.files().reduce(0) { $0 + $1.byteCount }
    return ends
  }

  /// Appends whole records to a channel's day.
  ///
  /// A failure for want of room removes the oldest day and tries again.
  ///
  /// - Parameters:
  ///   - bytes: The records.
  ///   - path: The day.
  ///   - endTime: When the sample after their last is due.
  ///   - place: The channel's.
  /// - Returns: Whether they are in the file.
  @discardableResult
  func append(_ bytes: [UInt8], to path: SDSPath, endTime: Timestamp, place: Int) -> Bool {
    var result: Int32 = 0
    repeat {
      result = tryAppend(bytes, to: path, endTime: endTime, place: place)
    } while Self.isFull(result) && (makeRoomElsewhere?() == true || removeOldest())
    guard result == 0 else {
      fail(result, path.path)
      return false
    }
    writtenByteCount += Int64(bytes.count)
    totalByteCount += Int64(bytes.count)
    return true
  }

  /// When a channel's open file of that day ends, nil where it is empty.
  func endTime(of path: SDSPath, place: Int) -> Timestamp? {
    _ = turn(to: path, place: place)
    return open[place]?.endTime
  }

  /// Brings everything to storage and removes what is kept no longer.
  ///
  /// - Parameter today: By a clock that can be trusted, nil for none: how old the days are.
  func flush(today: CalendarDay?) {
    if isDurable && !isHurried() {
      for file in open { file?.startSync() }
      for place in open.indices where !isHurried() {
        let result = open[place]?.sync() ?? 0
        if result < 0 { fail(result, open[place]?.path ?? "") }
      }
    }
    removeExpired(today: today)
    // On a disk at its end one record fits and the next does not: only a flush without failure ends it.
    if !hasFailedSinceFlush { toldFailure = 0 }
    hasFailedSinceFlush = false
  }

  func close() {
    for place in open.indices {
      if let file = open[place] { close(file) }
      open[place] = nil
    }
  }

  /// Hands over what the operator should know.
  func takeNotices() -> [ArchiveNotice] {
    guard !notices.isEmpty else { return [] }
    defer { notices = [] }
    return notices
  }

  private static func isFull(_ result: Int32) -> Bool {
    // ENOSPC, EDQUOT
    result == -28 || result == -122
  }

  private func tryAppend(
    _ bytes: [UInt8], to path: SDSPath, endTime: Timestamp, place: Int
  ) -> Int32 {
    let result = turn(to: path, place: place)
    guard result == 0 else { return result }
    return open[place]?.append(bytes, endTime: endTime) ?? 0
  }

  /// Makes a day the channel's open one; zero, or a negative errno.
  private func turn(to path: SDSPath, place: Int) -> Int32 {
    let wanted = folder.root + "/" + path.path
    if let file = open[place] {
      if file.path == wanted { return 0 }
      close(file)
      open[place] = nil
    }
    let parent = folder.root + "/" + path.folder
    let made = unsafe clinux_archive_make_folder(parent)
    guard made == 0 else { return made }
    var failure: Int32 = 0
    open[place] = openFile(wanted, failure: &failure)
    guard open[place] != nil else { return failure }
    if isDurable && open[place]?.size == 0 && !isHurried() { syncFolders(path) }
    return 0
  }

  /// Brings the names of a new file and its folders to storage.
  private func syncFolders(_ path: SDSPath) {
    var folders = folder.root
    _ = unsafe clinux_archive_sync_folder(folders)
    for part in path.folder.utf8.split(separator: UInt8(ascii: "/")) where !isHurried() {
      folders += "/" + String(decoding: Array(part), as: UTF8.self)
      _ = unsafe clinux_archive_sync_folder(folders)
    }
  }

  private func openFile(_ path: String) -> DayFile? {
    var failure: Int32 = 0
    let file = openFile(path, failure: &failure)
    if file == nil { fail(failure, path) }
    return file
  }

  private func openFile(_ path: String, failure: inout Int32) -> DayFile? {
    let file = DayFile(path, failure: &failure)
    if let file, file.isForeign {
      notices.append(
        ArchiveNotice(
          level: .warning, words: "\(path): holds no record known here, new ones go behind it"))
    }
    if let file, file.cutByteCount > 0 {
      notices.append(
        ArchiveNotice(
          level: .warning,
          words: "\(path): \(file.cutByteCount) bytes of a torn record cut off its end"))
    }
    return file
  }

  private func close(_ file: DayFile) {
    var file = file
    if isDurable && !isHurried() {
      let result = file.sync()
      if result < 0 { fail(result, file.path) }
    }
    file.close()
  }

  private func fail(_ result: Int32, _ path: String) {
    errorCount += 1
    hasFailedSinceFlush = true
    guard result != toldFailure else { return }
    toldFailure = result
    // The text is the system's own and lives as long as the process.
    let reason = unsafe String(cString: clinux_error_text(0 - result))
    notices.append(ArchiveNotice(level: .error, words: "\(path): \(reason)"))
  }
}

extension ArchiveStore {
  /// Removes days that are too old or too many, or whose room is needed.
  private func removeExpired(today: CalendarDay?) {
    let free = unsafe clinux_archive_free_bytes(folder.root)
    var missing = free >= 0 ? retention.reserveBytes - free : 0
    if let limit = retention.byteCount { missing = max(missing, totalByteCount - limit) }
    expiry.turn(to: today)
    guard missing > 0 || expiry.isPossible else { return }
    for file in removableFiles() {
      guard missing > 0 || expiry.takes(file.day) else { return }
      if remove(file) { missing -= file.byteCount }
    }
  }

  /// Removes the oldest file that is not open; false when there is none.
  func removeOldest() -> Bool {
    guard let file = removableFiles().first else { return false }
    return remove(file)
  }

  private func removableFiles() -> [ArchiveFolder.File] {
    let paths = open.map { $0?.path ?? "" }
    return folder.files().filter { file in !paths.contains(file.path) }
  }

  private func remove(_ file: ArchiveFolder.File) -> Bool {
    // The path is lent to C as a string for the length of the call.
    let result = unsafe clinux_archive_remove(file.path)
    guard result == 0 else {
      fail(result, file.path)
      return false
    }
    totalByteCount -= file.byteCount
    removedFileCount += 1
    notices.append(
      ArchiveNotice(level: .info, words: "\(file.path): removed, \(file.byteCount) bytes"))
    removeEmptyFolders(above: file.path)
    return true
  }

  /// Removes the folders a removed file leaves empty, up to the root.
  private func removeEmptyFolders(above path: String) {
    var bytes = Array(path.utf8)
    while let slash = bytes.lastIndex(of: UInt8(ascii: "/")), slash > folder.root.utf8.count {
      bytes.removeSubrange(slash...)
      // A folder that still holds something is not removed.
      guard unsafe clinux_archive_remove_folder(String(decoding: bytes, as: UTF8.self)) == 0
      else { return }
    }
  }
}
