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
  /// The policy for the estimator that the file names.
  package var policy = PolicySettings()
  /// What the file's policy is with the other kind of estimator, whose defaults differ: without a
  /// learned model where `modelFile` names one, with one where it does not.
  package var otherPolicy = PolicySettings()
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

  /// What the file's policy is with or without a learned model.
  package func policy(hasModel: Bool) -> PolicySettings {
    hasModel == (modelFile != nil) ? policy : otherPolicy
  }

  /// This file for a station whose model cannot be used: the linear fallback, with its own defaults.
  package func withoutModel() -> StationFile {
    guard modelFile != nil else { return self }
    var file = self
    file.policy = otherPolicy
    file.otherPolicy = policy
    file.modelFile = nil
    file.modelSha256 = nil
    return file
  }
}
