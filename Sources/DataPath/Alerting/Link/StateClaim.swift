import CLinux

/// A station's claim on its state folder, for as long as the process lives.
///
/// Two processes that sign for one station would take boot numbers in turn, and receivers would
/// refuse the one with the lower number.
package enum StateClaim {
  /// Claims the folder, which is made where it is absent; the end of the process gives it back.
  package static func take(stateDirectory: String) throws(AlertingError) {
    // The path is lent for the length of the call.
    let result = unsafe clinux_folder_claim(stateDirectory)
    if result == -11 { throw .stateInUse(folder: stateDirectory) }  // EAGAIN
    guard result >= 0 else {
      throw .system(path: stateDirectory, action: "use the state folder", number: -result)
    }
  }
}
