internal import CLinux
internal import SampleRing
internal import SeismicTypes
internal import StationConfiguration

/// Every source's worker and ring on one side, every group's pipeline on the other.
// Unsafe storage: the groups are handed to the processing worker, which owns and frees them.
@safe
struct SourceLanes {
  private(set) var threads: [SourceThread] = []
  private(set) var settings: [WorkerThread.Settings] = []
  private(set) var groupStates: [GroupState] = []
  /// The archive's ends of the sources' second rings, none without an archive.
  private(set) var archiveLanes: [ArchiveLane] = []
  private(set) var gravityWatches: [GravityWatch] = []
  let groups: UnsafeMutablePointer<StationGroup>

  /// Builds a lane for each source of the plan.
  ///
  /// - Parameters:
  ///   - plan: The sources and their parameters.
  ///   - kept: What earlier starts have learnt of the sensors.
  ///   - wakeUp: What the processing thread sleeps on.
  ///   - archiveWakeUp: What the archive's thread sleeps on.
  ///   - state: The station's.
  ///   - logs: Gets each source thread's.
  /// - Throws: `StationError` for parameters that cannot work.
  init(
    _ plan: StationPlan, kept: KeptBaselines, wakeUp: WakeUp, archiveWakeUp: WakeUp,
    state: StationState, logs: inout [LogInbox]
  ) throws(StationError) {
    unsafe groups = .allocate(capacity: plan.sources.count)
    for index in plan.sources.indices {
      let source = plan.sources[index]
      let ring = SampleRing(
        slotCount: source.description.ringBlocks, channelCount: source.description.channelCount,
        samplesPerBlock: source.description.samplesPerBlock, wakeUp: wakeUp)
      let name = plan.groups[index].sourceName
      var pipeline = try StationPipeline(plan.groups[index])
      gravityWatches.append(Self.resume(&pipeline, source, from: kept, plan))
      unsafe (groups + index).initialize(
        to: StationGroup(
          consumer: ring.takeConsumer(), pipeline: pipeline, name: name, index: index))
      let groupState = GroupState(
        name: name, channelCodes: source.description.channels.map { $0.code },
        sensesGravity: source.description.sensesGravity)
      groupStates.append(groupState)
      let inbox = LogInbox(slotCount: 32)
      logs.append(inbox)
      let archive = tap(ofSource: index, plan, wakeUp: archiveWakeUp)
      switch source.origin {
      case .played(let feed):
        threads.append(
          .played(
            SourceWorker(
              feed: feed, producer: ring.takeProducer(), archive: archive,
              log: inbox.takeQueue(), state: state, group: groupState,
              sampleRate: source.sampleRate, speedThousandths: source.speedThousandths)))
      case .live(let device):
        threads.append(
          .live(
            LiveWorker(
              device: device, producer: ring.takeProducer(), archive: archive,
              log: inbox.takeQueue(), state: state, group: groupState,
              channelCount: source.description.channelCount,
              samplesPerBlock: source.description.samplesPerBlock,
              groupDelayNanoseconds: source.description.groupDelayNanoseconds)))
      }
      settings.append(
        WorkerThread.Settings(
          name: source.description.name,
          realTimePriority: Int32(source.description.realTimePriority ?? 0),
          cpu: Int32(source.description.cpu ?? -1)))
    }
  }

  /// A source's way to the archive, nil without one.
  private mutating func tap(
    ofSource index: Int, _ plan: StationPlan, wakeUp: WakeUp
  ) -> ArchiveTap? {
    guard let archive = plan.archive else { return nil }
    let ring = archive.makeRing(
      ofSource: index, plan.sources[index].description, wakeUp: wakeUp)
    let losses = ArchiveLosses()
    archiveLanes.append(ArchiveLane(ring.takeConsumer(), losses: losses))
    return ArchiveTap(ring.takeProducer(), losses: losses)
  }

  /// Begins a sensor's pipeline with what an earlier start has learnt, and says which kind of start it is.
  private static func resume(
    _ pipeline: inout StationPipeline, _ source: OpenedSource, from kept: KeptBaselines,
    _ plan: StationPlan
  ) -> GravityWatch {
    guard case .live = source.origin else { return GravityWatch() }
    let name = source.description.name
    let reason: KeptBaselines.ColdReason
    switch kept.finding(
      ofSource: name, configurationHash: plan.configurationHash,
      at: Timestamp(nanoseconds: clinux_realtime_nanoseconds()))
    {
    case .kept(let entry):
      if pipeline.resume(entry.baseline, gravity: entry.gravity) {
        Log.write(
          .info,
          "warm-start source=\(name) trialSeconds=3 observedShakingAfterSeconds=3 "
            + "predictionsAfterSeconds=11")
        guard let gravity = entry.gravity else { return GravityWatch() }
        return GravityWatch(
          resuming: gravity, firstTiltMillidegrees: entry.firstTiltMillidegrees)
      }
      reason = .changedScale
    case .cold(let why): reason = why
    }
    Log.write(
      .info,
      "cold-start source=\(name) reason=\(reason.word) observedShakingAfterSeconds=10 "
        + "predictionsAfterSeconds=11")
    return GravityWatch()
  }
}
