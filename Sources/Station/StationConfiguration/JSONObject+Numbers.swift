extension JSONObject {
  /// A required number.
  func number(_ key: String, in range: ClosedRange<Double>) -> Double {
    let expected = "a number in " + rangeText(range)
    guard let value = require(key, expected: expected) else { return range.lowerBound }
    guard let number = value.number, range.contains(number) else {
      report(key, expected: expected)
      return range.lowerBound
    }
    return number
  }

  /// A number that may be left out.
  func optionalNumber(_ key: String, in range: ClosedRange<Double>) -> Double? {
    guard find(key) != nil else { return nil }
    return number(key, in: range)
  }

  /// Replaces a default by the file's number, where it gives one.
  func read(_ key: String, in range: ClosedRange<Double>, into number: inout Double) {
    if let given = optionalNumber(key, in: range) { number = given }
  }

  /// A required whole number.
  func integer(_ key: String, in range: ClosedRange<Int>) -> Int {
    let expected = "a whole number in \(range.lowerBound)...\(range.upperBound)"
    guard let value = require(key, expected: expected) else { return range.lowerBound }
    guard let integer = value.integer, range.contains(integer) else {
      report(key, expected: expected)
      return range.lowerBound
    }
    return integer
  }

  /// A whole number that may be left out.
  func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard find(key) != nil else { return nil }
    return integer(key, in: range)
  }

  /// Replaces a default by the file's whole number, where it gives one.
  func read(_ key: String, in range: ClosedRange<Int>, into integer: inout Int) {
    if let given = optionalInteger(key, in: range) { integer = given }
  }

  /// Replaces a default by the file's true or false, where it gives one.
  func read(_ key: String, into flag: inout Bool) {
    guard let value = find(key) else { return }
    if let given = value.flag { flag = given } else { report(key, expected: "true or false") }
  }

  /// Reads the version every file begins with.
  func readSchemaVersion() {
    let expected = "the schema version 1"
    guard let value = require("schemaVersion", expected: expected) else { return }
    if value.integer != 1 { report("schemaVersion", expected: expected) }
  }
}

private func rangeText(_ range: ClosedRange<Double>) -> String {
  decimalText(range.lowerBound) + "..." + decimalText(range.upperBound)
}
