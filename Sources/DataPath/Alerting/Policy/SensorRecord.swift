internal import SeismicTypes

/// What the coincidence knows of one sensor.
struct SensorRecord: BitwiseCopyable, Sendable {
  /// The newest data time; nil before the first sample.
  var newestTime: Timestamp?
  /// Whether its vertical component measures ground motion.
  var isUsable = true
  var hasEnded = false
  /// The newest event of its own policy, −1 before the first, and whether that is still open.
  var event: Int64 = -1
  var isOpen = false
  /// Of that event: its onset, when it was opened and whether that was in a coda.
  var onset = Timestamp(nanoseconds: 0)
  var openedAt = Timestamp(nanoseconds: 0)
  var isInCoda = false

  @_noAllocation @_noLocks
  init() {}

  /// Whether it can see an earthquake: it has not ended, measures motion, and its data time lies
  /// within the limit of another sensor's.
  @_noAllocation @_noLocks
  func isAvailable(at time: Timestamp, within limitNanoseconds: Int64) -> Bool {
    guard let newestTime, !hasEnded, isUsable else { return false }
    return Self.isNear(newestTime, time, limitNanoseconds)
  }

  /// Notes the beginning of an event of its own.
  @_noAllocation @_noLocks
  mutating func begin(_ event: Int64, with message: AlertMessage, at time: Timestamp) {
    self.event = event
    isOpen = true
    onset = message.onsetTime ?? time
    openedAt = time
    isInCoda = message.flags?.has(.inCoda) ?? false
  }

  /// Whether two times lie within a limit of one another.
  @_noAllocation @_noLocks
  static func isNear(_ a: Timestamp, _ b: Timestamp, _ limitNanoseconds: Int64) -> Bool {
    let difference = a.nanoseconds &- b.nanoseconds
    return difference <= limitNanoseconds && difference >= 0 &- limitNanoseconds
  }
}
