/// A calibration file (`Calibration/<part>/<serial>-<date>.json`): what was measured on one
/// instrument.
package struct CalibrationFile: Equatable, Sendable {
  package var part: String
  package var serial: String
  /// Day of the measurement, YYYY-MM-DD.
  package var date: String
  package var method: String
  package var temperatureDegreesCelsius: Double?
  package var channels: [ChannelCalibration] = []
  /// The recordings the figures rest on.
  package var recordings: [CalibrationRecording] = []

  package init(part: String, serial: String, date: String, method: String) {
    self.part = part
    self.serial = serial
    self.date = date
    self.method = method
  }
}
