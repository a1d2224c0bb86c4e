/// A calibration file (`Calibration/<part>/<serial>-<date>.json`): what was measured on one
/// instrument.
package struct CalibrationFile: Equatable, Sendable {
  package var part: String
  package var serial: String
  /// Day of the measurement, YYYY-MM-DD.
  package var date: String
  package var method: String
  package var temperatureDegreesCelsius: Double?
  /// None where nothing that the data path uses was measured; then `measurements` holds something.
  package var channels: [ChannelCalibration] = []
  /// What each channel (row) feels of each channel's axis (column) against its own sensitivity, in the
  /// order of `channels`; empty where it was not measured.
  package var crossAxisRatios: [[Double]] = []
  /// Standard uncertainties of `crossAxisRatios`.
  package var crossAxisUncertaintyRatios: [[Double]] = []
  package var measurements: [CalibrationMeasurement] = []
  /// The recordings the figures rest on.
  package var recordings: [CalibrationRecording] = []

  package init(part: String, serial: String, date: String, method: String) {
    self.part = part
    self.serial = serial
    self.date = date
    self.method = method
  }
}
