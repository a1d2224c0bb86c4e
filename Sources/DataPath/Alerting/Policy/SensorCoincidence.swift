package import SeismicTypes

/// Makes one event of what several sensors of a station report of one earthquake, and counts how many
/// of them agree.
///
/// Every sensor has a policy of its own; their messages pass through here on the way out. One event is
/// open at a time and one sensor leads it: its messages go out, numbered anew, the others' do not,
/// except an alert of a higher level than the event has reached. The merge rule is decision 0016. It
/// looks at data times only: messages that arrive in another order change the revisions in between,
/// not who leads in the end. Nothing waits for another sensor.
package struct SensorCoincidence: BitwiseCopyable, Sendable {
  /// More sensors than this have no place.
  package static var largestSensorCount: Int { @_noAllocation @_noLocks get { 16 } }

  /// The event that is open, as the station reports it.
  struct Event: BitwiseCopyable, Sendable {
    var number: UInt64
    var leader: Int
    var revision: UInt32 = 0
    var level = AlertLevel.none
    /// Whether sensors agreed; it stays so when one of them fails later.
    var isConfirmed = false
    var reportedAgreeingCount: UInt32 = 0
    /// The newest estimate or alert that went out.
    var report: AlertMessage?
    /// Whether any sensor observed a level: then the event is not cancelled any more.
    var hasCrossed = false
  }

  /// Level 1: 1 cm/s.
  private static var lowestCrossingMicrometresPerSecond: UInt64 {
    @_noAllocation @_noLocks get { 10_000 }
  }

  /// No onset this long before an event's end is one of its stragglers: ten minutes.
  private static var longestEventNanoseconds: Int64 {
    @_noAllocation @_noLocks get { 600_000_000_000 }
  }

  let sensorCount: Int
  let agreementNanoseconds: Int64
  let longestSilenceNanoseconds: Int64
  private(set) var sensors: InlineArray<16, SensorRecord> = InlineArray(repeating: SensorRecord())
  private var event: Event?
  /// Of the event before: who led it, how far it reached in data time and in level.
  private var lastLeader = -1
  private var lastEnd = Timestamp(nanoseconds: .min)
  private var lastLevel = AlertLevel.none
  private var nextNumber: UInt64 = 0

  /// A coincidence of the sensors 0 ..< sensorCount.
  ///
  /// - Parameters:
  ///   - sensorCount: 1…16.
  ///   - agreementMilliseconds: How far apart the onsets of sensors that agree may lie.
  ///   - longestSilenceMilliseconds: A sensor whose data lag by more is not available.
  package init(
    sensorCount: Int, agreementMilliseconds: Int64, longestSilenceMilliseconds: Int64
  ) {
    precondition(sensorCount >= 1 && sensorCount <= Self.largestSensorCount)
    self.sensorCount = sensorCount
    agreementNanoseconds = agreementMilliseconds * 1_000_000
    longestSilenceNanoseconds = longestSilenceMilliseconds * 1_000_000
  }

  /// How many events the station has had.
  package var eventCount: Int64 { Int64(nextNumber) }

  /// A sensor's data have reached a time.
  @_noAllocation @_noLocks
  package mutating func note(sensor: Int, newestTime: Timestamp, isUsable: Bool) {
    guard sensor >= 0, sensor < sensorCount else { return }
    sensors[sensor].newestTime = newestTime
    sensors[sensor].isUsable = isUsable
  }

  /// A sensor has fallen silent; it is available again with its next data.
  @_noAllocation @_noLocks
  package mutating func noteInterruption(ofSensor sensor: Int) {
    guard sensor >= 0, sensor < sensorCount else { return }
    sensors[sensor].isUsable = false
  }

  /// A sensor gives no more data.
  @_noAllocation @_noLocks
  package mutating func noteEnd(ofSensor sensor: Int) {
    guard sensor >= 0, sensor < sensorCount else { return }
    sensors[sensor].hasEnded = true
  }

  /// The clock has stepped: times before and after it are not comparable, and the event before covers
  /// no onset any more.
  @_noAllocation @_noLocks
  package mutating func noteClockStep() { lastLeader = -1 }

  /// What goes out for a message of one sensor; nil for nothing.
  @_noAllocation @_noLocks
  package mutating func merge(_ message: AlertMessage) -> AlertMessage? {
    let sensor = message.groupIndex
    guard let own = message.event, sensor >= 0, sensor < sensorCount else { return message }
    let time = message.sampleTime ?? sensors[sensor].newestTime ?? Timestamp(nanoseconds: 0)
    let isFirst = sensors[sensor].event != Int64(truncatingIfNeeded: own)
    sensors[sensor].newestTime = time
    if isFirst {
      sensors[sensor].begin(Int64(truncatingIfNeeded: own), with: message, at: time)
    }
    if message.endsEvent() { sensors[sensor].isOpen = false }
    guard var current = event else { return opening(message, of: sensor, isFirst: isFirst, time) }
    passLeadOfSilent(&current, at: time)
    let merged =
      sensor == current.leader
      ? led(message, of: &current, at: time)
      : followed(message, of: &current, isFirst: isFirst, at: time)
    event = current
    if let merged, merged.endsEvent() { close(current, at: time) }
    return merged
  }

  /// A message while no event is open: it opens one, unless it is a straggler of the one before.
  @_noAllocation @_noLocks
  private mutating func opening(
    _ message: AlertMessage, of sensor: Int, isFirst: Bool, _ time: Timestamp
  ) -> AlertMessage? {
    if !isFirst || (sensor != lastLeader && isCovered(sensors[sensor].onset)) {
      guard message.raises(above: lastLevel) else { return nil }
    }
    var opened = Event(number: nextNumber, leader: sensor)
    nextNumber &+= 1
    let first = stamped(message, of: &opened, at: time)
    event = opened
    if first.endsEvent() { close(opened, at: time) }
    return first
  }

  /// Whether an onset belongs to the event before: it lies no later than that event's end and no
  /// earlier than the event can have begun, so that an end which a wrong clock has put into the future
  /// covers nothing.
  @_noAllocation @_noLocks
  private func isCovered(_ onset: Timestamp) -> Bool {
    guard lastLeader >= 0 else { return false }
    let lead = lastEnd.nanoseconds &- onset.nanoseconds
    return lead >= 0 && lead <= Self.longestEventNanoseconds
  }

  /// A message of the leader; a cancel or an end passes the lead on where another still sees it.
  @_noAllocation @_noLocks
  private mutating func led(
    _ message: AlertMessage, of current: inout Event, at time: Timestamp
  ) -> AlertMessage? {
    if case .cancel = message.type, let heir = heir(of: current, at: time) {
      current.leader = heir
      return nil
    }
    if case .cancel = message.type, current.hasCrossed, var last = current.report {
      last.type = .estimate
      last.flags = last.flags?.adding(.final)
      last.committedAt = message.committedAt
      return stamped(last, of: &current, at: time)
    }
    return stamped(message, of: &current, at: time)
  }

  /// A message of a sensor that does not lead.
  @_noAllocation @_noLocks
  private mutating func followed(
    _ message: AlertMessage, of current: inout Event, isFirst: Bool, at time: Timestamp
  ) -> AlertMessage? {
    if isFirst, agrees(sensor: message.groupIndex, with: current) {
      if leads(message.groupIndex, before: current.leader) { current.leader = message.groupIndex }
    }
    if message.raises(above: current.level) { return stamped(message, of: &current, at: time) }
    return renewed(&current, by: message, at: time)
  }

  /// The last report again, where the sensors that agree have become more.
  @_noAllocation @_noLocks
  private func renewed(
    _ current: inout Event, by message: AlertMessage, at time: Timestamp
  ) -> AlertMessage? {
    guard var report = current.report,
      agreeingCount(current, at: time) > current.reportedAgreeingCount
    else { return nil }
    report.type = .estimate
    report.committedAt = message.committedAt
    return stamped(report, of: &current, at: time)
  }

  /// A message as one of the station's event: its number, revision, level, and who agrees.
  @_noAllocation @_noLocks
  private func stamped(
    _ message: AlertMessage, of current: inout Event, at time: Timestamp
  ) -> AlertMessage {
    var stamped = message
    stamped.event = current.number
    stamped.revision = current.revision
    current.revision &+= 1
    if case .cancel = message.type { return stamped }
    let agreeing = agreeingCount(current, at: time)
    let available = availableCount(at: time)
    current.reportedAgreeingCount = agreeing
    if agreeing > 1 { current.isConfirmed = true }
    stamped.sensors?.agreeingCount = agreeing
    stamped.sensors?.availableCount = available > agreeing ? available : agreeing
    if current.isConfirmed { stamped.flags = stamped.flags?.removing(.unconfirmed) }
    if let observed = message.observed,
      observed.pgvMicrometresPerSecond >= Self.lowestCrossingMicrometresPerSecond
    {
      current.hasCrossed = true
    }
    guard let level = message.level else { return stamped }
    if level > current.level {
      current.level = level
    } else if case .alert = message.type {
      stamped.type = .estimate
    }
    stamped.level = current.level
    current.report = stamped
    return stamped
  }

  @_noAllocation @_noLocks
  private mutating func close(_ ended: Event, at time: Timestamp) {
    lastLeader = ended.leader
    lastEnd = time
    lastLevel = ended.level
    event = nil
  }

  /// Gives the lead to a sensor that still sees the event where the leader has fallen silent.
  @_noAllocation @_noLocks
  private func passLeadOfSilent(_ current: inout Event, at time: Timestamp) {
    if isAvailable(current.leader, at: time) { return }
    if let heir = heir(of: current, at: time) { current.leader = heir }
  }
}

extension AlertMessage {
  /// Whether it is the last of its event.
  @_noAllocation @_noLocks
  fileprivate func endsEvent() -> Bool {
    if case .cancel = type { return true }
    return flags?.has(.final) ?? false
  }

  /// Whether it is an alert of a level above another.
  @_noAllocation @_noLocks
  fileprivate func raises(above other: AlertLevel) -> Bool {
    guard case .alert = type, let level else { return false }
    return level > other
  }
}
