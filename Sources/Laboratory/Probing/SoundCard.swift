internal import Foundation

/// A sound card that can capture, as `/proc/asound` describes it.
package struct SoundCard: Equatable, Sendable {
  /// ALSA's name of the device, which stays the same when cards are plugged in another order.
  package var device: String
  /// What the driver calls the card.
  package var name: String
  package var captureChannelText: String
  /// Formats, channels and rates in the driver's words; only USB cards tell before they are opened.
  package var abilities: [String]

  /// The cards under a root folder, `/` for this machine's own.
  package static func all(under root: String) -> [SoundCard] {
    let folder = URL(filePath: root).appending(path: "proc/asound")
    let identifiers = identifiers(text(folder.appending(path: "cards")))
    var cards: [SoundCard] = []
    // 01-00: USB Audio : USB Audio : playback 1 : capture 1
    for line in text(folder.appending(path: "pcm")).split(separator: "\n") {
      let parts = line.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
      let numbers = parts.first?.split(separator: "-").compactMap { Int($0) } ?? []
      guard numbers.count == 2, let capture = parts.first(where: { $0.hasPrefix("capture ") }),
        let identifier = identifiers[numbers[0]]
      else { continue }
      let stream = folder.appending(path: "card\(numbers[0])/stream\(numbers[1])")
      cards.append(
        SoundCard(
          device: "hw:CARD=\(identifier),DEV=\(numbers[1])",
          name: parts.count > 2 ? parts[2] : parts[1],
          captureChannelText: capture, abilities: abilities(text(stream))))
    }
    return cards
  }

  /// Card numbers and identifiers: ` 1 [Device         ]: USB-Audio - …`.
  private static func identifiers(_ cards: String) -> [Int: String] {
    var identifiers: [Int: String] = [:]
    for line in cards.split(separator: "\n") {
      guard let opening = line.firstIndex(of: "["), let closing = line.firstIndex(of: "]"),
        opening < closing,
        let number = Int(line[..<opening].trimmingCharacters(in: .whitespaces))
      else { continue }
      let identifier = line[line.index(after: opening)..<closing]
      identifiers[number] = identifier.trimmingCharacters(in: .whitespaces)
    }
    return identifiers
  }

  /// The lines on format, channels and rates behind `Capture:`.
  private static func abilities(_ stream: String) -> [String] {
    guard let capture = stream.range(of: "Capture:") else { return [] }
    let lines = stream[capture.upperBound...].split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }
    return lines.filter { line in
      ["Format:", "Channels:", "Rates:", "Bits:"].contains { line.hasPrefix($0) }
    }
  }

  private static func text(_ file: URL) -> String {
    (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }
}
