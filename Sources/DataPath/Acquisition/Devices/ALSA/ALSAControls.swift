internal import CALSA

/// A sound card's controls as the board file wants them: set, read back, and watched.
///
/// The kernel tells of every change that anybody makes, so that watching costs one read that finds
/// nothing; values are read again only after such a word.
// Unsafe storage: libasound's handle, opened in the initialiser, freed in `close`, used by one thread.
@safe
final class ALSAControls {
  private struct Bound {
    let setting: ALSAControl
    let control: calsa_control
    /// The number that stands for the wanted value.
    let number: Int64
  }

  private let device: String
  private var card: OpaquePointer?
  private var bound: [Bound] = []

  /// Opens a card, sets its controls and reads them back.
  ///
  /// - Parameters:
  ///   - settings: The controls, and what they must be.
  ///   - name: The card's name, such as `hw:1`.
  ///   - device: The name of the sound device, for words to the operator.
  /// - Throws: `AcquisitionError` naming the control that is absent or cannot be what it must be.
  init(_ settings: [ALSAControl], ofCard name: String, device: String) throws(AcquisitionError) {
    self.device = device
    var opened: OpaquePointer?
    let result = unsafe calsa_card_open(name, &opened)
    guard result >= 0 else {
      throw .deviceFailed(
        device: device, operation: "controls of " + name, reason: ALSAError.text(result))
    }
    unsafe card = opened
    do throws(AcquisitionError) {
      for setting in settings { bound.append(try bind(setting)) }
      try apply()
    } catch {
      close()
      throw error
    }
  }

  /// Gives the card back.
  func close() {
    unsafe calsa_card_close(card)
    unsafe card = nil
  }

  /// Whether a control no longer is what it must be; waits for nothing.
  func haveChanged() -> Bool {
    guard let card = unsafe card else { return false }
    let told = unsafe calsa_card_changed(card)
    if told == 0 { return false }
    if told < 0 { return true }
    for entry in bound where differingValue(entry) != nil { return true }
    return false
  }

  /// One line for each control.
  var facts: [String] {
    bound.map { entry in
      let setting = entry.setting
      return "control=\"\(setting.name)\" index=\(setting.index) value=\(setting.valueText)"
    }
  }

  private func bind(_ setting: ALSAControl) throws(AcquisitionError) -> Bound {
    guard let card = unsafe card else { throw missing(setting) }
    var control = calsa_control()
    guard unsafe calsa_control_find(card, setting.name, setting.index, &control) >= 0 else {
      throw missing(setting)
    }
    let number: Int64?
    switch (setting.value, Int(control.kind)) {
    case (.steps(let steps), CALSA_CONTROL_INTEGER):
      number = steps >= control.minimum && steps <= control.maximum ? steps : nil
    case (.isOn(let isOn), CALSA_CONTROL_BOOLEAN): number = isOn ? 1 : 0
    case (.item(let item), CALSA_CONTROL_ENUMERATED):
      number = items(of: control).firstIndex(of: item).map(Int64.init)
    default: number = nil
    }
    guard let number else {
      throw .deviceSetting(
        device: device, setting: "control \"\(setting.name)\"", value: setting.valueText,
        expected: expectation(of: control))
    }
    return Bound(setting: setting, control: control, number: number)
  }

  /// Sets every control and makes sure that each is what was asked for.
  private func apply() throws(AcquisitionError) {
    guard let card = unsafe card else { return }
    // Watched before they are read back, so that no change falls in between.
    let watch = unsafe calsa_card_watch(card)
    guard watch >= 0 else {
      throw .deviceFailed(
        device: device, operation: "watching controls", reason: ALSAError.text(watch))
    }
    for entry in bound {
      var control = entry.control
      let result = unsafe calsa_control_write(card, &control, entry.number)
      guard result >= 0 else {
        throw .deviceFailed(
          device: device, operation: "setting control \"\(entry.setting.name)\"",
          reason: ALSAError.text(result))
      }
    }
    _ = unsafe calsa_card_changed(card)
    for entry in bound {
      if let found = differingValue(entry) {
        throw .deviceSetting(
          device: device, setting: "control \"\(entry.setting.name)\"", value: found,
          expected: entry.setting.valueText + ", as it was set")
      }
    }
  }

  /// The first value of a control that is not what it must be.
  private func differingValue(_ entry: Bound) -> String? {
    guard let card = unsafe card else { return nil }
    var control = entry.control
    for position in 0..<control.value_count {
      var value: Int64 = 0
      let result = unsafe calsa_control_read(card, &control, position, &value)
      if result < 0 { return ALSAError.text(result) }
      if value != entry.number { return "\(value)" }
    }
    return nil
  }

  private func missing(_ setting: ALSAControl) -> AcquisitionError {
    .deviceSetting(
      device: device, setting: "control \"\(setting.name)\"", value: "absent",
      expected: "a control of the card (amixer controls lists them)")
  }

  private func expectation(of control: calsa_control) -> String {
    switch Int(control.kind) {
    case CALSA_CONTROL_INTEGER: "steps from \(control.minimum) to \(control.maximum)"
    case CALSA_CONTROL_BOOLEAN: "isOn"
    case CALSA_CONTROL_ENUMERATED:
      "an item out of " + items(of: control).joined(separator: ", ")
    default: "a gain, a switch or an enumeration"
    }
  }

  private func items(of control: calsa_control) -> [String] {
    guard let card = unsafe card else { return [] }
    var control = control
    var items: [String] = []
    for item in 0..<control.item_count {
      var text = [CChar](repeating: 0, count: 64)
      let result = unsafe text.withUnsafeMutableBufferPointer { buffer -> Int32 in
        guard let start = buffer.baseAddress else { return -1 }
        return unsafe calsa_control_item(card, &control, item, start, 64)
      }
      guard result >= 0 else { break }
      items.append(
        unsafe text.withUnsafeBufferPointer { buffer in
          guard let start = buffer.baseAddress else { return "" }
          return unsafe String(cString: start)
        })
    }
    return items
  }
}
