package import StationConfiguration

/// Which instrument is calibrated, when and how warm it was: what every calibration file begins with.
package struct CalibrationSubject: Sendable {
  /// The name of its source in the board file.
  package var sourceName: String
  /// The source's channels, in the order of the counts; none of a slow source.
  package var channels: [ChannelDescription]
  package var part: String
  package var serial: String
  /// YYYY-MM-DD.
  package var date: String
  package var temperatureDegreesCelsius: Double?

  package init(
    sourceName: String, channels: [ChannelDescription], part: String, serial: String, date: String,
    temperatureDegreesCelsius: Double? = nil
  ) {
    self.sourceName = sourceName
    self.channels = channels
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
