package import SeismicTypes

/// How a station is (key 30, in heartbeats); what is not known is nil.
package struct Health: BitwiseCopyable, Sendable {
  /// Key 0.
  package var uptimeSeconds: UInt64? = 0
  /// Key 1.
  package var overruns: UInt64? = 0
  /// Key 2.
  package var gaps: UInt64? = 0
  /// Key 3.
  package var sendFailures: UInt64? = 0
  /// Key 4: in 0.01 °C.
  package var temperatureCentidegrees: Int32?
  /// Key 5.
  package var freeDiskMebibytes: UInt64?
  /// Key 6: 0 unsynchronised, 1 disciplined through the kernel's clock, 2 by a pulse per second there.
  package var clockSource: UInt32?
  /// Key 7: at most six channels, rotating.
  package var channels: InlineArray<6, ChannelHealth>
  package var channelCount: Int = 0
  /// Key 8: 0 operational, 1 maintenance, 2 commissioning.
  package var mode: UInt32?
  /// Key 9.
  package var isArmed: Bool?
  /// Key 10: log10 of cm/s in thousandths.
  package var smallestPredictablePgvLog10Thousandths: Int32?
  /// Key 11.
  package var hasPulsePerSecond: Bool?
  /// Key 12: 0 undervoltage, 1 frequency capped, 2 throttled, 3 temperature limit; 16 to 19 the same
  /// since power-up.
  package var powerBits: UInt32?
  /// Key 13.
  package var storageErrors: UInt64?
  /// Key 14.
  package var softwareVersion: ShortText?
  /// Key 15: 8 bytes, the first byte highest.
  package var configurationHash: UInt64?
  /// Key 16.
  package var calibrationHash: UInt64?

  @_noAllocation @_noLocks
  package init() { channels = InlineArray(repeating: ChannelHealth()) }
}

/// One channel's noise and state.
package struct ChannelHealth: BitwiseCopyable, Sendable {
  /// At most 15 bytes.
  package var channel = ShortText()
  package var noiseNanometresPerSecondSquaredRms: UInt64 = 0
  package var state = ChannelState.ok

  @_noAllocation @_noLocks
  package init() {}
}

/// Whether a channel delivers.
package enum ChannelState: UInt8, BitwiseCopyable, Sendable {
  case ok = 0
  case stalled = 1
  case failed = 2
}
