internal import SeismicTypes

/// Everything the policy remembers of the event it has open.
struct OpenEvent: BitwiseCopyable {
  let number: Int64
  let onsetSampleIndex: Int64
  let onsetTime: Timestamp
  /// Whether the trigger opened it; otherwise observed shaking did.
  let hasPick: Bool
  /// Whether it began while another event was still open.
  let isInCoda: Bool
  /// The standard deviation of the onset; zero without a pick.
  var onsetSigmaMilliseconds: UInt32 = 0
  /// The vertical velocity by which it stands out of the coda it began in, log10 of cm/s in
  /// thousandths.
  var codaVelocityLog10Thousandths: Int32 = .min

  var revision: UInt32 = 0
  var level = AlertLevel.none
  /// The highest level each of the two ways has reached.
  var predictedLevel = AlertLevel.none
  var observedLevel = AlertLevel.none
  var peaks = ObservedPeaks()
  /// The newest window's measurements.
  var window = PWaveWindow()
  /// The newest prediction, the window it was made from and whether that lies outside what the
  /// estimator was fitted on.
  var estimate: Estimate?
  var predictedFrom = PWaveWindow()
  var predictions = RecentPredictions()
  var isOutsideTrainingRange = false
  /// Whether any prediction so far was probably an earthquake's.
  var hasBeenProbable = false
  /// Whether a horizontal component agrees with the pick, and whether that is still to be reported.
  var isConfirmed = false
  var isConfirmationDue = false
  /// The JMA intensity × 10 so far, −999 while there is none.
  var jmaTenths: Int32 = -999
  /// Whether the motion had died away at the end of the newest window.
  var isSpent = false
  var isClipped = false
  var containsGap = false
  /// The last sample at or above level 1, the onset when there was none.
  var lastShakingSampleIndex: Int64
  var lastReportSampleIndex: Int64
  /// Whether an estimate or alert has gone out, and the prediction it carried.
  var isReported = false
  var reported: Estimate?
  /// How many samples in a row the vertical component has been masked.
  var maskedRunSampleCount: Int64 = 0

  @_noAllocation @_noLocks
  init(
    number: Int64, onsetSampleIndex: Int64, onsetTime: Timestamp, hasPick: Bool, isInCoda: Bool,
    openedAtSampleIndex: Int64
  ) {
    self.number = number
    self.onsetSampleIndex = onsetSampleIndex
    self.onsetTime = onsetTime
    self.hasPick = hasPick
    self.isInCoda = isInCoda
    lastShakingSampleIndex = onsetSampleIndex
    lastReportSampleIndex = openedAtSampleIndex
  }

  /// Whether it stands out of the coda it began in, more than an S wave or a growing rupture would.
  @_noAllocation @_noLocks
  func dominates(at window: PWaveWindow) -> Bool {
    !isInCoda
      || log10Thousandths(picometres: window.pvPicometresPerSecond) >= codaVelocityLog10Thousandths
  }

  /// Whether it began in a coda and nothing has been predicted since: what carries the flag carries
  /// no prediction, and a prediction is of an event that stands out.
  @_noAllocation @_noLocks
  func isLostInCoda() -> Bool {
    guard isInCoda, case .none = estimate else { return false }
    return true
  }

  /// Takes over what an event observed that began later and is the same earthquake's.
  @_noAllocation @_noLocks
  mutating func takeObservations(of other: OpenEvent) {
    peaks = other.peaks
    observedLevel = other.observedLevel
    lastShakingSampleIndex = other.lastShakingSampleIndex
    isClipped = other.isClipped
    containsGap = other.containsGap
  }

  /// Takes the sample's own peaks into the event's and notes whether the ground still shakes.
  @_noAllocation @_noLocks
  mutating func observe(
    _ motion: GroundMotion, sample: ObservedPeaks, pgvPicometresPerSecond: Int64,
    at sampleIndex: Int64
  ) {
    if motion.isBaselineSettled { peaks.raise(to: sample) }
    if AlertLevel(pgvPicometresPerSecond: pgvPicometresPerSecond) != .none {
      lastShakingSampleIndex = sampleIndex
    }
    if motion.clippedComponents.rawValue != 0 { isClipped = true }
    maskedRunSampleCount = motion.maskedComponents.has(.vertical) ? maskedRunSampleCount &+ 1 : 0
  }
}
