import Acquisition
import Probing

/// The sound devices of `firstbreak board probe`: cards that capture and devices asked for by name.
///
/// A device that does not open is listed with the reason; the probe goes on.
struct SoundProbe {
  private let cards: [SoundCard]
  /// What devices answered, in the order of asking; cards of a captured tree are not asked.
  private let answers: [(device: String, result: Result<CaptureAbilities, AcquisitionError>)]

  /// Looks for sound cards and asks what they can capture.
  ///
  /// - Parameters:
  ///   - root: The folder in place of `/`.
  ///   - names: ALSA's names of more devices to ask.
  init(root: String, names: [String]) {
    let cards = SoundCard.all(under: root)
    self.cards = cards
    // The cards of a captured tree are those of another machine.
    let own = root == "/" ? cards.map(\.device) : []
    var devices = own
    for name in names where !devices.contains(name) { devices.append(name) }
    answers = devices.map { device in
      do throws(AcquisitionError) {
        return (device, .success(try CaptureAbilities(of: device)))
      } catch {
        return (device, .failure(error))
      }
    }
  }

  /// What was found, for a person.
  func words() -> [String] {
    var lines = ["Sound cards that capture (alsa):"]
    if cards.isEmpty { lines.append("  none") }
    for card in cards {
      lines.append("  \(card.device)  \(card.name), \(card.captureChannelText)")
      lines += card.abilities.map { "    " + $0 }
      lines += answer(of: card.device).map { "    " + Self.words($0) }
    }
    let named = answers.filter { !isCard($0.device) }
    if !named.isEmpty { lines.append("Sound devices by name (alsa):") }
    return lines
      + named.map { device, result in
        switch result {
        case .success(let abilities): "  \(device)  captures \(abilities.text)"
        case .failure(let error): "  \(error.message)"
        }
      }
  }

  /// What a device can capture.
  ///
  /// - Parameter device: ALSA's name, of a card or as it was asked for.
  /// - Returns: The abilities, or nil for a device that was not asked.
  /// - Throws: `AcquisitionError` where the device did not open.
  func abilities(of device: String) throws(AcquisitionError) -> CaptureAbilities? {
    try answers.first { $0.device == device }?.result.get()
  }

  /// The names of all devices that were asked.
  var devices: [String] { answers.map(\.device) }

  /// The cards, for JSON.
  func cardObjects() -> [[String: Any]] {
    cards.map { card in
      let object: [String: Any] = [
        "device": card.device, "name": card.name, "capture": card.captureChannelText,
        "abilities": card.abilities,
      ]
      return object.merging(answer(of: card.device).first.map(Self.object) ?? [:]) { old, _ in old }
    }
  }

  /// The devices asked for by name, for JSON.
  func namedObjects() -> [[String: Any]] {
    answers.filter { !isCard($0.device) }.map { device, result in
      Self.object(result).merging(["device": device]) { old, _ in old }
    }
  }

  private func isCard(_ device: String) -> Bool { cards.contains { $0.device == device } }

  /// What a device answered: one, or none where it was not asked.
  private func answer(of device: String) -> [Result<CaptureAbilities, AcquisitionError>] {
    answers.filter { $0.device == device }.map(\.result)
  }

  private static func words(_ result: Result<CaptureAbilities, AcquisitionError>) -> String {
    switch result {
    case .success(let abilities): "captures \(abilities.text)"
    case .failure(let error): error.message
    }
  }

  private static func object(
    _ result: Result<CaptureAbilities, AcquisitionError>
  ) -> [String: Any] {
    switch result {
    case .success(let abilities):
      [
        "formats": abilities.formats.map(\.rawValue),
        "channelCountMinimum": abilities.channelCounts.lowerBound,
        "channelCountMaximum": abilities.channelCounts.upperBound,
        "rateMinimumHertz": abilities.ratesHertz.lowerBound,
        "rateMaximumHertz": abilities.ratesHertz.upperBound,
      ]
    case .failure(let error): ["error": error.message]
    }
  }
}
