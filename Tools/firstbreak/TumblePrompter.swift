import CalibrationAnalysis
import Foundation
import StationConfiguration

/// Tells an operator what to do with a sensor, on stderr: a line for each step, and on a terminal the
/// seconds of rest as they pass.
struct TumblePrompter {
  private let guide: TumbleGuide
  private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
  private var lastSpoken = ""

  init(_ guide: TumbleGuide) {
    self.guide = guide
    printWords(
      "Turn the sensor so that each axis points up and down in turn (\(guide.positionCount) positions), "
        + "let go of it, and leave it still for \(guide.restSeconds) s each time.")
  }

  mutating func say(_ advice: TumbleGuide.Advice, missing: [String]) {
    switch advice {
    case .resting(let name, let seconds): count(name, seconds)
    case .taken(let name, let count):
      let rest = missing.isEmpty ? "" : "; still wanted: " + missing.joined(separator: " ")
      speak("\(name) up: taken, \(count) of \(guide.positionCount)\(rest)")
    case .movedTooEarly(let seconds):
      speak("moved after \(seconds) s: this position does not count, leave it still longer")
    case .alreadyTaken(let name): speak("\(name) up was taken before: turn the sensor")
    case .turn: clear()
    }
  }

  private func count(_ name: String, _ seconds: Int) {
    guard isTerminal else { return }
    write("\r\u{1B}[K\(name) up, still for \(seconds) of \(guide.restSeconds) s")
  }

  /// The same words are not said twice in a row.
  private mutating func speak(_ words: String) {
    clear()
    guard words != lastSpoken else { return }
    lastSpoken = words
    printWords(words)
  }

  private func clear() {
    if isTerminal { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}

/// A recording that a live calibration leaves beside its file.
enum LiveRecording {
  /// Writes it, never over another.
  ///
  /// - Parameters:
  ///   - bytes: miniSEED.
  ///   - path: Where; its folder is made.
  /// - Returns: Its entry in the calibration file.
  /// - Throws: `WorkError` where it exists or cannot be written.
  static func write(_ bytes: [UInt8], to path: String) throws -> CalibrationRecording {
    do {
      try FileManager.default.createDirectory(
        atPath: URL(filePath: path).deletingLastPathComponent().path,
        withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch {
      throw WorkError(message: "\(path): cannot be written: \(error.localizedDescription)")
    }
    return try RecordedCounts.entry(of: path)
  }
}
