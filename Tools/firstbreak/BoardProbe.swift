import Acquisition
import Foundation
import Probing

/// `firstbreak board probe`: the sensors of a machine, in words, as JSON or as the beginning of a
/// board file.
struct BoardProbe {
  private let uri: String
  /// Nil where there is no industrial I/O at all, with the reason.
  private let inventory: IIOInventory?
  private let absence: String
  private let sound: SoundProbe
  private let serialPorts: [SerialPort]

  /// Looks for sensors.
  ///
  /// - Parameters:
  ///   - uri: Where the industrial I/O devices are; nil is this machine, which may have none.
  ///   - root: The folder in place of `/` for sound cards and serial lines.
  ///   - pcms: ALSA's names of more sound devices to ask.
  /// - Throws: `WorkError` where an iiod that was asked for does not answer.
  init(uri: String?, root: String, pcms: [String]) throws {
    self.uri = uri ?? "local:"
    do throws(AcquisitionError) {
      inventory = try IIOInventory(of: self.uri)
      absence = ""
    } catch {
      guard uri == nil else { throw WorkError(message: error.message) }
      inventory = nil
      absence = error.message
    }
    sound = SoundProbe(root: root, names: pcms)
    serialPorts = SerialPort.all(under: root)
  }

  /// What was found, for a person.
  func words() -> [String] {
    var lines = ["Industrial I/O (iio) at \(uri):"]
    if inventory == nil { lines.append("  none: \(absence)") }
    if let inventory {
      if inventory.devices.isEmpty { lines.append("  none") }
      for device in inventory.devices { lines += words(for: device) }
      if !inventory.triggers.isEmpty {
        lines.append("  triggers: " + inventory.triggers.joined(separator: ", "))
      }
    }
    lines += sound.words()
    lines.append("Serial lines (serial):")
    if serialPorts.isEmpty { lines.append("  none") }
    for port in serialPorts {
      lines.append("  " + port.path + (port.target.map { " → " + $0 } ?? ""))
    }
    return lines
  }

  private func words(for device: IIOInventory.Device) -> [String] {
    var title = "  \(device.identifier)  \(device.name ?? "without a name")"
    if let label = device.label { title += ", label \(label)" }
    title += ", trigger \(device.trigger ?? "none")"
    var lines = [title]
    for name in ["sampling_frequency", "sampling_frequency_available"] {
      if let value = device.value(of: name) { lines.append("    \(name): \(value)") }
    }
    for channel in device.channels {
      var line = "    \(channel.identifier)"
      line += channel.format.map { "  " + $0.text } ?? "  not captured"
      for name in ["label", "scale", "offset", "sampling_frequency"] {
        if let value = channel.value(of: name) { line += ", \(name) \(value)" }
      }
      lines.append(line)
    }
    return lines
  }

  /// The beginning of a board file for a device.
  ///
  /// - Parameter device: The device's label, name or identifier, or ALSA's name of a sound device.
  /// - Returns: The skeleton.
  /// - Throws: `WorkError` where there is no such device, or none that fits.
  func skeleton(for device: String) throws -> BoardSkeleton {
    let devices = inventory?.devices ?? []
    guard
      let found = devices.first(where: { [$0.label, $0.name, $0.identifier].contains(device) })
    else {
      if let skeleton = try soundSkeleton(for: device) { return skeleton }
      let names = devices.map { $0.label ?? $0.name ?? $0.identifier } + sound.devices
      throw WorkError(
        message: "\(device): not found at \(uri), expected one of: "
          + (names.isEmpty ? "none" : names.joined(separator: ", ")))
    }
    guard let skeleton = BoardSkeleton(for: found, at: uri) else {
      throw WorkError(
        message: "\(device): captures neither acceleration nor voltage, expected accel_x, accel_y "
          + "and accel_z or voltages")
    }
    return skeleton
  }

  /// The beginning of a board file for a sound device; nil where none of that name was asked.
  private func soundSkeleton(for device: String) throws -> BoardSkeleton? {
    let answer: CaptureAbilities?
    do throws(AcquisitionError) {
      answer = try sound.abilities(of: device)
    } catch {
      throw WorkError(message: error.message)
    }
    guard let abilities = answer else { return nil }
    guard let skeleton = BoardSkeleton(forSound: device, abilities: abilities) else {
      throw WorkError(
        message: "\(device): captures \(abilities.text), expected a format and a rate of an alsa "
          + "source")
    }
    return skeleton
  }

  /// What was found, as one JSON object.
  func json() throws -> String {
    let object: [String: Any] = [
      "uri": uri, "devices": (inventory?.devices ?? []).map(Self.object),
      "triggers": inventory?.triggers ?? [],
      "soundCards": sound.cardObjects(), "soundDevices": sound.namedObjects(),
      "serialPorts": serialPorts.map { ["path": $0.path, "target": $0.target ?? $0.path] },
    ]
    let data = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self)
  }

  private static func object(_ device: IIOInventory.Device) -> [String: Any] {
    [
      "identifier": device.identifier, "name": device.name ?? "", "label": device.label ?? "",
      "trigger": device.trigger ?? "", "attributes": object(device.attributes),
      "channels": device.channels.map { channel in
        [
          "identifier": channel.identifier, "name": channel.name ?? "",
          "format": channel.format?.text ?? "", "repeat": channel.repeatCount,
          "attributes": object(channel.attributes),
        ]
      },
    ]
  }

  private static func object(_ attributes: [IIOInventory.Attribute]) -> [String: String] {
    var object: [String: String] = [:]
    for attribute in attributes { object[attribute.name] = attribute.value }
    return object
  }
}
