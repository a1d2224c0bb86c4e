/// When the newest sample of a digitizer's frame was taken, on CLOCK_MONOTONIC_RAW.
struct SerialStamps: Sendable {
  private let clock: SerialDevice.Clock
  /// Time of a byte of ten bits on the line.
  private let byteNanoseconds: Int64
  /// Where the digitizer's clock was fixed to this computer's, and its newest reading.
  private var anchorRawNanoseconds: Int64?
  private var elapsedMicroseconds: Int64 = 0
  private var newestMicroseconds: UInt32 = 0

  init(_ parameters: SerialDevice.Parameters) {
    clock = parameters.clock
    byteNanoseconds = parameters.isNativeUSB ? 0 : 10_000_000_000 / Int64(parameters.baud)
  }

  /// Which clock decides, for the log.
  var words: String {
    switch clock {
    case .arrival:
      "on arrival" + (byteNanoseconds > 0 ? ", less \(byteNanoseconds) ns a byte" : "")
    case .device: "by the digitizer's clock"
    }
  }

  /// Whether the digitizer's clock decides.
  @_noAllocation @_noLocks
  func isDriverStamped() -> Bool {
    switch clock {
    case .arrival: false
    case .device: true
    }
  }

  /// Forgets where the digitizer's clock was.
  @_noAllocation @_noLocks
  mutating func restart() { anchorRawNanoseconds = nil }

  /// The stamp of a frame's newest sample.
  ///
  /// - Parameters:
  ///   - header: The frame's header.
  ///   - rawNanoseconds: When the read that brought the frame's last byte returned.
  ///   - pendingByteCount: Bytes behind the frame that the same read had brought.
  /// - Returns: Nanoseconds of CLOCK_MONOTONIC_RAW.
  @_noAllocation @_noLocks
  mutating func stamp(
    _ header: SerialFrameHeader, readAt rawNanoseconds: Int64, pendingByteCount: Int
  ) -> Int64 {
    let byteCount = Int64(pendingByteCount &+ header.frameByteCount())
    let arrival = rawNanoseconds &- byteCount &* byteNanoseconds
    guard isDriverStamped(), case .some(let microseconds) = header.deviceTimeMicroseconds else {
      return arrival
    }
    guard case .some(let anchor) = anchorRawNanoseconds else {
      anchorRawNanoseconds = arrival
      elapsedMicroseconds = 0
      newestMicroseconds = microseconds
      return arrival
    }
    // The counter wraps after 71 minutes; a frame comes far more often.
    let step = microseconds &- newestMicroseconds
    elapsedMicroseconds = elapsedMicroseconds &+ Int64(step)
    newestMicroseconds = microseconds
    return anchor &+ elapsedMicroseconds &* 1000
  }
}
