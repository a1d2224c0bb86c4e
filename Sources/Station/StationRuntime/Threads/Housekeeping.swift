internal import Alerting
internal import CLinux
internal import SeismicTypes
internal import Synchronization

/// The main thread's work while the others run: signals, log lines, event lines, slow figures.
///
/// It feeds the watchdogs, so nothing here waits for storage or for name servers.
struct Housekeeping: ~Copyable {
  private let state: StationState
  private let signals: Int32
  private let assembly: StationAssembly
  /// Becomes readable when the network thread has sent something.
  private let reportDescriptor: Int32
  private var reports: AlertInbox
  private var events: EventFile
  private var eventMarks: EventMarkQueue
  private var nextFiguresAt: Int64 = 0
  private var reportedLostCount: UInt = 0
  private var boardReader = BoardReader()
  private var boardWatch = BoardWatch()
  private var pathReport = PathReport()
  private var watchdogs: Watchdogs
  private var isReadyTold = false

  private static let longestWaitNanoseconds: Int64 = 100_000_000
  private static let figuresIntervalNanoseconds: Int64 = 10_000_000_000

  init(
    state: StationState, signals: Int32, assembly: StationAssembly,
    events: consuming EventFile, watchdogs: consuming Watchdogs
  ) {
    self.state = state
    self.signals = signals
    self.assembly = assembly
    reportDescriptor = assembly.sentDescriptor
    reports = assembly.takeSentMessages()
    self.events = events
    eventMarks = assembly.takeEventMarks()
    self.watchdogs = watchdogs
  }

  /// One round: waits a moment, then does what has come up.
  ///
  /// - Returns: Whether the operator asked for the files to be read again.
  mutating func round() -> Bool {
    clinux_wait_readable(signals, reportDescriptor, Self.longestWaitNanoseconds)
    clinux_eventfd_drain(reportDescriptor)
    drainLogs()
    writeEvents()
    refreshFigures()
    assembly.destinations.look(at: clinux_monotonic_nanoseconds())
    tellWhenReady(state.progress.value)
    // What has not begun yet gets on as little as what hangs.
    if isReadyTold { watchdogs.feed(state, at: clinux_monotonic_nanoseconds()) }
    return takeSignals()
  }

  /// Keeps the board's watchdog quiet while the station waits, for a bounded time, for its threads' end.
  mutating func feedWatchdogs() {
    watchdogs.feedAtTheEnd(at: clinux_monotonic_nanoseconds())
  }

  /// Writes the messages sent since the last round.
  mutating func writeEvents() {
    while let message = reports.take() {
      events.write(message.jsonLine)
      eventMarks.put(message)
      if message.isWorthALogLine { Log.write(.info, message.textLine) }
    }
    state.storageErrorCount.publish(events.failureCount)
  }

  /// Ends the events with the summary.
  ///
  /// - Parameter summary: Of all groups.
  /// - Returns: Whether every line reached the file.
  mutating func finish(_ summary: StationSummary) -> Bool {
    drainLogs()
    writeEvents()
    events.write(summary.jsonLine)
    if !state.isStopping { Watchdogs.tell("STOPPING=1") }
    PathReport.conclude(state, assembly.groupStates)
    watchdogs.close()
    return events.finish() && assembly.lostLineCount == 0 && assembly.lostMessageCount == 0
  }

  /// The manager may start what waits for the station once the processing thread has looked round.
  private mutating func tellWhenReady(_ progress: Int64) {
    guard !isReadyTold, progress > 0 else { return }
    isReadyTold = true
    Watchdogs.tell("READY=1\nSTATUS=watching")
  }

  private mutating func drainLogs() {
    for log in assembly.logs { log.drain() }
    let lost = assembly.lostMessageCount &+ assembly.lostLineCount
    guard lost != reportedLostCount else { return }
    Log.write(.error, "messages-lost count=\(lost - reportedLostCount)")
    reportedLostCount = lost
  }

  private func takeSignals() -> Bool {
    var isReloadWanted = false
    while true {
      let signal = clinux_signal_next(signals)
      if signal == 0 { return isReloadWanted }
      if Int(signal) == CLINUX_SIGNAL_HANGUP {
        isReloadWanted = true
      } else {
        Log.write(.info, "stopping signal=\(signal)")
        Watchdogs.tell("STOPPING=1")
        state.stop()
      }
    }
  }

  private mutating func refreshFigures() {
    let now = clinux_monotonic_nanoseconds()
    guard now >= nextFiguresAt else { return }
    nextFiguresAt = now + Self.figuresIntervalNanoseconds
    let free = state.freeMebibytes.value
    pathReport.look(state, assembly.groupStates)
    let reading = boardReader.read()
    state.publish(reading)
    for finding in boardWatch.judge(
      reading, freeDiskMebibytes: free == Int64(UInt32.max) ? nil : free)
    {
      Log.write(finding.isWarning ? .warning : .info, finding.words)
    }
  }
}

extension AlertMessage {
  /// Alerts, cancels and final estimates: what the operator must find in the log.
  fileprivate var isWorthALogLine: Bool {
    switch type {
    case .alert, .cancel: true
    case .estimate: flags?.contains(.final) == true
    case .heartbeat, .pick, .advisory: false
    }
  }
}
