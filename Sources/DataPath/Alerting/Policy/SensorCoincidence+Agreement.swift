import SeismicTypes

/// Which sensors see the open event, which of them agree, and who leads or inherits it.
extension SensorCoincidence {
  /// The first available sensor beside the leader with an open event of its own.
  @_noAllocation @_noLocks
  func heir(of current: Event, at time: Timestamp) -> Int? {
    var sensor = 0
    while sensor < sensorCount {
      if sensor != current.leader, sensors[sensor].isOpen, isAvailable(sensor, at: time) {
        return sensor
      }
      sensor &+= 1
    }
    return nil
  }

  /// Whether one sensor leads before another that agrees: outside codas first, then by the data time
  /// at which its event was opened, then by its place in the board file.
  @_noAllocation @_noLocks
  func leads(_ sensor: Int, before leader: Int) -> Bool {
    let one = sensors[sensor]
    let other = sensors[leader]
    if one.isInCoda != other.isInCoda { return other.isInCoda }
    if one.openedAt.nanoseconds != other.openedAt.nanoseconds {
      return one.openedAt.nanoseconds < other.openedAt.nanoseconds
    }
    return sensor < leader
  }

  @_noAllocation @_noLocks
  func agrees(sensor: Int, with current: Event) -> Bool {
    SensorRecord.isNear(
      sensors[sensor].onset, sensors[current.leader].onset, agreementNanoseconds)
  }

  /// The leader and the available sensors whose onsets lie within the agreement time of its own.
  @_noAllocation @_noLocks
  func agreeingCount(_ current: Event, at time: Timestamp) -> UInt32 {
    var count: UInt32 = 1
    var sensor = 0
    while sensor < sensorCount {
      if sensor != current.leader, sensors[sensor].event >= 0, isAvailable(sensor, at: time),
        agrees(sensor: sensor, with: current)
      {
        count &+= 1
      }
      sensor &+= 1
    }
    return count
  }

  @_noAllocation @_noLocks
  func availableCount(at time: Timestamp) -> UInt32 {
    var count: UInt32 = 0
    var sensor = 0
    while sensor < sensorCount {
      if isAvailable(sensor, at: time) { count &+= 1 }
      sensor &+= 1
    }
    return count
  }

  @_noAllocation @_noLocks
  func isAvailable(_ sensor: Int, at time: Timestamp) -> Bool {
    sensors[sensor].isAvailable(at: time, within: longestSilenceNanoseconds)
  }
}
