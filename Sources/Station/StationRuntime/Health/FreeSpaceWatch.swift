internal import CLinux

/// Publishes how much room a folder's file system has, every ten seconds, on a thread that may wait for
/// storage.
struct FreeSpaceWatch {
  private let folder: String
  private var nextLookAt: Int64 = .min

  private static let intervalNanoseconds: Int64 = 10_000_000_000

  init(folder: String) { self.folder = folder }

  /// Looks when it is time to; nothing is published while the file system does not answer.
  mutating func look(at now: Int64, _ state: StationState) {
    guard now >= nextLookAt else { return }
    nextLookAt = now + Self.intervalNanoseconds
    // The path is lent to C as a string for the length of the call.
    state.freeMebibytes.publish(Int64(unsafe clinux_free_mebibytes(folder)))
  }
}
