internal import Alerting
internal import CLinux
internal import Recording
internal import SampleRing
internal import SeismicTypes
internal import StationConfiguration

/// The station's rings and workers, joined but not yet running.
final class StationAssembly {
  let logs: [LogInbox]
  /// What the network thread has sent, and the eventfd that says so.
  let sentDescriptor: Int32
  private let alertRing: SlotRing
  private let sentRing: SlotRing
  private let sourceThreads: [SourceThread]
  private let sourceSettings: [WorkerThread.Settings]
  private let processingWorker: ProcessingWorker
  private let networkWorker: NetworkWorker
  /// Nil where nothing is watched slowly.
  private let slowWorker: SlowWorker?
  /// Nil without an archive.
  private let archiveWorker: ArchiveWorker?
  private let storageWorker: StorageWorker
  private let resolverWorker: ResolverWorker
  let destinations: DestinationDirectory
  private let eventMarks = EventMarkInbox()
  let groupStates: [GroupState]
  private var policyOutbox: PolicyOutbox

  /// SCHED_FIFO priorities: sources first, then processing, then network.
  private let realTime: RealTimeSettings
  /// More advisories than come at once; what finds no room has stood in the log.
  private static let advisorySlotCount = 64
  /// The names of the threads that are given time to bring their last words to storage.
  static let archiveName = "archive"
  static let storageName = "storage"

  /// Allocates everything the station will ever use on its way from sample to datagram.
  init(
    _ plan: StationPlan, _ setup: StationSetup, key: SigningKey, state: StationState
  ) throws(StationError) {
    realTime = setup.board.realTime
    var logs: [LogInbox] = []
    let wakeUp = WakeUp()
    let alertDescriptor = clinux_eventfd()
    sentDescriptor = clinux_eventfd()
    guard alertDescriptor >= 0, sentDescriptor >= 0 else {
      throw .input(
        "an eventfd cannot be made: \(ErrorText.of(min(alertDescriptor, sentDescriptor)))")
    }
    alertRing = AlertQueue.makeRing(slotCount: StationPlan.alertSlotCount)
    sentRing = AlertQueue.makeRing(slotCount: StationPlan.alertSlotCount)
    let advisoryRing = AlertQueue.makeRing(slotCount: Self.advisorySlotCount)
    let policyRing = PolicyInbox.makeRing()
    policyOutbox = PolicyOutbox(policyRing.takeProducer())

    let archiveWakeUp = WakeUp()
    let kept = KeptBaselines(
      readingFrom: BaselineKeeper.path(in: setup.station.stateDirectory))
    let lanes = try SourceLanes(
      plan, kept: kept, wakeUp: wakeUp, archiveWakeUp: archiveWakeUp, state: state, logs: &logs)
    sourceThreads = lanes.threads
    sourceSettings = lanes.settings
    groupStates = lanes.groupStates

    let processingInbox = LogInbox()
    processingWorker = unsafe ProcessingWorker(
      groups: lanes.groups, groupStates: lanes.groupStates,
      queue: AlertQueue(
        alertRing.takeProducer(), wakeDescriptor: alertDescriptor, coincidence: plan.coincidence),
      log: processingInbox.takeQueue(), settings: PolicyInbox(policyRing.takeConsumer()),
      wakeUp: wakeUp, state: state, gravityWatches: lanes.gravityWatches, holdsBack: plan.holdsBack,
      followsDataTime: plan.followsDataTime)

    let networkInbox = LogInbox()
    let heartbeat = Self.heartbeatNanoseconds(setup.station.policy)
    resolverWorker = ResolverWorker(state: state)
    destinations = DestinationDirectory(
      setup.station.destinations, heartbeatNanoseconds: heartbeat, resolver: resolverWorker)
    networkWorker = NetworkWorker(
      inbox: AlertInbox(alertRing.takeConsumer()),
      advisories: AlertInbox(advisoryRing.takeConsumer()), inboxDescriptor: alertDescriptor,
      sent: AlertQueue(sentRing.takeProducer(), wakeDescriptor: sentDescriptor),
      sender: try Self.sender(destinations.addresses), settings: destinations.settings,
      log: networkInbox.takeQueue(),
      stamp: try Self.stamp(setup, plan), health: try Self.health(setup, state, lanes),
      key: key, state: state, heartbeatNanoseconds: heartbeat, holdsBack: plan.holdsBack)
    let marks = eventMarks
    archiveWorker = plan.archive.map { archive in
      ArchiveWorker(
        Archive(archive.parameters, sources: archive.sources), lanes: lanes.archiveLanes,
        marks: marks, state: state, wakeUp: archiveWakeUp, holdsBack: plan.holdsBack,
        freeSpace: FreeSpaceWatch(folder: archive.parameters.root))
    }
    storageWorker = StorageWorker(plan, groups: lanes.groupStates, state: state)
    let slowPlan = SlowPlan(setup)
    slowWorker =
      slowPlan.watches.isEmpty
      ? nil
      : SlowWorker(
        slowPlan, groups: lanes.groupStates, state: state,
        queue: AlertQueue(advisoryRing.takeProducer(), wakeDescriptor: alertDescriptor),
        stateDirectory: setup.station.stateDirectory)
    self.logs = logs + [processingInbox, networkInbox]
  }

  /// What the network thread has sent; take it once.
  func takeSentMessages() -> AlertInbox { AlertInbox(sentRing.takeConsumer()) }

  /// The way to tell the archive of events; take it once.
  func takeEventMarks() -> EventMarkQueue { eventMarks.takeQueue() }

  /// Messages that found no room on their way to the network thread.
  var lostMessageCount: UInt { alertRing.overrunCount }
  /// Messages sent whose event lines found no room on their way to housekeeping.
  var lostLineCount: UInt { sentRing.overrunCount }

  /// Starts the threads, receivers of data before their senders.
  ///
  /// - Parameter bootId: The number of this start.
  /// - Returns: The threads, to be joined.
  /// - Throws: `StationError` when the system gives no thread.
  func start(bootId: UInt64) throws(StationError) -> [WorkerThread] {
    var threads: [WorkerThread] = []
    let resolver = resolverWorker
    threads.append(
      try WorkerThread(
        WorkerThread.Settings(
          name: "resolver", stackKibibytes: WorkerThread.resolverStackKibibytes)
      ) { resolver.run() })
    destinations.begin()
    let network = networkWorker
    network.begin(bootId: bootId)
    threads.append(
      try Self.thread(
        "network", Int32(realTime.networkPriority), cpu: Int32(realTime.networkCpu ?? -1)
      ) { network.run() })
    let processing = processingWorker
    threads.append(
      try Self.thread(
        "processing", Int32(realTime.processingPriority),
        cpu: Int32(realTime.processingCpu ?? -1)
      ) { processing.run() })
    for index in sourceThreads.indices {
      let worker = sourceThreads[index]
      let settings = sourceSettings[index]
      threads.append(
        try Self.thread(
          settings.name,
          settings.realTimePriority == 0
            ? Int32(realTime.sourcePriority) : settings.realTimePriority,
          cpu: settings.cpu
        ) { worker.run() })
    }
    let storage = storageWorker
    threads.append(try Self.thread(Self.storageName, 0, cpu: -1) { storage.run() })
    if let archiveWorker {
      threads.append(try Self.thread(Self.archiveName, 0, cpu: -1) { archiveWorker.run() })
    }
    if let slowWorker {
      threads.append(try Self.thread("slow", 0, cpu: -1) { slowWorker.run() })
    }
    return threads
  }

  /// Hands new settings to the threads that use them.
  ///
  /// - Parameters:
  ///   - policy: Of the station file, for both threads.
  ///   - destinations: For the network thread.
  /// - Returns: False when earlier settings have not been taken yet; then nothing is handed over.
  func apply(_ policy: PolicySettings, _ destinations: [DestinationSettings]) -> Bool {
    guard policyOutbox.put(PipelinePlan.policy(policy)) else { return false }
    self.destinations.replace(
      destinations, heartbeatNanoseconds: Self.heartbeatNanoseconds(policy))
    return true
  }

  private static func heartbeatNanoseconds(_ policy: PolicySettings) -> Int64 {
    Int64(policy.heartbeatSeconds * 1e9)
  }

  /// The summary of all groups; call it when the threads have ended.
  func summary() -> StationSummary {
    var summary = StationSummary(groupStates.indices.map { processingWorker.tally(ofGroup: $0) })
    summary.eventCount = processingWorker.eventCount
    return summary
  }

  private static func thread(
    _ name: String, _ priority: Int32, cpu: Int32, _ body: @escaping () -> Void
  ) throws(StationError) -> WorkerThread {
    let thread = try WorkerThread(
      WorkerThread.Settings(name: name, realTimePriority: priority, cpu: cpu), body)
    for words in thread.refusals { Log.write(.warning, words) }
    return thread
  }

  private static func sender(
    _ destinations: [AlertDestination]
  ) throws(StationError) -> AlertSender {
    do throws(AlertingError) {
      return try AlertSender(destinations)
    } catch {
      throw .alerting(error)
    }
  }

  static func stamp(
    _ setup: StationSetup, _ plan: StationPlan
  ) throws(StationError) -> MessageStamp {
    guard let name = ShortText(setup.station.identity.text) else {
      throw .input("station \(setup.station.identity.text): longer than 32 bytes")
    }
    var position = GeographicPosition()
    position.latitudeE7Degrees = Int32((setup.station.latitudeDegrees * 1e7).rounded())
    position.longitudeE7Degrees = Int32((setup.station.longitudeDegrees * 1e7).rounded())
    position.elevationMetres = Int32(setup.station.elevationMetres.rounded())
    return MessageStamp(
      station: name, position: position, isTest: plan.isTest,
      modelHash: plan.model?.hashPrefix ?? 0)
  }

  private static func health(
    _ setup: StationSetup, _ state: StationState, _ lanes: borrowing SourceLanes
  ) throws(StationError) -> HealthReport {
    guard let version = ShortText(Version.text) else {
      throw .input("version \(Version.text): longer than 32 bytes")
    }
    return HealthReport(
      state: state, groups: lanes.groupStates, mode: setup.station.mode.wireNumber,
      softwareVersion: version,
      configurationHash: ContentHash.prefix(of: setup.configurationBytes),
      calibrationHash: ContentHash.prefix(of: setup.calibrationBytes))
  }
}
