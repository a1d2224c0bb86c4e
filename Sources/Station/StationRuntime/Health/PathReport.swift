internal import SeismicTypes

/// What housekeeping says in the log of how the path keeps its time.
struct PathReport {
  private var reportedMissCount: Int64 = 0
  private var reportedFaultCount: Int64 = 0

  /// Warns of deadlines missed and pages faulted since the last look; a recording has no deadlines.
  mutating func look(_ state: StationState, _ groups: [GroupState]) {
    var missCount: Int64 = 0
    var longest: Int64 = 0
    for group in groups where group.hasDeadlines {
      missCount += group.deadlineMissCount.value
      longest = max(longest, group.longestLatencyNanoseconds.value)
    }
    if missCount > reportedMissCount {
      Log.write(
        .warning,
        "deadlines-missed count=\(missCount - reportedMissCount) total=\(missCount) "
          + "longestMicroseconds=\(longest / 1000)")
      reportedMissCount = missCount
    }
    let faultCount = state.minorFaultCount.value + state.majorFaultCount.value
    if faultCount > reportedFaultCount {
      Log.write(
        .warning,
        "page-faults thread=processing count=\(faultCount - reportedFaultCount) total=\(faultCount)"
      )
      reportedFaultCount = faultCount
    }
  }

  /// The whole run's figures, one line a source and one for the thread.
  static func conclude(_ state: StationState, _ groups: [GroupState]) {
    for group in groups {
      var words =
        "path source=\(group.name.string) blocks=\(group.blockCount.value) "
        + "longestMicroseconds=\(group.longestLatencyNanoseconds.value / 1000)"
      if group.hasDeadlines {
        let start = group.startKind.value == StartWatch.Kind.warm.rawValue ? "warm" : "cold"
        words += " deadlinesMissed=\(group.deadlineMissCount.value) start=\(start)"
      }
      Log.write(.info, words)
    }
    Log.write(
      .info,
      "path thread=processing minorFaults=\(state.minorFaultCount.value) "
        + "majorFaults=\(state.majorFaultCount.value)")
  }
}
