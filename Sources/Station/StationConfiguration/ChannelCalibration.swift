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
  /// Standard uncertainty of the offset.
  package var offsetUncertaintyCounts: Double?
  /// Self-noise, µm/s² or µm/s per √Hz by `quantity`.
  package var noiseDensityMicroUnitsPerRootHertz: Double?
  /// The response as measured, in place of the board's; empty where it was not.
  package var responseStages: [ResponseStage] = []

  package init(code: String, quantity: Quantity, sensitivityCountsPerUnit: Double) {
    self.code = code
    self.quantity = quantity
    self.sensitivityCountsPerUnit = sensitivityCountsPerUnit
  }
}
