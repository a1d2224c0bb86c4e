extension ResponseStage {
  init(_ object: JSONObject) {
    let units = ["m/s2", "m/s", "V", "count"]
    self.init(
      name: object.text("name", maximumBytes: 64),
      inputUnit: object.word("inputUnit", oneOf: units),
      outputUnit: object.word("outputUnit", oneOf: units),
      gainOutputPerInput: object.number("gainOutputPerInput", in: -1e13...1e13))
    polesRadiansPerSecond = complexNumbers("polesRadiansPerSecond", in: object)
    zerosRadiansPerSecond = complexNumbers("zerosRadiansPerSecond", in: object)
    for (position, pole) in polesRadiansPerSecond.enumerated() where pole.real > 0 {
      object.report(
        at: object.path(of: "polesRadiansPerSecond") + "[\(position)]",
        value: decimalText(pole.real), expected: "a pole whose real part is not positive")
    }
    object.reportUnknownKeys()
  }
}

/// An array of pairs [real, imaginary], which may be left out.
private func complexNumbers(_ key: String, in object: JSONObject) -> [ComplexNumber] {
  var numbers: [ComplexNumber] = []
  for (position, element) in object.array(key, counts: 0...32).enumerated() {
    let parts = element.elements
    if parts.count == 2, let real = parts[0].number, let imaginary = parts[1].number {
      numbers.append(ComplexNumber(real: real, imaginary: imaginary))
    } else {
      object.report(
        at: object.path(of: key) + "[\(position)]", value: element.text,
        expected: "a pair of numbers [real, imaginary]")
    }
  }
  return numbers
}
