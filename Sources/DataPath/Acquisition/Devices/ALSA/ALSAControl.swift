/// One of a sound card's controls, and what it must be for the calibration to hold.
package struct ALSAControl: Equatable, Sendable {
  package enum Value: Equatable, Sendable {
    /// A gain or volume, in the control's own steps.
    case steps(Int64)
    case isOn(Bool)
    /// A word of an enumeration, such as an input's name.
    case item(String)
  }

  /// The kernel's name, as `amixer controls` lists it.
  package var name: String
  /// Tells apart controls of the same name.
  package var index: UInt32
  /// What every one of its values must be.
  package var value: Value

  package init(name: String, index: UInt32 = 0, value: Value) {
    self.name = name
    self.index = index
    self.value = value
  }

  /// The value as people write it.
  package var valueText: String {
    switch value {
    case .steps(let steps): "\(steps)"
    case .isOn(let isOn): isOn ? "on" : "off"
    case .item(let item): "\"" + item + "\""
    }
  }
}
