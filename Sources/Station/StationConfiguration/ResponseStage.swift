/// One stage between the ground and the counts: a gain, with poles and zeros where it has them.
package struct ResponseStage: Equatable, Sendable {
  package var name: String
  /// `m/s2`, `m/s`, `V` or `count`.
  package var inputUnit: String
  package var outputUnit: String
  package var gainOutputPerInput: Double
  package var polesRadiansPerSecond: [ComplexNumber] = []
  package var zerosRadiansPerSecond: [ComplexNumber] = []

  package init(name: String, inputUnit: String, outputUnit: String, gainOutputPerInput: Double) {
    self.name = name
    self.inputUnit = inputUnit
    self.outputUnit = outputUnit
    self.gainOutputPerInput = gainOutputPerInput
  }
}

/// A pole or a zero.
package struct ComplexNumber: Equatable, Sendable {
  package var real: Double
  package var imaginary: Double

  package init(real: Double, imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }
}
