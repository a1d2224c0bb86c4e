package import SeismicTypes

/// The trigger of one component group: STA/LTA on the vertical and the states around it.
///
/// WARMUP → ARMED → PENDING → triggered → HOLDOFF → ARMED; a trigger that lasts too long is forced off
/// and warms up again. The long-term average is frozen from
/// PENDING on until the trigger ends. An onset that is not confirmed returns to ARMED without
/// hold-off: a door slam must not hide the earthquake behind it. For the same reason an onset that
/// dominates everything since the last one is taken while triggered and in HOLDOFF, too. Only sample
/// counts move the states, so that the same samples give the same transitions at every block size.
package struct Trigger: Sendable {
  private enum State: Sendable { case warmUp, armed, pending, triggered, holdOff, rewarmUp }

  private var state = State.warmUp {
    didSet {
      isArmed = state == .armed
      isTriggered = state == .pending || state == .triggered
      isBusy = state == .triggered || state == .holdOff || state == .rewarmUp
    }
  }
  // Stored, for a getter would be handed a copy of the whole trigger at each sample.
  /// Whether a new onset can begin.
  package private(set) var isArmed = false
  /// Whether the trigger holds an onset, pending or confirmed; the long-term average is frozen.
  package private(set) var isTriggered = false
  /// Whether a confirmed onset keeps it from seeing another: while it is on, holds off, or warms up
  /// after having been forced off.
  package private(set) var isBusy = false
  package private(set) var ratio: ShortToLongTermRatio
  private var confirmation = Confirmation()
  private var dominant: DominantOnset
  /// Samples spent in this state; in ARMED, consecutive samples over the threshold.
  private var count: Int64 = 0
  /// Consecutive samples below the off threshold.
  private var quietCount: Int64 = 0
  private var onsetSampleIndex: Int64 = 0

  private let triggerThresholdQ8: Int64
  private let detriggerThresholdQ8: Int64
  private let consecutiveSampleCount: Int64
  private let confirmSampleCount: Int64
  private let longestConfirmSampleCount: Int64
  private let confirmThresholdQ8: Int64
  private let sustainThresholdQ8: Int64
  private let detriggerSampleCount: Int64
  private let maximumTriggeredSampleCount: Int64
  private let holdOffSampleCount: Int64
  private let warmUpSampleCount: Int64
  private let limits: ConfirmationLimits?

  /// A trigger of these parameters.
  ///
  /// - Parameters:
  ///   - parameters: Every setting.
  ///   - memory: What `parameters.makeWindowMemory()` made for this trigger alone; whoever holds the
  ///     trigger keeps it. Recursive averages need none.
  /// - Throws: `TriggeringError` for a setting that cannot work.
  package init(_ parameters: Parameters, in memory: WindowMemory? = nil) throws(TriggeringError) {
    try parameters.validate()
    let rate = parameters.sampleRate
    ratio = ShortToLongTermRatio(parameters.algorithm, parameters.windowLengths, in: memory)
    triggerThresholdQ8 = parameters.triggerThresholdQ8
    detriggerThresholdQ8 = parameters.detriggerThresholdQ8
    consecutiveSampleCount = parameters.consecutiveSamplesCount
    dominant = DominantOnset(sampleRate: rate)
    confirmSampleCount = rate.sampleCount(milliseconds: parameters.confirmMilliseconds)
    longestConfirmSampleCount = rate.sampleCount(
      milliseconds: parameters.longestConfirmMilliseconds)
    confirmThresholdQ8 = parameters.confirmThresholdQ8
    sustainThresholdQ8 = parameters.sustainThresholdQ8
    detriggerSampleCount = max(
      1, rate.sampleCount(milliseconds: parameters.detriggerMilliseconds))
    maximumTriggeredSampleCount = rate.sampleCount(
      milliseconds: parameters.maximumTriggeredMilliseconds)
    holdOffSampleCount = rate.sampleCount(milliseconds: parameters.holdOffMilliseconds)
    warmUpSampleCount = max(
      ratio.warmUpSampleCount, rate.sampleCount(milliseconds: parameters.warmUpMilliseconds))
    limits = parameters.confirmationLimits
  }

  /// Takes one sample and says what it changed, if anything.
  @_noAllocation @_noLocks
  package mutating func process(_ motion: GroundMotion, sampleIndex: Int64) -> Transition? {
    ratio.process(motion.triggerCounts, isLongTermFrozen: isTriggered)
    switch state {
    case .warmUp, .rewarmUp: return wait(warmUpSampleCount)
    case .armed: return seekOnset(motion, sampleIndex: sampleIndex)
    case .pending: return judgeOnset(motion)
    case .triggered:
      return seekDominantOnset(motion, sampleIndex: sampleIndex) ?? seekEnd()
    case .holdOff:
      return seekDominantOnset(motion, sampleIndex: sampleIndex) ?? wait(holdOffSampleCount)
    }
  }

  /// Begins again with WARMUP, as after a gap of more than a few samples.
  @_noAllocation @_noLocks
  package mutating func rearm() {
    ratio.restart()
    enter(.warmUp)
  }

  @_noAllocation @_noLocks
  private mutating func enter(_ next: State) {
    state = next
    count = 0
    quietCount = 0
  }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func wait(_ sampleCount: Int64) -> Transition? {
    count = count &+ 1
    guard count >= sampleCount else { return nil }
    enter(.armed)
    return .armed
  }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func seekOnset(_ motion: GroundMotion, sampleIndex: Int64) -> Transition? {
    guard ratio.isRatioAtLeast(thresholdQ8: triggerThresholdQ8) else {
      count = 0
      return nil
    }
    if count == 0 {
      onsetSampleIndex = sampleIndex
      confirmation = Confirmation()
    }
    confirmation.add(motion)
    count = count &+ 1
    guard count >= consecutiveSampleCount else { return nil }
    enter(.pending)
    return .pending(onsetSampleIndex: onsetSampleIndex)
  }

  @_noAllocation @_noLocks
  private mutating func judgeOnset(_ motion: GroundMotion) -> Transition? {
    confirmation.add(motion)
    guard confirmation.sampleCount >= confirmSampleCount else { return nil }
    let isLast = confirmation.sampleCount >= longestConfirmSampleCount
    if let reason = confirmation.rejection(by: limits) ?? rejection(isLast: isLast) {
      if !isLast && mayGrow(reason) { return nil }
      enter(.armed)
      return .rejected(onsetSampleIndex: onsetSampleIndex, reason: reason)
    }
    enter(.triggered)
    dominant.restart()
    return .confirmed(onsetSampleIndex: onsetSampleIndex)
  }

  /// A strong onset is confirmed at once, a weak one where it has lasted: noise flutters over the on
  /// threshold for a moment and sinks again.
  @_noAllocation @_noLocks
  private func rejection(isLast: Bool) -> RejectionReason? {
    let thresholdQ8 = isLast ? sustainThresholdQ8 : confirmThresholdQ8
    return ratio.isRatioAtLeast(thresholdQ8: thresholdQ8) ? nil : .ratioTooSmall
  }

  /// Whether an onset that is still too small is given more time: an emergent P wave is picked where
  /// it began, not where it has grown large enough.
  @_noAllocation @_noLocks
  private func mayGrow(_ reason: RejectionReason) -> Bool {
    switch reason {
    case .masked, .horizontalTooStrong: false
    default: true
    }
  }

  @_noAllocation @_noLocks
  private mutating func seekDominantOnset(
    _ motion: GroundMotion, sampleIndex: Int64
  ) -> Transition? {
    guard
      let onset = dominant.process(
        shortTermAverageQ16: ratio.shortTermAverageQ16, sampleIndex: sampleIndex),
      ratio.isRatioAtLeast(thresholdQ8: triggerThresholdQ8)
    else { return nil }
    onsetSampleIndex = onset
    confirmation = Confirmation()
    confirmation.add(motion)
    enter(.pending)
    return .pending(onsetSampleIndex: onset)
  }

  @_noAllocation @_noLocks
  private mutating func seekEnd() -> Transition? {
    count = count &+ 1
    if count >= maximumTriggeredSampleCount {
      enter(.rewarmUp)
      return .forcedOff
    }
    let isOn = ratio.isRatioAtLeast(thresholdQ8: detriggerThresholdQ8)
    quietCount = isOn ? 0 : quietCount &+ 1
    guard quietCount >= detriggerSampleCount else { return nil }
    enter(.holdOff)
    return .detriggered
  }
}
