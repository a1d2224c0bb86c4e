extension Trigger {
  /// What one sample changed; the onset is the index of the first sample over the on threshold.
  package enum Transition: Equatable, Sendable {
    /// Warm-up or hold-off has ended: the next sample can begin an onset.
    case armed
    case pending(onsetSampleIndex: Int64)
    case confirmed(onsetSampleIndex: Int64)
    /// The onset was none; the trigger is armed again at once.
    case rejected(onsetSampleIndex: Int64, reason: RejectionReason)
    /// The ratio has stayed below the off threshold; hold-off begins.
    case detriggered
    /// The trigger has lasted as long as it may; warm-up begins.
    case forcedOff
  }

  /// Why a pending onset is not a P wave.
  package enum RejectionReason: UInt8, Equatable, Sendable {
    /// Most samples of the vertical were masked as spike, step, rail or flat line.
    case masked
    case accelerationRangeTooSmall
    case accelerationTooSmall
    case velocityOutOfRange
    case displacementOutOfRange
    case horizontalTooStrong
    /// The ratio did not last: a flutter of the noise.
    case ratioTooSmall
  }
}
