internal import CLinux
internal import StationConfiguration

/// The thread that waits for the state folder's storage, so that nobody else does: a disk that hangs must
/// not keep the main thread from feeding the watchdogs of a station that alerts.
final class StorageWorker {
  private let state: StationState
  private let groups: [GroupState]
  private var keeper: BaselineKeeper
  /// Nil where the archive's thread looks after its own.
  private var freeSpace: FreeSpaceWatch?

  private static let pauseNanoseconds: Int64 = 100_000_000

  init(_ plan: StationPlan, groups: [GroupState], state: StationState) {
    let folder = plan.setup.station.stateDirectory
    self.state = state
    self.groups = groups
    keeper = BaselineKeeper(
      stateDirectory: folder, configurationHash: plan.configurationHash,
      now: clinux_monotonic_nanoseconds())
    freeSpace = plan.archive == nil ? FreeSpaceWatch(folder: folder) : nil
  }

  /// The thread's body: until the last sample has been processed, and then once more.
  func run() {
    while !state.hasProcessingEnded {
      let now = clinux_monotonic_nanoseconds()
      freeSpace?.look(at: now, state)
      keeper.look(groups, at: now)
      clinux_sleep_until(now + Self.pauseNanoseconds)
    }
    keeper.write(groups)
  }
}
