import CLinux
package import SeismicTypes

/// The number of this boot, which every receiver expects to grow from one start to the next.
package enum BootIdentifier {
  /// The number for this start: max(stored + 1, Unix seconds), stored before it is returned.
  ///
  /// The file `bootId` of the state folder holds it, a decimal number and a newline. It is written,
  /// synced, renamed, and the folder synced, under the folder's lock, so that two processes never
  /// get the same number. A folder that is absent is made.
  package static func next(
    stateDirectory: String, at now: Timestamp
  ) throws(AlertingError) -> UInt64 {
    let lock = unsafe clinux_folder_lock(stateDirectory)
    guard lock >= 0 else {
      throw .system(path: stateDirectory, action: "use the state folder", number: -lock)
    }
    defer { clinux_folder_unlock(lock) }
    let file = stateDirectory + "/bootId"
    let seconds = UInt64(max(0, now.nanoseconds) / 1_000_000_000)
    var next = max(1, seconds)
    if let stored = try stored(in: file) {
      guard stored < .max else { throw .bootIdentifierExhausted(file: file) }
      next = max(stored + 1, seconds)
    }
    let result = store(next, in: file)
    guard result == 0 else {
      throw .system(path: file, action: "store the boot number", number: -result)
    }
    return next
  }

  /// The number for a start whose stored one is damaged: Unix seconds, stored before it is returned.
  ///
  /// A clock that is right gives every start a higher number by itself. Without one nothing keeps two
  /// starts from taking the same number, under which receivers would drop the later one's messages as
  /// repeats: then there is none.
  ///
  /// - Parameters:
  ///   - stateDirectory: The state folder.
  ///   - now: The clock.
  /// - Returns: The number; nil where the clock is not plausible (2026 to 2125) or it cannot be stored.
  package static func replacingDamaged(stateDirectory: String, at now: Timestamp) -> UInt64? {
    guard now.nanoseconds >= earliestPlausible, now.nanoseconds < latestPlausible else {
      return nil
    }
    let seconds = UInt64(now.nanoseconds / 1_000_000_000)
    return store(seconds, in: stateDirectory + "/bootId") == 0 ? seconds : nil
  }

  /// Before the first release, and a century later: a clock that nobody has set shows other times.
  private static let earliestPlausible: Int64 = 1_767_225_600_000_000_000
  private static let latestPlausible: Int64 = 4_922_899_200_000_000_000

  private static func store(_ number: UInt64, in file: String) -> Int32 {
    let text = Array("\(number)\n".utf8)
    // The callee reads the array's own count of bytes.
    return unsafe clinux_folder_replace_file(file, text, Int64(text.count), 1)
  }

  /// Validates what `next` needs: tries a file in the folder, and leaves nothing behind.
  package static func check(stateDirectory: String) throws(AlertingError) {
    let result = unsafe clinux_folder_check(stateDirectory)
    guard result == 0 else {
      throw .system(path: stateDirectory, action: "use the state folder", number: -result)
    }
    let file = stateDirectory + "/bootId"
    if try stored(in: file) == .max { throw .bootIdentifierExhausted(file: file) }
  }

  /// The stored number, nil where no file is.
  private static func stored(in file: String) throws(AlertingError) -> UInt64? {
    var bytes = [UInt8](repeating: 0, count: 32)
    var mode: UInt32 = 0
    let count = unsafe clinux_file_read(file, &bytes, 32, &mode)
    if count == -2 { return nil }  // ENOENT
    if count == -27 { throw .bootIdentifier(file: file) }  // EFBIG
    guard count >= 0 else {
      throw .system(path: file, action: "read the boot number", number: Int32(-count))
    }
    guard count >= 2, bytes[Int(count) - 1] == UInt8(ascii: "\n"),
      let number = DecimalNumber.parse(bytes[0..<Int(count) - 1])
    else { throw .bootIdentifier(file: file) }
    return number
  }
}
