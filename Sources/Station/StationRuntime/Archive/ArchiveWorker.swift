internal import CLinux
internal import Recording
internal import SampleRing
internal import SeismicTypes
internal import Synchronization

/// The archive's thread: takes blocks from its own rings and writes them, at its own pace.
///
/// Nothing waits for it. While it waits for storage its rings fill; what finds no room there is
/// missing in the archive and nowhere else.
final class ArchiveWorker {
  private let archive: Archive
  private let lanes: [ArchiveLane]
  private let marks: EventMarkInbox
  private let state: StationState
  private let wakeUp: WakeUp
  /// Whether sources wait for the archive, which then looks at its rings at once.
  private let holdsBack: Bool
  private var freeSpace: FreeSpaceWatch
  private let startedAt: Int64
  private var nextReportAt: Int64
  private var reportedByteCount: Int64 = 0
  private var toldLossCount: Int64 = 0

  /// How often rings are looked at: a signal for each block would cost the source threads a call.
  private static let pauseNanoseconds: Int64 = 100_000_000
  private static let dayNanoseconds: Int64 = 86_400_000_000_000

  init(
    _ archive: Archive, lanes: [ArchiveLane], marks: EventMarkInbox, state: StationState,
    wakeUp: WakeUp, holdsBack: Bool, freeSpace: FreeSpaceWatch
  ) {
    self.archive = archive
    self.lanes = lanes
    self.marks = marks
    self.state = state
    self.wakeUp = wakeUp
    self.holdsBack = holdsBack
    self.freeSpace = freeSpace
    startedAt = clinux_monotonic_nanoseconds()
    nextReportAt = startedAt + Self.dayNanoseconds
  }

  /// The thread's body: until every sample of the station's sources has been taken.
  func run() {
    // A process that is told to end writes what was sampled first, and has 2 s for it.
    archive.hurry { [state] in state.isStopping && state.archiveWrittenAt.value == 0 }
    archive.begin(at: clinux_monotonic_nanoseconds())
    tell()
    while true {
      // Before the rings: whatever was committed before the end is in them.
      let isLast = state.hasProcessingEnded
      let ticket = wakeUp.ticket()
      let worked = turn()
      marks.drain { archive.mark($0) }
      // At the end the files come first, storage last.
      if !state.isStopping { archive.tick(at: clinux_monotonic_nanoseconds()) }
      freeSpace.look(at: clinux_monotonic_nanoseconds(), state)
      tell()
      if isLast && !worked { break }
      if !worked { pause(since: ticket) }
    }
    archive.writeLast()
    state.archiveWrittenAt.publish(clinux_monotonic_nanoseconds())
    archive.close()
    tell()
    report()
  }

  /// Takes what the rings hold, a bounded number of blocks each.
  private func turn() -> Bool {
    var worked = false
    for index in lanes.indices where lanes[index].turn(archive, source: index) { worked = true }
    return worked
  }

  private func pause(since ticket: UInt32) {
    if holdsBack {
      wakeUp.wait(since: ticket, timeoutNanoseconds: Self.pauseNanoseconds)
    } else {
      clinux_sleep_until(clinux_monotonic_nanoseconds() + Self.pauseNanoseconds)
    }
  }

  /// Publishes figures for heartbeats and writes what the archive has to say.
  private func tell() {
    state.archiveErrorCount.publish(archive.errorCount)
    for notice in archive.takeNotices() {
      Log.write(notice.level.logLevel, "archive " + notice.words)
    }
    let losses = lanes.reduce(0) { $0 + $1.losses.count.value }
    if losses != toldLossCount {
      Log.write(.warning, "archive blocks-lost count=\(losses - toldLossCount)")
      toldLossCount = losses
    }
    let now = clinux_monotonic_nanoseconds()
    guard now >= nextReportAt else { return }
    nextReportAt += Self.dayNanoseconds
    report()
  }

  /// What was written since the last report, and what that is in a day.
  private func report() {
    let written = archive.writtenByteCount
    let since = max(1, clinux_monotonic_nanoseconds() - startedAt)
    let perDay = Double(written) * Double(Self.dayNanoseconds) / Double(since)
    Log.write(
      .info,
      "archive written bytes=\(written - reportedByteCount) total=\(written) "
        + "bytesPerDay=\(Int64(perDay)) records=\(archive.recordCount) "
        + "removedFiles=\(archive.removedFileCount) lostSamples=\(archive.lostSampleCount) "
        + "skippedSamples=\(archive.skippedSampleCount) errors=\(archive.errorCount)")
    reportedByteCount = written
  }
}

extension ArchiveNotice.Level {
  fileprivate var logLevel: LogLevel {
    switch self {
    case .info: .info
    case .warning: .warning
    case .error: .error
    }
  }
}
