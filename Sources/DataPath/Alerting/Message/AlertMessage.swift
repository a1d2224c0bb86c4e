package import SeismicTypes

/// One message of a station, in the datagram's own integers (alert datagram, version 1).
///
/// The type is a plain value of fixed size: it travels through rings by copy and owns no memory.
/// Which fields a type carries is fixed by the contract; a field that is not carried is nil.
package struct AlertMessage: BitwiseCopyable, Sendable {
  /// Key 0.
  package var version: UInt8 = 1
  /// Key 1.
  package var type: MessageType
  /// Key 2: `NET_STA_LOC`.
  package var station = ShortText()
  /// Key 3.
  package var bootId: UInt64 = 0
  /// Key 4.
  package var sequence: UInt64 = 0
  /// Key 5: wall time of the first transmission.
  package var sentTime = Timestamp(nanoseconds: 0)
  /// Key 6: µs, `UInt32.max` when unsynchronised.
  package var clockErrorMicroseconds: UInt32 = .max
  /// Key 7.
  package var isTest = true
  /// Key 8.
  package var position = GeographicPosition()
  /// Key 9.
  package var sensors: TriggeringSensors?
  /// Key 10.
  package var event: UInt64?
  /// Key 11.
  package var revision: UInt32?
  /// Key 12.
  package var onsetTime: Timestamp?
  /// Key 13.
  package var windowLengthMilliseconds: UInt32?
  /// Key 14.
  package var sampleTime: Timestamp?
  /// Key 15.
  package var level: AlertLevel?
  /// Key 16: log10 of cm/s.
  package var pgvLog10: Thousandths?
  /// Key 17.
  package var magnitude: Thousandths?
  /// Key 18: log10 of hypocentral km.
  package var distanceLog10: Thousandths?
  /// Key 19.
  package var earthquakeProbabilityThousandths: UInt32?
  /// Key 20: log10 of cm in thousandths.
  package var pdLog10Thousandths: Int32?
  /// Key 21.
  package var tauCMilliseconds: UInt32?
  /// Key 22.
  package var observed: ObservedMotion?
  /// Key 23.
  package var intensity: Intensity?
  /// Key 24.
  package var flags: AlertFlags?
  /// Key 25: the first 8 bytes of the model file's SHA-256, the first byte highest; zero with the
  /// fallback.
  package var modelHash: UInt64?
  /// Key 26: newest sample's block committed to the ring → encoding begins.
  package var latencyMicroseconds: UInt32?
  /// Key 27.
  package var onsetSigmaMilliseconds: UInt32?
  /// Key 28.
  package var basis: Basis?
  /// Key 29.
  package var cancelReason: CancelReason?
  /// Key 30.
  package var health: Health?
  /// Key 31.
  package var advisory: Advisory?
  /// When the newest sample's block was committed; not part of the datagram, `latency` comes of it.
  package var committedAt = MonotonicInstant(nanoseconds: 0)
  /// Not sent: the clock error of the block that holds the newest sample; key 6 is no smaller.
  package var sampleClockErrorMicroseconds: UInt32 = 0

  /// Which of the station's groups it comes from; not part of the datagram.
  package var groupIndex = 0

  @_noAllocation @_noLocks
  package init(type: MessageType) { self.type = type }
}

/// Where a station stands (key 8).
package struct GeographicPosition: BitwiseCopyable, Equatable, Sendable {
  package var latitudeE7Degrees: Int32 = 0
  package var longitudeE7Degrees: Int32 = 0
  package var elevationMetres: Int32 = 0

  @_noAllocation @_noLocks
  package init() {}
}

/// Which channel triggered and how many sensors agree (key 9).
package struct TriggeringSensors: BitwiseCopyable, Sendable {
  /// Source and channel, as `accelerometer/HNZ`.
  package var channel: ShortText
  package var agreeingCount: UInt32
  package var availableCount: UInt32

  @_noAllocation @_noLocks
  package init(channel: ShortText, agreeingCount: UInt32, availableCount: UInt32) {
    self.channel = channel
    self.agreeingCount = agreeingCount
    self.availableCount = availableCount
  }
}

/// The motion observed so far (key 22).
package struct ObservedMotion: BitwiseCopyable, Equatable, Sendable {
  package var pgaMicrometresPerSecondSquared: UInt64
  package var pgvMicrometresPerSecond: UInt64
  package var pgdMicrometres: UInt64

  @_noAllocation @_noLocks
  package init(
    pgaMicrometresPerSecondSquared: UInt64, pgvMicrometresPerSecond: UInt64, pgdMicrometres: UInt64
  ) {
    self.pgaMicrometresPerSecondSquared = pgaMicrometresPerSecondSquared
    self.pgvMicrometresPerSecond = pgvMicrometresPerSecond
    self.pgdMicrometres = pgdMicrometres
  }
}

/// Macroseismic intensities × 10 (key 23).
package struct Intensity: BitwiseCopyable, Equatable, Sendable {
  package var mmiTenths: Int32
  /// −999 where it is not known.
  package var jmaTenths: Int32

  @_noAllocation @_noLocks
  package init(mmiTenths: Int32, jmaTenths: Int32) {
    self.mmiTenths = mmiTenths
    self.jmaTenths = jmaTenths
  }
}
