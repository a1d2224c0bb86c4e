package import Alerting
package import Conditioning
internal import OnsiteModel
internal import PWaveFeatures
package import SeismicTypes
internal import Triggering

/// One three-component group from counts to messages, in the order the data flow.
///
/// Live and replay run this same code. It looks at sample indices and counts only, so the same
/// counts give the same messages at every block size and every speed.
package struct StationPipeline: ~Copyable {
  var conditioner: Conditioner
  private var trigger: Trigger
  /// Keeps the memory of the trigger's windows alive.
  private let windowMemory: WindowMemory?
  private var horizontals: HorizontalTrigger
  private var refiner: OnsetRefiner
  private var coda: CodaWatch
  private var features: PWaveFeatures
  private var intensity: IntensityMeter
  /// Keeps the memory of the estimator's network alive.
  private let networkMemory: NetworkMemory?
  private let estimator: OnsiteEstimator
  private var policy: AlertPolicy
  private let placement: ChannelPlacement
  private let gapToleranceSampleCount: Int64
  private let longestBaselineGapSampleCount: Int64
  private let opensEventsAtTrigger: Bool
  private let fallbackSigmaMilliseconds: UInt32
  private var timeline: SampleTimeline
  /// The newest sample, conditioned.
  package private(set) var motion = GroundMotion()
  private var previousFrame = Frame()
  private var noise: NoiseWatch
  /// Of the newest block.
  private var clockErrorMicroseconds: UInt32 = 0
  private var tail: MotionTail
  /// What has passed through since the start.
  package private(set) var tally = PipelineTally()
  /// What happened in the last block, for the log.
  package private(set) var notices = PipelineNotices()
  /// The windows of the last block and what was predicted from them.
  package private(set) var reports = WindowReports()

  package init(_ parameters: Parameters) throws(StationError) {
    let conditioner = try Self.makeConditioner(parameters)
    let windowMemory = try Self.makeWindowMemory(parameters)
    let trigger = try Self.makeTrigger(
      parameters, scaleBits: conditioner.triggerScaleBits, in: windowMemory)
    let (networkMemory, estimator) = try Self.makeEstimator(parameters.model)
    self.conditioner = conditioner
    self.trigger = trigger
    self.windowMemory = windowMemory
    horizontals = HorizontalTrigger(
      beside: parameters.trigger, thresholdQ8: parameters.horizontalThresholdQ8)
    refiner = OnsetRefiner(sampleRate: parameters.sampleRate)
    fallbackSigmaMilliseconds = parameters.group.onsetSigmaMilliseconds
    // A candidate in a coda may prove itself ten seconds after its onset.
    features = PWaveFeatures(sampleRate: parameters.sampleRate, historyMilliseconds: 12_000)
    coda = CodaWatch(sampleRate: parameters.sampleRate, trigger: parameters.trigger)
    intensity = IntensityMeter(sampleRate: parameters.sampleRate)
    self.networkMemory = networkMemory
    self.estimator = estimator
    policy = AlertPolicy(parameters: parameters.policy, group: parameters.group)
    placement = parameters.placement
    gapToleranceSampleCount = parameters.gapToleranceSampleCount
    longestBaselineGapSampleCount = parameters.sampleRate.sampleCount(milliseconds: 1_000)
    opensEventsAtTrigger = parameters.opensEventsAtTrigger
    timeline = SampleTimeline(sampleRate: parameters.sampleRate)
    noise = NoiseWatch(
      sampleRate: parameters.sampleRate, hasHorizontals: parameters.placement.northIndex >= 0,
      expectedNoisePdPicometres: parameters.expectedNoisePdPicometres)
    tail = MotionTail(sampleRate: parameters.sampleRate)
  }

  /// Takes new policy settings; nothing in flight is lost.
  @_noAllocation @_noLocks
  package mutating func apply(_ parameters: AlertPolicy.Parameters) { policy.apply(parameters) }

  package var isArmed: Bool {
    @_noAllocation @_noLocks get { trigger.isArmed || trigger.isTriggered }
  }

  /// The time of the newest sample; nil before the first.
  var newestTime: Timestamp? {
    @_noAllocation @_noLocks get { timeline.previousPosition()?.time() }
  }

  /// Tells the queue how far this group has come.
  @_noAllocation @_noLocks
  package func noteTime(ofGroup group: Int, in queue: inout AlertQueue) {
    guard let time = newestTime else { return }
    queue.note(
      group: group, newestTime: time, isUsable: !motion.maskedComponents.has(.vertical))
  }

  /// The rms of each component's noise, nm/s²; nil before ten quiet seconds have passed.
  package var noiseNanometresPerSecondSquared: Vector3? {
    @_noAllocation @_noLocks get { noise.rmsNanometresPerSecondSquared }
  }

  /// log10 of the smallest PGV that the sensor's noise lets the station predict, cm/s, in thousandths:
  /// by the noise measured, before that by the board file's; nil where neither is known.
  package var smallestPredictablePgvLog10Thousandths: Int32? {
    @_noAllocation @_noLocks get { noise.smallestPredictablePgvLog10Thousandths }
  }

  /// The horizontals that measure nothing, by their noise.
  package var deadComponents: ComponentSet {
    @_noAllocation @_noLocks get { noise.deadComponents }
  }

  /// The trigger's STA/LTA in thousandths: for pictures and logs.
  package var shortToLongTermRatioThousandths: Int64 { trigger.ratio.ratioThousandths }

  /// What the sensor last said of gravity; nil before a quiet minute, and for velocity sensors.
  package var gravity: GravityReading? { conditioner.gravity.reading }

  /// One block of counts, interleaved [sampleCount][channelCount].
  @_noAllocation @_noLocks
  package mutating func process(
    _ header: SampleBlockHeader, _ counts: Span<Int32>, into queue: inout AlertQueue
  ) {
    notices.clear()
    reports.clear()
    guard header.sampleCount > 0 else { return }
    clockErrorMicroseconds = header.clockErrorMicroseconds
    let first = placement.frame(0, of: counts, channelCount: Int(header.channelCount))
    join(header, first, into: &queue)
    var offset = 0
    while offset < Int(header.sampleCount) {
      let frame = placement.frame(offset, of: counts, channelCount: Int(header.channelCount))
      step(frame, committedAt: header.committedAt, into: &queue)
      offset &+= 1
    }
  }

  /// The source has ended: the open event gets its final estimate.
  @_noAllocation @_noLocks
  package mutating func finish(into queue: inout AlertQueue) {
    notices.clear()
    guard let position = timeline.previousPosition() else { return }
    policy.end(at: position)
    features.close()
    drainMessages(into: &queue)
  }

  /// The source has fallen silent: the open event gets its final estimate, for data time will not
  /// end it, and the trigger warms up again when samples return.
  @_noAllocation @_noLocks
  package mutating func interrupt(into queue: inout AlertQueue) {
    finish(into: &queue)
    rearm()
  }

  /// Opens an event at a known onset, the newest sample, to judge the estimator alone.
  @_noAllocation @_noLocks
  package mutating func openAtCatalogueOnset(into queue: inout AlertQueue) {
    guard let position = timeline.previousPosition() else { return }
    open(
      OnsetRefiner.Onset(
        sampleIndex: position.sampleIndex, sigmaMilliseconds: fallbackSigmaMilliseconds),
      at: position, into: &queue)
  }

  /// Joins a block to what came before: a short gap is bridged, a longer one starts the trigger
  /// afresh, one beyond a second the conditioner, too.
  ///
  /// The baseline outlives a second without samples: a loose plug must not blind the station to shaking
  /// each time for the ten seconds that a new baseline takes to settle. A step of the clock takes no
  /// sample away, and every stage counts samples: only the times go on from the new clock, and the open
  /// event is marked (decision 0037).
  @_noAllocation @_noLocks
  private mutating func join(
    _ header: SampleBlockHeader, _ first: Frame, into queue: inout AlertQueue
  ) {
    switch timeline.join(header, toleranceSampleCount: gapToleranceSampleCount) {
    case .contiguous:
      return
    case .shortGap(let missingSampleCount):
      tally.countGap(missingSampleCount: missingSampleCount)
      notices.put(.gap(missingSampleCount: missingSampleCount))
      policy.noteGap()
      features.markGap()
      bridge(missingSampleCount, to: first, committedAt: header.committedAt, into: &queue)
    case .longGap(let missingSampleCount):
      tally.countGap(missingSampleCount: missingSampleCount)
      notices.put(.gap(missingSampleCount: missingSampleCount))
      if missingSampleCount < 0 || missingSampleCount > longestBaselineGapSampleCount {
        conditioner.restart()
        features.restart()
      }
      rearm()
    case .clockStep(let nanoseconds):
      tally.clockStepCount &+= 1
      notices.put(.clockStep(nanoseconds: nanoseconds))
      policy.noteClockStep()
      features.markGap()
      queue.noteClockStep()
    }
  }

  /// Fills a gap of a few samples with a straight line, rounded toward the earlier sample, so that
  /// windows keep their length; the event is flagged.
  @_noAllocation @_noLocks
  private mutating func bridge(
    _ missingSampleCount: Int64, to next: Frame, committedAt: MonotonicInstant,
    into queue: inout AlertQueue
  ) {
    let before = previousFrame
    var missing: Int64 = 1
    while missing <= missingSampleCount {
      step(
        before.interpolated(to: next, missing, of: missingSampleCount &+ 1),
        committedAt: committedAt, into: &queue)
      missing &+= 1
    }
  }

  @_noAllocation @_noLocks
  private mutating func rearm() {
    trigger.rearm()
    horizontals.restart()
    coda.restart()
    features.close()
    policy.noteGap()
    noise.restart()
  }

  /// One sample through every stage.
  @inline(never) @_optimize(speed) @_noAllocation @_noLocks
  private mutating func step(
    _ frame: Frame, committedAt: MonotonicInstant, into queue: inout AlertQueue
  ) {
    let position = timeline.advance(committedAt: committedAt)
    let isHeld = trigger.isTriggered || policy.isEventOpen
    conditioner.process(
      vertical: frame.vertical, north: frame.north, east: frame.east, isBaselineFrozen: isHeld,
      into: &self.motion)
    noise.leaveOutDeadComponents(of: &self.motion)
    // One copy for all stages: each use of the stored sample would make its own.
    let motion = self.motion
    let peaks = motion.unmaskedPeaks()
    if horizontals.process(motion, isLongTermFrozen: isHeld) {
      policy.noteHorizontalMotion(at: position.sampleIndex)
    }
    refiner.process(motion.triggerCounts, sampleIndex: position.sampleIndex)
    if let transition = trigger.process(motion, sampleIndex: position.sampleIndex) {
      follow(transition, at: position, into: &queue)
    }
    tail.process(motion)
    let isWindowComplete = features.advance(
      motion, shaking: peaks, sampleIndex: position.sampleIndex, isQuiet: !isHeld)
    intensity.process(motion, sampleIndex: position.sampleIndex)
    if policy.isEventOpen {
      followIntensity(at: position)
    } else if intensity.isOpen {
      intensity.close()
    }
    policy.observe(motion, peaks: peaks, at: position)
    if isWindowComplete { report(features.finishWindow(), at: position) }
    let isBusy = trigger.isBusy && opensEventsAtTrigger
    let isOnset = coda.listen(motion.triggerCounts, isBusy: isBusy)
    if isBusy { followCoda(motion, isOnset: isOnset, at: position, into: &queue) }
    if features.isOpen && !policy.isEventOpen { features.close() }
    if policy.outbox.count > 0 { drainMessages(into: &queue) }
    if noise.process(motion, isQuiet: !isHeld) {
      policy.setHorizontalCount(noise.liveHorizontalCount)
    }
    tally.count(peaks, isBaselineSettled: motion.isBaselineSettled, at: position)
    previousFrame = frame
  }

  /// Follows the onsets in the coda that keeps the trigger busy; one may prove another earthquake's.
  @inline(never) @_noAllocation @_noLocks
  private mutating func followCoda(
    _ motion: GroundMotion, isOnset: Bool, at position: SamplePosition, into queue: inout AlertQueue
  ) {
    let proof = coda.process(
      motion, at: position, isOnset: isOnset, refiner: &refiner, policy: policy,
      estimator: estimator)
    guard let proof else { return }
    open(
      proof.onset, codaVelocityLog10Thousandths: proof.velocityLog10Thousandths, at: position,
      into: &queue)
  }

  /// Measures the intensity of the open event; one that observation opened has no onset, and begins
  /// with this sample.
  @inline(never) @_noAllocation @_noLocks
  private mutating func followIntensity(at position: SamplePosition) {
    if !intensity.isOpen && placement.northIndex >= 0 {
      intensity.open(onsetSampleIndex: position.sampleIndex)
    }
    if let tenths = intensity.tenths { policy.note(jmaTenths: tenths) }
  }

  @_noAllocation @_noLocks
  private mutating func follow(
    _ transition: Trigger.Transition, at position: SamplePosition, into queue: inout AlertQueue
  ) {
    notices.put(.trigger(transition, sampleIndex: position.sampleIndex))
    if opensEventsAtTrigger, case .confirmed(let onsetSampleIndex) = transition {
      let onset = refiner.refine(
        onsetSampleIndex: onsetSampleIndex, fallbackSigmaMilliseconds: fallbackSigmaMilliseconds)
      open(onset, at: position, into: &queue)
    }
  }

  @_noAllocation @_noLocks
  private mutating func open(
    _ onset: OnsetRefiner.Onset, codaVelocityLog10Thousandths: Int32? = nil,
    at position: SamplePosition, into queue: inout AlertQueue
  ) {
    if policy.isOnsetOfOpenEvent(onset.sampleIndex) { return }
    tally.pickCount &+= 1
    policy.open(
      onsetSampleIndex: onset.sampleIndex, onsetSigmaMilliseconds: onset.sigmaMilliseconds,
      codaVelocityLog10Thousandths: codaVelocityLog10Thousandths, at: position)
    coda.giveUp()
    features.open(onsetSampleIndex: onset.sampleIndex)
    if placement.northIndex >= 0 { intensity.open(onsetSampleIndex: onset.sampleIndex) }
    drainMessages(into: &queue)
  }

  /// Predicts from windows of at most 30 s; later ones only widen what was seen.
  ///
  /// A large rupture is still growing when its P wave has lasted 10 s. Nothing is predicted from motion
  /// that has died away again, a knock's, nor of shaking too small for the sensor's noise.
  @inline(never) @_noAllocation @_noLocks
  private mutating func report(_ window: PWaveWindow, at position: SamplePosition) {
    var estimate: Estimate?
    let isSpent = tail.isSpent(window)
    if policy.predicts(from: window), window.windowMilliseconds <= 30_000, !isSpent {
      var predicted = estimator.estimate(window)
      FaultyMeasures(window, horizontalCount: policy.horizontalCount)
        .widen(&predicted, by: estimator.faultSpreads)
      if noise.isPredictable(predicted) { estimate = predicted }
    }
    // The policy may cancel the event by this very window.
    let event = policy.eventNumber
    policy.process(window, estimate: estimate, isSpent: isSpent, at: position)
    reports.put(
      WindowReport(
        event: event, window: window, estimate: estimate, level: policy.level))
  }

  @inline(never) @_noAllocation @_noLocks
  private mutating func drainMessages(into queue: inout AlertQueue) {
    while let message = policy.takeMessage() {
      tally.count(message)
      var dated = message
      dated.sampleClockErrorMicroseconds = clockErrorMicroseconds
      queue.put(dated)
    }
  }
}
