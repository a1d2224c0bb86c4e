package import SeismicTypes

/// What was measured on one channel of an instrument.
package struct ChannelCalibration: Equatable, Sendable {
  /// Channel code in the board file.
  package var code: String
  package var quantity: Quantity
  package var sensitivityCountsPerUnit: Double
  /// Standard uncertainty of the sensitivity.
  package var sensitivityUncertaintyPercent: Double?
  package var offsetCounts: Double?

  package init(code: String, quantity: Quantity, sensitivityCountsPerUnit: Double) {
    self.code = code
    self.quantity = quantity
    self.sensitivityCountsPerUnit = sensitivityCountsPerUnit
  }
}
