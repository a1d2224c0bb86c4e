package import StationConfiguration

/// Which instrument is calibrated, when and how warm it was: what every calibration file begins with.
package struct CalibrationSubject: Sendable {
  package var source: SourceDescription
  package var part: String
  package var serial: String
  /// YYYY-MM-DD.
  package var date: String
  package var temperatureDegreesCelsius: Double?

  package init(
    source: SourceDescription, part: String, serial: String, date: String,
    temperatureDegreesCelsius: Double?
  ) {
    self.source = source
    self.part = part
    self.serial = serial
    self.date = date
    self.temperatureDegreesCelsius = temperatureDegreesCelsius
  }

  /// A file without results yet.
  package func file(method: String) -> CalibrationFile {
    var file = CalibrationFile(part: part, serial: serial, date: date, method: method)
    file.temperatureDegreesCelsius = temperatureDegreesCelsius
    return file
  }
}
