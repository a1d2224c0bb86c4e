internal import FixedPoint
internal import SeismicTypes

extension AlertPolicy {
  /// A message of the open event, its revision counted up.
  ///
  /// - Parameters:
  ///   - type: `pick`, `estimate` or `alert`.
  ///   - current: The event; its revision rises by one.
  ///   - position: The newest sample used.
  /// - Returns: The message without what the sender stamps.
  @_noAllocation @_noLocks
  func message(
    _ type: MessageType, of current: inout OpenEvent, at position: SamplePosition
  ) -> AlertMessage {
    var message = header(type, of: &current, at: position)
    message.sensors = TriggeringSensors(
      channel: group.triggeringChannel, agreeingCount: 1, availableCount: 1)
    message.sampleTime = position.time()
    message.flags = flags(of: current)
    message.onsetSigmaMilliseconds = current.onsetSigmaMilliseconds
    if case .pick = type { return message }
    addResults(of: current, to: &message)
    return message
  }

  @_noAllocation @_noLocks
  func finalMessage(of current: inout OpenEvent, at position: SamplePosition) -> AlertMessage {
    var message = message(.estimate, of: &current, at: position)
    message.flags = flags(of: current).adding(.final)
    return message
  }

  @_noAllocation @_noLocks
  func cancelMessage(
    of current: inout OpenEvent, reason: CancelReason, at position: SamplePosition
  ) -> AlertMessage {
    var message = header(.cancel, of: &current, at: position)
    message.cancelReason = reason
    return message
  }

  @_noAllocation @_noLocks
  private func header(
    _ type: MessageType, of current: inout OpenEvent, at position: SamplePosition
  ) -> AlertMessage {
    var message = AlertMessage(type: type)
    message.event = UInt64(truncatingIfNeeded: current.number)
    message.revision = current.revision
    message.onsetTime = current.onsetTime
    message.committedAt = position.committedAt
    message.groupIndex = Int(truncatingIfNeeded: group.index)
    current.revision &+= 1
    return message
  }

  @_noAllocation @_noLocks
  private func addResults(of current: OpenEvent, to message: inout AlertMessage) {
    let estimate = current.currentEstimate()
    let peaks = current.peaks
    message.windowLengthMilliseconds =
      current.hasPick ? UInt32(truncatingIfNeeded: current.window.windowMilliseconds) : 0
    message.level = current.level
    message.earthquakeProbabilityThousandths = 1000
    message.observed = ObservedMotion(
      pgaMicrometresPerSecondSquared: micro(peaks.pgaPicometresPerSecondSquared),
      pgvMicrometresPerSecond: micro(peaks.pgvPicometresPerSecond),
      pgdMicrometres: micro(peaks.pgdPicometres))
    let observedLog10 = log10Thousandths(picometres: peaks.pgvPicometresPerSecond)
    message.intensity = Intensity(
      mmiTenths: mmiTenths(pgvLog10Thousandths: estimate?.pgvLog10.mean ?? observedLog10),
      jmaTenths: current.jmaTenths)
    message.modelHash = group.modelHash
    message.latencyMicroseconds = 0
    message.basis = basis(of: current)
    if let estimate { add(estimate, of: current, to: &message) }
  }

  @_noAllocation @_noLocks
  private func add(
    _ estimate: Estimate, of current: OpenEvent, to message: inout AlertMessage
  ) {
    message.pgvLog10 = estimate.pgvLog10
    message.magnitude = estimate.magnitude
    message.distanceLog10 = estimate.distanceLog10
    message.earthquakeProbabilityThousandths = UInt32(
      truncatingIfNeeded: estimate.earthquakeProbabilityThousandths)
    message.pdLog10Thousandths = log10Thousandths(picometres: current.predictedFrom.pdPicometres)
    message.tauCMilliseconds = UInt32(
      truncatingIfNeeded: (current.predictedFrom.tauCMicroseconds &+ 500) / 1000)
  }

  @_noAllocation @_noLocks
  private func flags(of current: OpenEvent) -> AlertFlags {
    var flags = AlertFlags(rawValue: 0)
    if current.isClipped { flags = flags.adding(.clipped).adding(.lowerBound) }
    if current.containsGap { flags = flags.adding(.gapInWindow) }
    if horizontalCount == 0 { flags = flags.adding(.singleComponent) }
    if horizontalCount == 1 { flags = flags.adding(.lowerBound) }
    if current.isLostInCoda() { flags = flags.adding(.inCoda) }
    if !current.isConfirmed { flags = flags.adding(.unconfirmed) }
    if group.modelHash == 0 { flags = flags.adding(.fallbackModel) }
    if current.window.containsSWave { flags = flags.adding(.sWaveInWindow) }
    if current.window.beginsAtSWave { flags = flags.adding(.sOnsetSuspected) }
    if current.window.isTeleseismSuspected { flags = flags.adding(.teleseismSuspected) }
    if current.isOutsideTrainingRange { flags = flags.adding(.outsideTrainingRange) }
    return flags
  }

  /// By which way the present level was reached; without a level, what the estimate rests on.
  @_noAllocation @_noLocks
  private func basis(of current: OpenEvent) -> Basis {
    guard current.level > .none else {
      if case .some = current.estimate { return .predicted }
      return .observed
    }
    let isPredicted = current.predictedLevel >= current.level
    let isObserved = current.observedLevel >= current.level
    if isPredicted && isObserved { return .both }
    return isObserved ? .observed : .predicted
  }

  /// Picometres to micrometres, rounded to nearest.
  @_noAllocation @_noLocks
  private func micro(_ picometres: Int64) -> UInt64 {
    UInt64(truncatingIfNeeded: (picometres &+ 500_000) / 1_000_000)
  }
}

/// Modified Mercalli intensity × 10 of a PGV, held to 10…100.
///
/// Source: Worden and others 2012, 10.1785/0120110156. With l = log10 PGV (cm/s): 4.62 + 2.17 l below −1.21, 3.78 + 1.47 l below 0.53, else 2.89 + 3.16 l;
/// rounded to nearest.
///
/// - Parameter logarithm: log10 of PGV in cm/s, in thousandths.
/// - Returns: The intensity × 10.
@_noAllocation @_noLocks
func mmiTenths(pgvLog10Thousandths logarithm: Int32) -> Int32 {
  let l = Int64(logarithm)
  let hundredThousandths: Int64
  if l < -1210 {
    hundredThousandths = 462_000 &+ 217 &* l
  } else if l < 530 {
    hundredThousandths = 378_000 &+ 147 &* l
  } else {
    hundredThousandths = 289_000 &+ 316 &* l
  }
  let tenths = (hundredThousandths &+ 5_000) / 10_000
  return Int32(truncatingIfNeeded: tenths < 10 ? 10 : (tenths > 100 ? 100 : tenths))
}
