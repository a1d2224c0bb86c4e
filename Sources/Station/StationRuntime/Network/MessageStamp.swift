internal import Alerting
internal import CLinux
internal import SeismicTypes

/// What the network thread adds to every message: who sends it, when, and which number it is.
struct MessageStamp {
  private let station: ShortText
  private let position: GeographicPosition
  private var bootId: UInt64 = 0
  private let isTest: Bool
  /// The first 8 bytes of the model file's SHA-256, zero for the fallback: what heartbeats carry.
  let modelHash: UInt64
  private var nextSequence: UInt64 = 0

  init(station: ShortText, position: GeographicPosition, isTest: Bool, modelHash: UInt64) {
    self.station = station
    self.position = position
    self.isTest = isTest
    self.modelHash = modelHash
  }

  /// Numbers this start's messages from zero.
  ///
  /// - Parameter bootId: The number of this start.
  mutating func begin(bootId: UInt64) {
    self.bootId = bootId
    nextSequence = 0
  }

  /// Fills in keys 2 to 8, and the latency of messages that carry one; each message once.
  @_noAllocation @_noLocks
  mutating func stamp(_ message: inout AlertMessage) {
    message.station = station
    message.bootId = bootId
    message.sequence = nextSequence
    nextSequence &+= 1
    message.isTest = isTest
    message.position = position
    if case .some = message.latencyMicroseconds {
      message.latencyMicroseconds = latency(since: message.committedAt)
    }
    // Reading the clocks and their error neither waits nor allocates.
    message.sentTime = Timestamp(
      nanoseconds: unsafe _unsafePerformance { clinux_realtime_nanoseconds() })
    let error = unsafe _unsafePerformance { clinux_clock_error_microseconds() }
    let sampleError = message.sampleClockErrorMicroseconds
    message.clockErrorMicroseconds = sampleError > error ? sampleError : error
  }

  @_noAllocation @_noLocks
  private func latency(since committedAt: MonotonicInstant) -> UInt32 {
    // Reading a clock neither waits nor allocates.
    let now = unsafe _unsafePerformance { clinux_monotonic_nanoseconds() }
    let microseconds = (now &- committedAt.nanoseconds) / 1000
    if microseconds < 0 { return 0 }
    return microseconds > Int64(UInt32.max)
      ? UInt32.max : UInt32(truncatingIfNeeded: microseconds)
  }
}
