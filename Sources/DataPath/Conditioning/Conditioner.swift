import FixedPoint
package import SeismicTypes

/// Counts of one group of channels → calibrated, filtered ground motion in fixed point.
///
/// Per sample and in this order: clip test and guard of each channel; sensitivity and orientation;
/// running mean; chain 1 with the PGV tap; beside them the trigger's band-pass of the raw vertical.
/// All state has a fixed size; the same counts give the same bits whatever the blocks.
package struct Conditioner: BitwiseCopyable, Sendable {
  /// Trigger counts are band-passed counts × 2^this; negative for converters beyond 24 bits.
  package let triggerScaleBits: Int64
  /// One step of the filters' scale is 2^−this pm/s², pm/s and pm.
  package let stateScaleBits: Int64

  private let calibration: Calibration
  let highPass: LowCornerCoefficients
  private let triggerWeights: Vector3
  let componentsOfChannel: ChannelComponents
  let extensions: ResponseExtensions?
  /// Half a picometre in the filters' scale.
  let roundingHalf: Int64
  let isVelocity: Bool
  let isSingle: Bool
  let rate: Int64
  private let settlingSamples: Int64

  private var baseline: BaselineWeight
  private var triggerBand: TriggerBand
  private(set) var verticalGuard: ChannelGuard
  private(set) var northGuard: ChannelGuard
  private(set) var eastGuard: ChannelGuard
  var verticalChain = ComponentChain()
  var northChain = ComponentChain()
  var eastChain = ComponentChain()
  var levels: LevelWatch
  /// The chains before the jump that is open.
  var memory = ChainMemory()
  /// What a three-component accelerometer says of gravity; levelling included.
  package internal(set) var gravity: GravityMonitor
  private var samplesSinceStart: Int64 = 0
  private var resumed: ResumedBaseline
  /// Whether a resumed baseline has proven itself, or failed to.
  package private(set) var resumption = Resumption.none

  /// What has become of the baseline of an earlier start.
  package enum Resumption: BitwiseCopyable, Sendable { case none, onTrial, stands, refused }

  /// The conditioner of a group, its coefficients computed in integers for its true rate.
  @_optimize(size)
  package init(_ parameters: Parameters) throws(ConditioningError) {
    try parameters.validate()
    let microhertz = parameters.sampleRate.microhertz
    calibration = try Calibration(parameters)
    stateScaleBits = calibration.scaleBits
    roundingHalf = stateScaleBits == 0 ? 0 : 1 << (stateScaleBits - 1)
    highPass = LowCornerCoefficients(
      StateVariableCoefficients(cornerMicrohertz: 75_000, sampleRateMicrohertz: microhertz))
    triggerWeights = calibration.verticalWeights
    componentsOfChannel = ChannelComponents(calibration)
    extensions = try ResponseExtensions(parameters, isDiagonal: calibration.isDiagonal)
    isVelocity = parameters.channels[0].quantity == .velocity
    isSingle = parameters.channels.count == 1
    rate = Int64((Int128(microhertz) << 52) / 1_000_000)
    settlingSamples = parameters.sampleRate.sampleCount(
      milliseconds: parameters.settlingMilliseconds)
    baseline = BaselineWeight(parameters.baseline, parameters.sampleRate)
    triggerScaleBits = TriggerBand.scaleBits(
      fullScaleCounts: parameters.channels[0].fullScaleCounts)
    triggerBand = TriggerBand(
      lowMillihertz: parameters.triggerBandLowMillihertz,
      highMillihertz: parameters.effectiveTriggerBandHighMillihertz,
      sampleRateMicrohertz: microhertz, scaleBits: triggerScaleBits)
    gravity = GravityMonitor(sampleRate: parameters.sampleRate)
    levels = LevelWatch(
      sampleRate: parameters.sampleRate, scaleBits: stateScaleBits,
      isOn: parameters.followsLevelShifts && !isVelocity)
    resumed = ResumedBaseline(sampleRate: parameters.sampleRate)
    let last = parameters.channels.count - 1
    verticalGuard = ChannelGuard(parameters, channel: 0)
    northGuard = ChannelGuard(parameters, channel: min(1, last))
    eastGuard = ChannelGuard(parameters, channel: last)
  }

  /// One frame of counts, one sample of each channel in the order of the parameters.
  ///
  /// - Parameters:
  ///   - first: The first channel's count.
  ///   - second: The second channel's count; not read when there is one channel.
  ///   - third: The third channel's count; not read when there is one channel.
  ///   - isBaselineFrozen: Whether the running mean stands still, as it must while shaking lasts.
  ///   - motion: Overwritten with this sample's motion.
  @_noAllocation @_noLocks
  package mutating func process(
    vertical first: Int32, north second: Int32, east third: Int32, isBaselineFrozen: Bool,
    into motion: inout GroundMotion
  ) {
    let isFirst = samplesSinceStart == 0
    samplesSinceStart &+= 1
    let weight = baseline.next(isFrozen: isBaselineFrozen)
    var counts = Vector3()
    counts.vertical = verticalGuard.process(Int64(first))
    var trigger = verticalGuard.triggerSample &* triggerWeights.vertical
    var isRoutine = verticalGuard.isRoutine
    if !isSingle {
      counts.north = northGuard.process(Int64(second))
      counts.east = eastGuard.process(Int64(third))
      trigger &+=
        northGuard.triggerSample &* triggerWeights.north
        &+ eastGuard.triggerSample &* triggerWeights.east
      isRoutine = isRoutine && northGuard.isRoutine && eastGuard.isRoutine
    }
    motion.triggerCounts = triggerBand.process(trigger, isFirst: isFirst)
    let faults = isRoutine ? ChannelFaults() : judgeChannels()
    let input =
      isRoutine && calibration.isLifted
      ? calibration.liftedMotion(counts.vertical, counts.north, counts.east) : calibrated(counts)
    condition(
      input, weight, isFirst: isFirst, jumping: faults.unproven, isHeld: isBaselineFrozen,
      into: &motion)
    weigh(input, motion)
    motion.clippedComponents = faults.clipped
    motion.maskedComponents = maskedComponents(besides: faults.masked)
    motion.unprovenComponents = ComponentSet(
      rawValue: faults.unproven.rawValue | levels.unprovenComponents)
    if resumed.isOnTrial { judgeResumed(motion, input) }
    motion.isBaselineSettled = isSettled
  }

  /// The counts of any sample and any calibration as ground motion.
  @inline(never) @_noAllocation @_noLocks
  private func calibrated(_ counts: Vector3) -> Vector3 {
    calibration.motion(counts.vertical, counts.north, counts.east)
  }

  /// Whether the baseline is true: learnt in this start, or proven from an earlier one.
  var isSettled: Bool {
    @inline(__always) @_noAllocation @_noLocks get {
      samplesSinceStart >= settlingSamples || resumption == .stands
    }
  }

  var hasBegun: Bool { samplesSinceStart > 0 }

  /// Puts the means where an earlier start left them, on trial.
  mutating func beginWithMeans(_ means: Vector3) {
    verticalChain = ComponentChain(baselineMean: means.vertical)
    northChain = ComponentChain(baselineMean: means.north)
    eastChain = ComponentChain(baselineMean: means.east)
    baseline.skipToFull()
    resumed.begin()
    resumption = .onTrial
  }

  /// The trial of a resumed baseline; one that fails leaves a cold start.
  @inline(never) @_noAllocation @_noLocks
  private mutating func judgeResumed(_ motion: GroundMotion, _ input: Vector3) {
    var distance = motion.shakingAccelerationPicometresPerSecondSquared
    if isVelocity {
      distance.vertical = (input.vertical &- verticalChain.baselineMean) &>> stateScaleBits
      distance.north = (input.north &- northChain.baselineMean) &>> stateScaleBits
      distance.east = (input.east &- eastChain.baselineMean) &>> stateScaleBits
    }
    switch resumed.process(distance) {
    case .undecided: break
    case .stands: resumption = .stands
    case .refused:
      restart()
      resumption = .refused
    }
  }

  /// Forgets everything but the parameters: after a gap the next sample starts anew.
  @_noAllocation @_noLocks
  package mutating func restart() {
    samplesSinceStart = 0
    resumed.end()
    resumption = .none
    baseline.restart()
    triggerBand.restart()
    gravity.restart()
    verticalGuard.restart()
    northGuard.restart()
    eastGuard.restart()
    levels.restart()
    verticalChain = ComponentChain()
    northChain = ComponentChain()
    eastChain = ComponentChain()
  }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func weigh(_ input: Vector3, _ motion: GroundMotion) {
    guard !isVelocity, !isSingle else { return }
    var force = input
    force.vertical &>>= stateScaleBits
    force.north &>>= stateScaleBits
    force.east &>>= stateScaleBits
    gravity.process(
      force: force, shaking: motion.shakingAccelerationPicometresPerSecondSquared)
  }
}
