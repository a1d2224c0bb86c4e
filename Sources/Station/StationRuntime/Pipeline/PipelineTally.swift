internal import Alerting
package import SeismicTypes

/// What has passed through a pipeline since the start: the figures of the summary.
package struct PipelineTally: BitwiseCopyable, Sendable {
  package var sampleCount: Int64 = 0
  package var gapCount: Int64 = 0
  package var missingSampleCount: Int64 = 0
  package var clockStepCount: Int64 = 0
  package var pickCount: Int64 = 0
  package var eventCount: Int64 = 0
  package var alertCount: Int64 = 0
  /// The largest motion of any sample with a settled baseline, masked components left out.
  package var peaks = ObservedPeaks()
  /// The sample that reached the largest velocity.
  package var pgvTime: Timestamp?
  /// The newest sample used by the first alert of level 3 or more.
  package var firstStrongAlertTime: Timestamp?
  /// The first sample with observed PGV ≥ 8.18 cm/s.
  package var firstStrongShakingTime: Timestamp?
  package var firstStrongShakingSampleIndex: Int64?

  @_noAllocation @_noLocks
  package init() {}

  /// Time from the first level-3 alert to the first strong shaking; negative when the alert was
  /// late, nil when either is missing.
  package var warningNanoseconds: Int64? {
    guard let alert = firstStrongAlertTime, let shaking = firstStrongShakingTime else { return nil }
    return shaking.nanoseconds - alert.nanoseconds
  }

  @_noAllocation @_noLocks
  mutating func countGap(missingSampleCount: Int64) {
    gapCount &+= 1
    self.missingSampleCount &+= missingSampleCount
  }

  /// Counts a sample whose `unmaskedPeaks` are `sample`.
  @inline(__always) @_noAllocation @_noLocks
  mutating func count(
    _ sample: ObservedPeaks, isBaselineSettled: Bool, at position: SamplePosition
  ) {
    sampleCount &+= 1
    guard isBaselineSettled else { return }
    if sample.pgvPicometresPerSecond > peaks.pgvPicometresPerSecond {
      noteStrongest(sample, at: position)
    }
    peaks.raise(to: sample)
  }

  /// Notes the strongest sample so far; the first with strong shaking is one.
  @inline(never) @_noAllocation @_noLocks
  private mutating func noteStrongest(_ sample: ObservedPeaks, at position: SamplePosition) {
    pgvTime = position.time()
    let level = AlertLevel(pgvPicometresPerSecond: sample.pgvPicometresPerSecond)
    if case .none = firstStrongShakingTime, level >= AlertLevel.strong {
      firstStrongShakingTime = position.time()
      firstStrongShakingSampleIndex = position.sampleIndex
    }
  }

  @_noAllocation @_noLocks
  mutating func count(_ message: AlertMessage) {
    if let revision = message.revision, revision == 0 { eventCount &+= 1 }
    guard case .alert = message.type else { return }
    alertCount &+= 1
    if case .none = firstStrongAlertTime, let level = message.level, level >= .strong {
      firstStrongAlertTime = message.sampleTime
    }
  }
}
