package import SeismicTypes

/// A station file (`station.json`): who and where the station is, and what it does with its board.
///
/// All paths are resolved: relative ones in the file are relative to the folder it lies in.
package struct StationFile: Equatable, Sendable {
  package var identity: StationIdentity
  package var latitudeDegrees: Double
  package var longitudeDegrees: Double
  package var elevationMetres: Double
  package var mode = OperatingMode.operational
  package var board: String
  package var keyFile: String
  package var stateDirectory: String
  package var instruments: [Instrument] = []
  package var calibrations: [String] = []
  package var modelFile: String?
  /// SHA-256 of the model file, 64 lower-case hex digits; present whenever `modelFile` is.
  package var modelSha256: String?
  package var trigger = TriggerSettings()
  package var policy = PolicySettings()
  package var destinations: [DestinationSettings] = []
  /// Slow quantities that are watched otherwise than by default.
  package var slowChannels: [SlowChannelSettings] = []
  /// Where samples are kept; nil keeps none.
  package var archive: ArchiveSettings?

  package init(
    identity: StationIdentity, latitudeDegrees: Double, longitudeDegrees: Double,
    elevationMetres: Double, board: String, keyFile: String, stateDirectory: String
  ) {
    self.identity = identity
    self.latitudeDegrees = latitudeDegrees
    self.longitudeDegrees = longitudeDegrees
    self.elevationMetres = elevationMetres
    self.board = board
    self.keyFile = keyFile
    self.stateDirectory = stateDirectory
  }
}
