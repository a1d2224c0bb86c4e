import SeismicTypes

/// A sensitivity as a file gives it: the key names the quantity.
struct Sensitivity {
  var quantity: Quantity
  var countsPerUnit: Double

  static var accelerationKey: String { "sensitivityCountsPerMetrePerSecondSquared" }
  static var velocityKey: String { "sensitivityCountsPerMetrePerSecond" }

  /// Reads whichever of the two keys stands in the object.
  init(_ object: JSONObject) {
    quantity = object.has(Self.velocityKey) ? .velocity : .acceleration
    countsPerUnit = 1
    let key = quantity == .velocity ? Self.velocityKey : Self.accelerationKey
    let other = quantity == .velocity ? Self.accelerationKey : Self.velocityKey
    let expected = "counts per unit, 0.001 to 1e13 in size, negative where reversed"
    if object.has(other) { object.report(other, expected: "one sensitivity, not also \(key)") }
    _ = object.find(other)
    guard
      let value = object.require(key, expected: expected + " (or \(other))")
    else { return }
    guard let number = value.number, abs(number) >= 0.001, abs(number) <= 1e13 else {
      object.report(key, expected: expected)
      return
    }
    countsPerUnit = number
  }

  /// Records a quantity that contradicts the FDSN instrument letter of a channel code: N is an
  /// accelerometer, H a high-gain seismometer.
  func reportConflicts(of code: String?, in object: JSONObject) {
    guard let code else { return }
    let letter = Array(code.utf8)[1]
    if letter == UInt8(ascii: "N") && quantity != .acceleration {
      object.report("code", expected: "no N in the middle, which names an accelerometer")
    }
    if letter == UInt8(ascii: "H") && quantity != .velocity {
      object.report("code", expected: "no H in the middle, which names a velocity sensor")
    }
  }
}
