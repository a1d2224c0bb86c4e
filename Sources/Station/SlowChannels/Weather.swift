/// The weather of one interval, which moves radon and sensors without any anomaly.
package struct Weather: Equatable, Sendable {
  /// In °C.
  package var temperatureMillidegrees: Int64
  package var pressurePascals: Int64
  /// Relative humidity in thousandths.
  package var humidityThousandths: Int64

  package init(
    temperatureMillidegrees: Int64, pressurePascals: Int64, humidityThousandths: Int64
  ) {
    self.temperatureMillidegrees = temperatureMillidegrees
    self.pressurePascals = pressurePascals
    self.humidityThousandths = humidityThousandths
  }
}
