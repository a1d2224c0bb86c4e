internal import Alerting
internal import CLinux
internal import SampleRing
internal import SeismicTypes
internal import StationConfiguration
internal import Synchronization

/// A whole station: owns the files, the key, the threads and their order.
///
/// The order of starting and stopping follows the data: network before processing before sources at
/// the start, sources before processing before network at the end, so that no message is lost.
package final class Station {
  private let path: String
  private var setup: StationSetup
  private let plan: StationPlan
  private let key: SigningKey
  private let signals: Int32
  private let eventsPath: String?
  private let state = StationState()

  /// How long threads have to return once the last message has gone out.
  private static let longestEndNanoseconds: Int64 = 300_000_000
  /// How long the archive has to write what was sampled; a process that is told to end has done so
  /// within 2 s.
  private static let longestArchiveWriteNanoseconds: Int64 = 1_200_000_000
  /// How long it, once that is written, and the state have to see it on storage.
  private static let longestStorageEndNanoseconds: Int64 = 300_000_000

  /// Reads the files, opens the sources and loads the key; nothing is written and nothing runs yet.
  package init(readingFrom path: String, eventsPath: String?) throws(StationError) {
    clinux_forbid_dumps()
    clinux_keep_one_arena()
    self.path = path
    self.eventsPath = eventsPath
    let setup = Self.usable(try Self.readSetup(path, needsModel: false))
    try DestinationDirectory.check(setup.station.destinations)
    self.setup = setup
    plan = try StationPlan(setup)
    key = try Self.loadKey(of: setup)
    signals = clinux_signal_descriptor()
    guard signals >= 0 else {
      throw .input("signals cannot be taken: \(ErrorText.of(signals))")
    }
  }

  /// Validates everything a start needs without starting: files, sources, key, destinations, state.
  ///
  /// - Parameters:
  ///   - path: The station file.
  ///   - opensSensors: Whether every sensor is opened once, which a running station would not let.
  /// - Returns: The plan, and what a start would put up with.
  /// - Throws: `StationError` with everything that is wrong.
  package static func check(
    _ path: String, opensSensors: Bool = true
  ) throws(StationError) -> CheckReport {
    let setup = try readSetup(path, needsModel: true)
    let plan = try StationPlan(setup)
    let key = try loadKey(of: setup)
    for parameters in plan.groups { _ = try StationPipeline(parameters) }
    try DestinationDirectory.check(setup.station.destinations)
    try checkState(of: setup)
    if let problem = plan.archive?.problem() { throw .input("\(path): " + problem) }
    let error = clinux_clock_error_microseconds()
    let clock =
      error == .max
      ? "clock: not synchronised, receivers will not use the times for location"
      : "clock: synchronised, estimated error \(error) microseconds"
    let devices = opensSensors ? try plan.deviceLines() : []
    return CheckReport(
      lines: plan.lines + devices + ["key: \(key.identifier.hexadecimal)", clock],
      warnings: DestinationDirectory.warnings(for: setup.station.destinations))
  }

  /// What `--check` found.
  package struct CheckReport {
    /// The plan, one fact a line.
    package var lines: [String]
    /// What is not in order now and may be later: the station starts and goes on without it.
    package var warnings: [String]
  }

  /// Runs until every source has ended or a signal asks for the end.
  ///
  /// Whatever can fail comes before the boot number is taken, and that before the events file is
  /// emptied: a start that fails leaves no trace.
  ///
  /// - Returns: Whether the event lines, if any were asked for, all reached their file.
  package func run() throws(StationError) -> Bool {
    let assembly = try StationAssembly(plan, setup, key: key, state: state)
    var events = try EventFile(path: eventsPath)
    let threads: [WorkerThread]
    do throws(StationError) {
      threads = try start(assembly)
    } catch {
      events.abandon()
      throw error
    }
    events.begin()
    var housekeeping = Housekeeping(
      state: state, signals: signals, assembly: assembly, events: events,
      watchdogs: Watchdogs(setup.board.realTime))
    while !state.hasNetworkEnded {
      if housekeeping.round() { reload(assembly) }
    }
    end(threads, &housekeeping)
    let isComplete = housekeeping.finish(assembly.summary())
    Log.write(.info, "stopped station=\(setup.station.identity.text)")
    return isComplete
  }

  private func start(_ assembly: StationAssembly) throws(StationError) -> [WorkerThread] {
    let bootId = try Self.takeBootNumber(of: setup)
    Log.write(
      .info,
      "starting station=\(setup.station.identity.text) version=\(Version.text) bootId=\(bootId) "
        + "key=\(key.identifier.hexadecimal) test=\(plan.isTest ? 1 : 0)")
    lockMemory()
    return try assembly.start(bootId: bootId)
  }

  /// Waits for the threads, but not for one that is stuck in a driver: the process ends without it.
  private func end(_ threads: [WorkerThread], _ housekeeping: inout Housekeeping) {
    let start = clinux_monotonic_nanoseconds()
    for thread in threads {
      while !thread.hasReturned && mayGoOn(thread, since: start) {
        housekeeping.feedWatchdogs()
        clinux_sleep_until(clinux_monotonic_nanoseconds() + 1_000_000)
      }
      if thread.hasReturned {
        thread.join()
      } else if thread.name == StationAssembly.archiveName, state.archiveWrittenAt.value > 0 {
        Log.write(.warning, "thread archive: everything written, not waited for storage")
      } else {
        Log.write(.warning, "thread \(thread.name): stuck, left behind")
      }
    }
  }

  /// Whether a thread has time left at the end.
  ///
  /// Every sample that was taken belongs in the archive's files, whatever storage is doing; and an
  /// archive of a recording that was played to its end has all the time it needs.
  private func mayGoOn(_ thread: WorkerThread, since start: Int64) -> Bool {
    let now = clinux_monotonic_nanoseconds()
    if thread.name == StationAssembly.storageName {
      return now - start < Self.longestStorageEndNanoseconds
    }
    guard thread.name == StationAssembly.archiveName else {
      return now - start < Self.longestEndNanoseconds
    }
    if plan.holdsBack && !state.isStopping { return true }
    let writtenAt = state.archiveWrittenAt.value
    if writtenAt == 0 { return now - start < Self.longestArchiveWriteNanoseconds }
    return now - writtenAt < Self.longestStorageEndNanoseconds
  }

  private func lockMemory() {
    let result = clinux_lock_memory()
    guard result < 0 else { return }
    Log.write(
      .warning, "memory is not locked: \(ErrorText.of(result)); a page fault may delay alerts")
  }

  /// Takes destinations and policy from the files again; wrong files change nothing.
  private func reload(_ assembly: StationAssembly) {
    do throws(StationError) {
      // The model that runs stays: one that is missing or new is the next start's business.
      let reloaded = try Self.readSetup(path, needsModel: false)
      try DestinationDirectory.check(reloaded.station.destinations)
      let changes = StationFileChanges(from: setup.station, to: reloaded.station)
      for change in changes.needingRestart {
        Log.write(.warning, "reload: \(change) needs a restart and keeps its old value")
      }
      let adopted = setup.station.adoptingLiveSettings(of: reloaded.station)
      guard assembly.apply(adopted.policy, adopted.destinations) else {
        Log.write(.error, "reload: refused, an earlier one has not been taken yet")
        return
      }
      setup.station = adopted
      Log.write(.info, "reload: applied changes=\(changes.live.count)")
    } catch {
      Log.write(.error, "reload: refused, the old settings stay: " + error.message)
    }
  }

  private static func readSetup(
    _ path: String, needsModel: Bool
  ) throws(StationError) -> StationSetup {
    do throws(ConfigurationError) {
      return try StationSetup(readingFrom: path, needsModel: needsModel)
    } catch {
      throw .configuration(error)
    }
  }

  /// The setup that a start uses: without its model where that cannot be used.
  ///
  /// Shaking that is observed needs no model, and the linear fallback predicts without one: a flipped bit
  /// on a memory card must not silence the station. Heartbeats then carry no model's digest, estimates
  /// flag 7.
  static func usable(_ setup: StationSetup) -> StationSetup {
    guard let problem = modelProblem(of: setup) else { return setup }
    Log.write(
      .error, "model: \(problem); the station predicts with the linear fallback until a restart")
    return setup.withoutModel()
  }

  private static func modelProblem(of setup: StationSetup) -> String? {
    if let problem = setup.modelProblem { return problem.message }
    do throws(StationError) {
      _ = try StationModel(setup)
      return nil
    } catch {
      return error.message
    }
  }

  static func loadKey(of setup: StationSetup) throws(StationError) -> SigningKey {
    do throws(AlertingError) {
      return try StationKeyFiles.load(StationKeyFiles.credential(for: setup.station.keyFile))
    } catch {
      throw .alerting(error)
    }
  }

  /// Makes a key pair in a folder.
  ///
  /// - Returns: The key's identifier in hexadecimal digits.
  /// - Throws: `StationError` where a key is there already or cannot be written.
  package static func makeKey(into folder: String) throws(StationError) -> String {
    do throws(AlertingError) {
      return try StationKeyFiles.generate(into: folder).identifier.hexadecimal
    } catch {
      throw .alerting(error)
    }
  }

  private static func checkState(of setup: StationSetup) throws(StationError) {
    do throws(AlertingError) {
      try BootIdentifier.check(stateDirectory: setup.station.stateDirectory)
    } catch {
      throw .alerting(error)
    }
  }

  /// Claims the state folder for this process and takes its next boot number.
  ///
  /// - Throws: `StationError` where another process sends as this station, the number cannot be stored, or
  ///   nothing tells one that no earlier start has used.
  static func takeBootNumber(of setup: StationSetup) throws(StationError) -> UInt64 {
    let folder = setup.station.stateDirectory
    let now = Timestamp(nanoseconds: clinux_realtime_nanoseconds())
    do throws(AlertingError) {
      try StateClaim.take(stateDirectory: folder)
      return try BootIdentifier.next(stateDirectory: folder, at: now)
    } catch {
      guard case .bootIdentifier = error,
        let number = BootIdentifier.replacingDamaged(stateDirectory: folder, at: now)
      else { throw .alerting(error) }
      Log.write(.error, "state: \(error.message); replaced by the clock's, bootId=\(number)")
      return number
    }
  }
}
