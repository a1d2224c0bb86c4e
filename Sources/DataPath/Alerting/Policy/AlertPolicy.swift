package import SeismicTypes

/// Decides which messages a group's picks, estimates and observed shaking become.
///
/// One event is open at a time. Its level never falls; observed shaking raises it in every state of
/// the trigger, and opens an event where none is open. The policy counts samples, never wall time,
/// so the same counts give the same messages at every block size.
package struct AlertPolicy: BitwiseCopyable {
  private(set) var parameters: Parameters
  let group: Group
  private var durations: Durations
  private var shaking: ObservedShaking
  /// Begun by `startEvent` and ended by `endEvent` alone, which keep `isEventOpen` in step.
  var event: OpenEvent?
  /// Whether an event is open.
  ///
  /// Stored, for a getter would be handed a copy of the whole policy, some 6 kB, several times a sample.
  package private(set) var isEventOpen = false
  /// The newest sample at which a horizontal component moved.
  var horizontalSampleIndex: Int64?
  private(set) var recent: RecentShaking
  private var nextEventNumber: Int64
  /// The messages not yet taken; whoever asks each sample reads its count in place.
  package private(set) var outbox = AlertOutbox()
  /// How many horizontal components measure.
  package private(set) var horizontalCount: Int32

  package init(parameters: Parameters, group: Group) {
    self.parameters = parameters
    self.group = group
    durations = Durations(parameters, at: group.sampleRate)
    shaking = ObservedShaking(
      consecutiveSampleCount: parameters.observedConsecutiveSampleCount)
    recent = RecentShaking(sampleRate: group.sampleRate)
    nextEventNumber = group.index
    horizontalCount = group.isSingleComponent ? 0 : 2
  }

  /// The level of the open event, `none` where none is open.
  package var level: AlertLevel {
    @_noAllocation @_noLocks get { event?.level ?? .none }
  }

  /// The number of the open event, −1 where none is open.
  package var eventNumber: Int64 {
    @_noAllocation @_noLocks get { event?.number ?? -1 }
  }

  /// Whether the open event takes a prediction from this window: it has a pick, the window tells of a
  /// P wave, and where it began in another event's coda it has risen far above that.
  @_noAllocation @_noLocks
  package func predicts(from window: PWaveWindow) -> Bool {
    guard let event else { return false }
    return event.hasPick && window.tellsOfPWave() && event.dominates(at: window)
  }

  /// Takes new settings at once; the open event keeps its level.
  @_noAllocation @_noLocks
  package mutating func apply(_ parameters: Parameters) {
    self.parameters = parameters
    durations = Durations(parameters, at: group.sampleRate)
    shaking = ObservedShaking(
      consecutiveSampleCount: parameters.observedConsecutiveSampleCount)
  }

  /// Takes note that horizontals have failed or come back: what is observed is then a lower bound.
  @_noAllocation @_noLocks
  package mutating func setHorizontalCount(_ count: Int32) { horizontalCount = count }

  /// The oldest message not yet taken, or nil.
  @_noAllocation @_noLocks
  package mutating func takeMessage() -> AlertMessage? { outbox.take() }

  /// A confirmed pick: opens an event, after ending the one that may still be open.
  ///
  /// An onset in the coda of an open event carries no predictions, for its first seconds may be the S
  /// wave or the growth of the first one, until it dominates what came before.
  ///
  /// - Parameters:
  ///   - onsetSampleIndex: Where the P wave began.
  ///   - onsetSigmaMilliseconds: How well that is known; nil for what the group states.
  ///   - codaVelocityLog10Thousandths: What it must reach to stand out of a coda, where that was
  ///     settled before; nil settles it now.
  ///   - position: The newest sample.
  @_noAllocation @_noLocks
  package mutating func open(
    onsetSampleIndex: Int64, onsetSigmaMilliseconds: UInt32? = nil,
    codaVelocityLog10Thousandths: Int32? = nil, at position: SamplePosition
  ) {
    let previous = event
    let codaVelocity =
      codaVelocityLog10Thousandths ?? self.codaVelocityLog10Thousandths(at: position)
    let isInCoda = isInCoda(onsetSampleIndex)
    end(at: position)
    startEvent(
      onsetSampleIndex: onsetSampleIndex, hasPick: true, isInCoda: isInCoda, at: position)
    guard var opened = event else { return }
    opened.onsetSigmaMilliseconds = onsetSigmaMilliseconds ?? group.onsetSigmaMilliseconds
    if let previous {
      if previous.isSpent {
        // Another's shaking.
      } else if isInCoda {
        opened.codaVelocityLog10Thousandths = codaVelocity
      } else {
        opened.takeObservations(of: previous)
      }
    }
    outbox.put(message(.pick, of: &opened, at: position))
    event = opened
  }

  /// Whether an onset lies in the coda of the open event.
  ///
  /// Strong shaking is observed before its P wave is confirmed: where observation alone opened the
  /// event after the onset, the onset is that of the same earthquake and in nobody's coda. Nor has a
  /// knock a coda: motion that died away in the newest window.
  @_noAllocation @_noLocks
  private func isInCoda(_ onsetSampleIndex: Int64) -> Bool {
    guard let event else { return false }
    if event.isSpent { return false }
    return event.hasPick || event.onsetSampleIndex < onsetSampleIndex
  }

  /// One sample of ground motion and its `unmaskedPeaks`: observed levels, peaks, the event's end.
  @_optimize(speed) @_noAllocation @_noLocks
  package mutating func observe(
    _ motion: GroundMotion, peaks: ObservedPeaks, at position: SamplePosition
  ) {
    let pgv = motion.isBaselineSettled ? peaks.pgvPicometresPerSecond : 0
    let proven = shaking.process(peaks, pgvPicometresPerSecond: pgv)
    let velocity = motion.unmasked(motion.velocityPicometresPerSecond)
    recent.process(verticalPicometresPerSecond: velocity.vertical, pgvPicometresPerSecond: pgv)
    if !isEventOpen {
      guard proven != .none else { return }
      startEvent(
        onsetSampleIndex: position.sampleIndex &- parameters.observedConsecutiveSampleCount &+ 1,
        hasPick: false, isInCoda: false, at: position)
      event?.peaks = shaking.runPeaks
    }
    guard var current = event else { return }
    current.observe(
      motion, sample: peaks, pgvPicometresPerSecond: pgv, at: position.sampleIndex)
    if proven > current.observedLevel { current.observedLevel = proven }
    if current.observedLevel > current.level {
      report(&current, at: position)
    } else if current.isConfirmationDue || isDue(current, at: position.sampleIndex) {
      report(&current, at: position)
    }
    event = current
    endWhenOver(at: position)
  }

  /// The measurements of a window and what was predicted from them, nil where nothing was.
  @_noAllocation @_noLocks
  package mutating func process(
    _ window: PWaveWindow, estimate: Estimate?, isSpent: Bool = false,
    at position: SamplePosition
  ) {
    guard var current = event else { return }
    current.window = window
    current.isSpent = isSpent
    current.peaks.raise(to: window.observed)
    if window.isClipped { current.isClipped = true }
    if window.containsGap { current.containsGap = true }
    if let estimate {
      current.estimate = estimate
      current.predictedFrom = window
      current.isOutsideTrainingRange = estimate.isOutsideTrainingRange
      current.predictions.put(
        pgvLog10Thousandths: estimate.pgvLog10.mean, at: position.sampleIndex)
      if isProbable(estimate) { current.hasBeenProbable = true }
      raisePredictedLevel(of: &current, by: estimate)
      if isNoise(current, at: position.sampleIndex) {
        outbox.put(cancelMessage(of: &current, reason: .noise, at: position))
        endEvent()
        return
      }
    } else if !window.tellsOfPWave() {
      current.estimate = nil
    }
    if !current.isReported || current.predictedLevel > current.level || hasChanged(current) {
      report(&current, at: position)
    }
    event = current
  }

  /// The JMA intensity × 10 of the open event so far.
  @_noAllocation @_noLocks
  package mutating func note(jmaTenths: Int32) { event?.jmaTenths = jmaTenths }

  /// The clock stepped between two samples that follow one another: the open event is marked, and its
  /// onset stays in the time in which its pick was sent.
  @_noAllocation @_noLocks
  package mutating func noteClockStep() { event?.containsGap = true }

  /// Samples were lost: runs are forgotten, the open event is marked.
  @_noAllocation @_noLocks
  package mutating func noteGap() {
    shaking.restart()
    horizontalSampleIndex = nil
    event?.containsGap = true
  }

  /// Ends the open event with its final estimate, as when the source ends.
  @_noAllocation @_noLocks
  package mutating func end(at position: SamplePosition) {
    guard var current = event else { return }
    outbox.put(finalMessage(of: &current, at: position))
    endEvent()
  }

  @_noAllocation @_noLocks
  private mutating func startEvent(
    onsetSampleIndex: Int64, hasPick: Bool, isInCoda: Bool, at position: SamplePosition
  ) {
    var opened = OpenEvent(
      number: nextEventNumber, onsetSampleIndex: onsetSampleIndex,
      onsetTime: position.clock.time(ofSample: onsetSampleIndex), hasPick: hasPick,
      isInCoda: isInCoda, openedAtSampleIndex: position.sampleIndex)
    opened.isConfirmed = hasPick && isConfirmed(onsetSampleIndex: onsetSampleIndex)
    event = opened
    isEventOpen = true
    recent.restartHighest()
    nextEventNumber &+= group.count
  }

  @_noAllocation @_noLocks
  private mutating func endEvent() {
    event = nil
    isEventOpen = false
  }

  /// Sends an alert where the level rises with this report, an estimate where it does not.
  @_noAllocation @_noLocks
  private mutating func report(_ current: inout OpenEvent, at position: SamplePosition) {
    let predicted = current.predictedLevel
    let observed = current.observedLevel
    let level = predicted > observed ? predicted : observed
    let rises = level > current.level
    if rises { current.level = level }
    current.isReported = true
    current.isConfirmationDue = false
    current.reported = current.currentEstimate()
    current.lastReportSampleIndex = position.sampleIndex
    outbox.put(message(rises ? .alert : .estimate, of: &current, at: position))
  }

  @_noAllocation @_noLocks
  private mutating func endWhenOver(at position: SamplePosition) {
    guard var current = event else { return }
    if isSensorFault(current, at: position.sampleIndex) {
      outbox.put(cancelMessage(of: &current, reason: .sensorFault, at: position))
      endEvent()
    } else if position.sampleIndex &- current.lastShakingSampleIndex
      >= durations.quietSampleCount
    {
      end(at: position)
    }
  }

  /// Whether an event with a prediction from its newest window is cancelled as noise: none of its
  /// predictions has been probably an earthquake's, and no level has been observed.
  @_noAllocation @_noLocks
  private func isNoise(_ current: OpenEvent, at sampleIndex: Int64) -> Bool {
    !current.hasBeenProbable && current.level == .none && current.observedLevel == .none
      && current.window.windowMilliseconds >= parameters.noiseWindowMilliseconds
      && isCancellable(current, at: sampleIndex)
  }

  @_noAllocation @_noLocks
  private func isCancellable(_ current: OpenEvent, at sampleIndex: Int64) -> Bool {
    sampleIndex &- current.onsetSampleIndex <= durations.cancelWindowSampleCount
  }

  @_noAllocation @_noLocks
  private func isSensorFault(_ current: OpenEvent, at sampleIndex: Int64) -> Bool {
    current.hasPick && current.observedLevel == .none
      && current.maskedRunSampleCount >= durations.sensorFaultSampleCount
      && isCancellable(current, at: sampleIndex)
  }

  @_noAllocation @_noLocks
  private func isDue(_ current: OpenEvent, at sampleIndex: Int64) -> Bool {
    sampleIndex &- current.lastReportSampleIndex
      >= durations.estimateIntervalSampleCount
  }
}
