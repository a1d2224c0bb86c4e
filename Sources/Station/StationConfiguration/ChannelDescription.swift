package import SeismicTypes

/// One channel of a source: where its counts stand, which way it points and what a count is worth.
package struct ChannelDescription: Equatable, Sendable {
  /// FDSN channel code of three characters, such as `HNZ`.
  package var code: String
  package var component: ChannelComponent
  /// Position in the driver's frame, from 0.
  package var index: Int
  /// The driver's own name of the channel, such as `accel_x`.
  package var element: String?
  /// Clockwise from north, 0 to 360.
  package var azimuthDegrees: Double
  /// Downward from the horizontal, so that up is −90.
  package var dipDegrees: Double
  /// The largest count the channel delivers; 2147483647 says that no rail is known.
  package var fullScaleCounts: Int32
  package var quantity: Quantity
  /// Counts per m/s² or per m/s, as `quantity` says; negative where the sensor is reversed.
  package var sensitivityCountsPerUnit: Double
  package var sensitivityFrequencyHertz: Double?
  /// Counts at rest, taken off before the gain.
  package var offsetCounts = 0.0
  /// Self-noise of the sensor, µm/s² or µm/s per √Hz by `quantity`.
  package var noiseDensityMicroUnitsPerRootHertz: Double?
  package var responseStages: [ResponseStage] = []
  /// Down to where the station extends a geophone's response; nil leaves it as it is.
  package var extendedCornerHertz: Double?
  /// What a calibration found the channel to feel of the sensor's axes; nil for its own alone.
  package var crossAxis: CrossAxisRatios?

  package init(
    code: String, component: ChannelComponent, index: Int, azimuthDegrees: Double,
    dipDegrees: Double,
    fullScaleCounts: Int32, quantity: Quantity, sensitivityCountsPerUnit: Double
  ) {
    self.code = code
    self.component = component
    self.index = index
    self.azimuthDegrees = azimuthDegrees
    self.dipDegrees = dipDegrees
    self.fullScaleCounts = fullScaleCounts
    self.quantity = quantity
    self.sensitivityCountsPerUnit = sensitivityCountsPerUnit
  }
}
