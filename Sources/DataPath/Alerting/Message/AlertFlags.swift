/// What a receiver must know before it trusts an estimate (key 24).
package struct AlertFlags: OptionSet, BitwiseCopyable, Sendable {
  package let rawValue: UInt32

  @_noAllocation @_noLocks
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The flags with those of `other` added; `OptionSet.union` is generic code.
  @_noAllocation @_noLocks
  package func adding(_ other: AlertFlags) -> AlertFlags {
    AlertFlags(rawValue: rawValue | other.rawValue)
  }

  /// The flags without those of `other`.
  @_noAllocation @_noLocks
  package func removing(_ other: AlertFlags) -> AlertFlags {
    AlertFlags(rawValue: rawValue & ~other.rawValue)
  }

  /// Whether every flag of `other` is set; `OptionSet.contains` is generic code.
  @_noAllocation @_noLocks
  package func has(_ other: AlertFlags) -> Bool { rawValue & other.rawValue == other.rawValue }

  package static var clipped: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 0) }
  }
  package static var gapInWindow: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 1) }
  }
  package static var sWaveInWindow: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 2) }
  }
  package static var lowerBound: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 3) }
  }
  package static var singleComponent: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 4) }
  }
  package static var final: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 5) }
  }
  package static var inCoda: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 6) }
  }
  package static var fallbackModel: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 7) }
  }
  package static var outsideTrainingRange: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 8) }
  }
  package static var sOnsetSuspected: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 9) }
  }
  package static var teleseismSuspected: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 10) }
  }
  package static var unconfirmed: AlertFlags {
    @_noAllocation @_noLocks get { AlertFlags(rawValue: 1 << 11) }
  }
}
