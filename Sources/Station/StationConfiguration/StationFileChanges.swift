import SeismicTypes

/// What a reloaded station file changes, by the names of its keys.
package struct StationFileChanges: Equatable, Sendable {
  /// Changed keys that take effect at once.
  package var live: [String] = []
  /// Changed keys that a running station cannot take up; they wait for the next start.
  package var needingRestart: [String] = []

  /// Compares a reloaded file with the running one.
  package init(from running: StationFile, to reloaded: StationFile) {
    note("policy", running.policy != running.policy(of: reloaded), in: &live)
    note("destinations", running.destinations != reloaded.destinations, in: &live)

    let (old, new) = (running, reloaded)
    note("networkCode", old.identity.networkCode != new.identity.networkCode, in: &needingRestart)
    note("stationCode", old.identity.stationCode != new.identity.stationCode, in: &needingRestart)
    note(
      "locationCode", old.identity.locationCode != new.identity.locationCode, in: &needingRestart)
    note("latitudeDegrees", old.latitudeDegrees != new.latitudeDegrees, in: &needingRestart)
    note("longitudeDegrees", old.longitudeDegrees != new.longitudeDegrees, in: &needingRestart)
    note("elevationMetres", old.elevationMetres != new.elevationMetres, in: &needingRestart)
    note("mode", old.mode != new.mode, in: &needingRestart)
    note("board", old.board != new.board, in: &needingRestart)
    note("keyFile", old.keyFile != new.keyFile, in: &needingRestart)
    note("stateDirectory", old.stateDirectory != new.stateDirectory, in: &needingRestart)
    note("instruments", old.instruments != new.instruments, in: &needingRestart)
    note("calibrations", old.calibrations != new.calibrations, in: &needingRestart)
    note("modelFile", old.modelFile != new.modelFile, in: &needingRestart)
    note("modelSha256", old.modelSha256 != new.modelSha256, in: &needingRestart)
    note("slowChannels", old.slowChannels != new.slowChannels, in: &needingRestart)
    note("archive", old.archive != new.archive, in: &needingRestart)
    note("trigger", old.trigger != new.trigger, in: &needingRestart)
  }
}

private func note(_ key: String, _ isChanged: Bool, in keys: inout [String]) {
  if isChanged { keys.append(key) }
}

extension StationFile {
  /// This file with the settings of a reloaded one that a running station takes up: destinations
  /// and policy.
  package func adoptingLiveSettings(of reloaded: StationFile) -> StationFile {
    var adopted = self
    adopted.destinations = reloaded.destinations
    adopted.policy = policy(of: reloaded)
    adopted.otherPolicy = reloaded.policy(hasModel: modelFile == nil)
    return adopted
  }

  /// A reloaded file's policy for the estimator that runs, which a reload does not change.
  fileprivate func policy(of reloaded: StationFile) -> PolicySettings {
    reloaded.policy(hasModel: modelFile != nil)
  }
}
