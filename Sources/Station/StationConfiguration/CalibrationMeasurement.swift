/// One measured figure of an instrument that no channel's key holds, such as a natural frequency.
package struct CalibrationMeasurement: Equatable, Sendable {
  /// What was measured, such as `naturalFrequency`.
  package var quantity: String
  /// The unit of both numbers, such as `Hz`; `1` for a ratio.
  package var unit: String
  package var value: Double
  package var standardUncertainty: Double?

  package init(quantity: String, unit: String, value: Double, standardUncertainty: Double? = nil) {
    self.quantity = quantity
    self.unit = unit
    self.value = value
    self.standardUncertainty = standardUncertainty
  }
}
