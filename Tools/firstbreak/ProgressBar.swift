import Foundation

/// How far long work has come, on stderr, and only where that is a terminal.
struct ProgressBar: Sendable {
  private let total: Int
  private let isShown: Bool
  private static let width = 40

  init(total: Int) {
    self.total = total
    isShown = total > 0 && isatty(FileHandle.standardError.fileDescriptor) == 1
  }

  /// Draws the bar again where it has moved by a hundredth.
  func show(_ done: Int) {
    guard isShown, done * 100 / total != (done - 1) * 100 / total else { return }
    let filled = done * Self.width / total
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    write("\r[\(bar)] \(done) of \(total)")
    if done == total { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
