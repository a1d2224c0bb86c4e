internal import Alerting
internal import CLinux
internal import Conditioning
internal import SampleRing
internal import SeismicTypes
internal import Synchronization

/// The thread on which every sample becomes motion, picks, estimates and alerts.
///
/// It serves the groups in turn and sleeps on one word that all sources signal. Between taking a
/// block and handing over a message it allocates, locks and blocks nowhere.
// Unsafe storage: the groups are not copyable, so an array cannot hold them; this class allocates
// them once, owns them, and only its own thread touches them after the start.
@safe
final class ProcessingWorker {
  private let groups: UnsafeMutablePointer<StationGroup>
  private let groupStates: [GroupState]
  private let groupCount: Int
  private var queue: AlertQueue
  private var log: LogQueue
  private var settings: PolicyInbox
  private let wakeUp: WakeUp
  private let state: StationState
  private let anyGroupName: ShortText
  private var gravityWatches: [GravityWatch]
  private var startWatches: [StartWatch]
  private var progress: Int64 = 0
  private var faults = PageFaults()
  private let holdsBack: Bool
  private let followsDataTime: Bool
  /// When the thread saw that the station stops, 0 before.
  private var stoppingSince: Int64 = 0
  #if ALLOCATING_TURN
    private var wasted: [UInt8] = []
  #endif

  /// How many events the station has had, for the summary; call it when the thread has ended.
  var eventCount: Int64 { queue.eventCount }

  /// Samples taken in the order of their times before the thread looks round.
  private static let largestStepCount = 4096

  /// The longest sleep: the thread looks round this often whatever happens.
  private static let longestWaitNanoseconds: Int64 = 100_000_000
  /// How long sources have to end once the station stops: a driver may be stuck.
  private static let longestEndNanoseconds: Int64 = 1_000_000_000

  init(
    groups: UnsafeMutablePointer<StationGroup>, groupStates: [GroupState],
    queue: consuming AlertQueue, log: consuming LogQueue, settings: consuming PolicyInbox,
    wakeUp: WakeUp, state: StationState, gravityWatches: [GravityWatch], holdsBack: Bool,
    followsDataTime: Bool
  ) {
    unsafe self.groups = groups
    self.groupStates = groupStates
    groupCount = groupStates.count
    self.queue = queue
    self.log = log
    self.settings = settings
    self.wakeUp = wakeUp
    self.state = state
    anyGroupName = ShortText()
    self.gravityWatches = gravityWatches
    startWatches = []
    for index in 0..<groupStates.count {
      startWatches.append(StartWatch(unsafe groups[index].pipeline.resumption))
    }
    self.holdsBack = holdsBack
    self.followsDataTime = followsDataTime
  }

  deinit {
    unsafe groups.deinitialize(count: groupCount)
    unsafe groups.deallocate()
  }

  /// The thread's body: until every source has ended.
  func run() {
    while !hasEnded() {
      let ticket = wakeUp.ticket()
      clinux_realtime_enter()
      let worked = turn()
      clinux_realtime_exit()
      interruptSilentGroups()
      publish()
      if !worked { wakeUp.wait(since: ticket, timeoutNanoseconds: Self.longestWaitNanoseconds) }
    }
    publish()
    faults.publish(to: state)
    state.endProcessing()
  }

  /// The tally of a group, for the summary; call it when the thread has ended.
  func tally(ofGroup index: Int) -> PipelineTally { unsafe groups[index].pipeline.tally }

  /// One round over all groups.
  ///
  /// - Returns: Whether any group had something to do.
  private func turn() -> Bool {
    #if ALLOCATING_TURN
      // Wrong on purpose: RealtimeSanitizer must see it.
      wasted.append(0)
    #endif
    if followsDataTime {
      let worked = followDataTime()
      takeSettings()
      return worked
    }
    var worked = false
    var index = 0
    while index < groupCount {
      if unsafe groups[index].turn(&queue, &log, holdsBack: holdsBack) { worked = true }
      index &+= 1
    }
    takeSettings()
    return worked
  }

  /// Takes samples of all groups in the order of their times, so that the same recordings give the
  /// same messages however the threads that read them run.
  ///
  /// - Returns: Whether there was one to take; none while a group that has not ended has none.
  private func followDataTime() -> Bool {
    var steps = 0
    while steps < Self.largestStepCount, let next = earliestGroup(),
      unsafe groups[next].step(&queue, &log)
    {
      steps &+= 1
    }
    return steps > 0
  }

  /// The group whose next sample is the earliest; nil while one that has not ended has none.
  private func earliestGroup() -> Int? {
    var earliest: (group: Int, time: Int64)?
    for index in 0..<groupCount where unsafe !groups[index].hasEnded {
      guard let time = unsafe groups[index].nextSampleTime() else { return nil }
      if time.nanoseconds < earliest?.time ?? .max { earliest = (index, time.nanoseconds) }
    }
    return earliest?.group
  }

  @_noAllocation @_noLocks
  private func takeSettings() {
    guard let parameters = settings.take() else { return }
    var index = 0
    while index < groupCount {
      unsafe groups[index].pipeline.apply(parameters)
      index &+= 1
    }
    log.put(.policyApplied, source: anyGroupName)
  }

  private func hasEnded() -> Bool {
    if state.isStopping { endStuckGroups() }
    for index in 0..<groupCount where unsafe !groups[index].hasEnded { return false }
    return true
  }

  /// Interrupts the groups whose source's thread is stuck in its driver: an event that nobody can measure
  /// any more must not stay open.
  private func interruptSilentGroups() {
    let now = clinux_raw_nanoseconds()
    for index in 0..<groupCount where groupStates[index].isSilent(at: now) {
      unsafe groups[index].interruptSilent(&queue)
    }
  }

  /// Ends the groups whose source does not, so that the station can stop.
  private func endStuckGroups() {
    let now = clinux_monotonic_nanoseconds()
    if stoppingSince == 0 { stoppingSince = now }
    guard now - stoppingSince > Self.longestEndNanoseconds else { return }
    for index in 0..<groupCount { unsafe groups[index].end(&queue) }
  }

  /// Statistics for heartbeats, and that the thread gets on for the watchdogs.
  private func publish() {
    progress &+= 1
    state.progress.publish(progress)
    if progress & 63 == 0 { faults.publish(to: state) }
    for index in 0..<groupCount {
      let published = groupStates[index]
      published.publish(unsafe groups[index].deadlines)
      published.isObserving.publish(unsafe groups[index].pipeline.isObserving ? 1 : 0)
      if let baseline = unsafe groups[index].pipeline.baselineState {
        published.learnt.publish(baseline)
      }
      published.isArmed.publish(unsafe groups[index].pipeline.isArmed ? 1 : 0)
      published.gapCount.publish(
        unsafe groups[index].pipeline.tally.gapCount)
      if published.hasDeadlines { watchStart(ofGroup: index) }
      if published.sensesGravity { watchGravity(ofGroup: index) }
      if let smallest = unsafe groups[index].pipeline.smallestPredictablePgvLog10Thousandths {
        published.smallestPredictablePgv.publish(Int64(smallest))
      }
      guard let noise = unsafe groups[index].pipeline.noiseNanometresPerSecondSquared else {
        continue
      }
      published.verticalNoise.publish(noise.vertical)
      published.northNoise.publish(noise.north)
      published.eastNoise.publish(noise.east)
    }
  }

  /// Logs what has become of an earlier start's baseline.
  private func watchStart(ofGroup index: Int) {
    let event = startWatches[index].judge(unsafe groups[index].pipeline.resumption)
    groupStates[index].startKind.publish(startWatches[index].kind.rawValue)
    // What a conditioner takes that has learnt nothing.
    if let event { log.put(event, source: groupStates[index].name, first: 10) }
  }

  /// Logs the first reading of gravity, and when readings leave or enter the limits.
  private func watchGravity(ofGroup index: Int) {
    let reading = unsafe groups[index].pipeline.gravity
    if let reading { groupStates[index].tiltMillidegrees.publish(reading.tiltMillidegrees) }
    let finding = gravityWatches[index].judge(reading)
    if let reading {
      groupStates[index].learnt.publish(
        reading, firstTiltMillidegrees: gravityWatches[index].firstTiltMillidegrees)
    }
    guard let finding else { return }
    log.put(
      finding.isOutOfLimits ? .gravityOutOfLimits : .gravity, source: groupStates[index].name,
      first: finding.deviationPartsPerMillion, second: finding.tiltMillidegrees)
  }
}
