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
  private let holdsBack: Bool
  #if ALLOCATING_TURN
    private var wasted: [UInt8] = []
  #endif

  /// The longest sleep: the thread looks round this often whatever happens.
  private static let longestWaitNanoseconds: Int64 = 100_000_000

  init(
    groups: UnsafeMutablePointer<StationGroup>, groupStates: [GroupState],
    queue: consuming AlertQueue, log: consuming LogQueue, settings: consuming PolicyInbox,
    wakeUp: WakeUp, state: StationState, holdsBack: Bool
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
    gravityWatches = groupStates.map { _ in GravityWatch() }
    self.holdsBack = holdsBack
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
      publish()
      if !worked { wakeUp.wait(since: ticket, timeoutNanoseconds: Self.longestWaitNanoseconds) }
    }
    publish()
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
    var worked = false
    var index = 0
    while index < groupCount {
      if unsafe groups[index].turn(&queue, &log, holdsBack: holdsBack) { worked = true }
      index &+= 1
    }
    takeSettings()
    return worked
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
    for index in 0..<groupCount where unsafe !groups[index].hasEnded { return false }
    return true
  }

  /// Statistics for heartbeats.
  private func publish() {
    for index in 0..<groupCount {
      let published = groupStates[index]
      published.isArmed.publish(unsafe groups[index].pipeline.isArmed ? 1 : 0)
      published.gapCount.publish(
        unsafe groups[index].pipeline.tally.gapCount)
      if published.sensesGravity { watchGravity(ofGroup: index) }
      guard let noise = unsafe groups[index].pipeline.noiseNanometresPerSecondSquared else {
        continue
      }
      published.verticalNoise.publish(noise.vertical)
      published.northNoise.publish(noise.north)
      published.eastNoise.publish(noise.east)
    }
  }

  /// Logs the first reading of gravity, and when readings leave or enter the limits.
  private func watchGravity(ofGroup index: Int) {
    let reading = unsafe groups[index].pipeline.gravity
    if let reading { groupStates[index].tiltMillidegrees.publish(reading.tiltMillidegrees) }
    guard let finding = gravityWatches[index].judge(reading) else { return }
    log.put(
      finding.isOutOfLimits ? .gravityOutOfLimits : .gravity, source: groupStates[index].name,
      first: finding.deviationPartsPerMillion, second: finding.tiltMillidegrees)
  }
}
