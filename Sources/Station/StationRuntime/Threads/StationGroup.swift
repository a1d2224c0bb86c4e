internal import CLinux
internal import SampleRing
internal import SeismicTypes
internal import Triggering

/// One source's ring and pipeline as the processing thread serves them.
struct StationGroup: ~Copyable {
  private var consumer: SampleConsumer
  var pipeline: StationPipeline
  let name: ShortText
  /// Its place among the station's groups.
  private let index: Int
  /// How many samples of the oldest block have been taken, one by one.
  private var takenCount = 0
  private(set) var hasEnded = false
  /// Whether nothing has come since the source was interrupted.
  private var isInterrupted = false
  private(set) var deadlines = BlockDeadlines()

  /// At most this many blocks a turn, so that one busy source cannot starve another.
  static var largestTurn: Int { @_noAllocation @_noLocks get { 8 } }
  /// What a block of a source that can hold back waits for: no block makes more messages.
  private static var messageRoom: Int {
    @_noAllocation @_noLocks get { StationPlan.alertSlotCount / 2 }
  }

  init(
    consumer: consuming SampleConsumer, pipeline: consuming StationPipeline, name: ShortText,
    index: Int
  ) {
    self.consumer = consumer
    self.pipeline = pipeline
    self.name = name
    self.index = index
  }

  /// Processes what the ring holds, up to a turn's blocks.
  ///
  /// - Parameters:
  ///   - queue: Takes the messages.
  ///   - log: Takes the notices.
  ///   - holdsBack: Whether blocks may wait for room in the queue instead of losing messages.
  /// - Returns: Whether there was anything to do.
  mutating func turn(_ queue: inout AlertQueue, _ log: inout LogQueue, holdsBack: Bool) -> Bool {
    var blocks = 0
    while blocks < StationGroup.largestTurn,
      !holdsBack || queue.hasRoom(for: StationGroup.messageRoom),
      Self.process(
        &consumer, &pipeline, &queue, &deadlines, group: index, &hasEnded, &isInterrupted)
    {
      consumer.release()
      report(to: &log)
      blocks &+= 1
    }
    return blocks > 0
  }

  /// Ends the group without its source's word.
  mutating func end(_ queue: inout AlertQueue) {
    guard !hasEnded else { return }
    pipeline.finish(into: &queue)
    hasEnded = true
  }

  /// Interrupts the pipeline of a source whose own thread is stuck in its driver and cannot say so: its
  /// open event gets its final estimate.
  mutating func interruptSilent(_ queue: inout AlertQueue) {
    guard !hasEnded, !isInterrupted else { return }
    isInterrupted = true
    queue.noteInterruption(ofGroup: index)
    pipeline.interrupt(into: &queue)
  }

  /// One block of the ring through the pipeline; false when there is none.
  ///
  /// The compiler takes the end of a span's life for a possible deallocation, so this one step
  /// carries no attribute; what it calls does, and RealtimeSanitizer watches it at run time.
  private static func process(
    _ consumer: inout SampleConsumer, _ pipeline: inout StationPipeline,
    _ queue: inout AlertQueue, _ deadlines: inout BlockDeadlines, group: Int,
    _ hasEnded: inout Bool, _ isInterrupted: inout Bool
  ) -> Bool {
    guard let block = consumer.peek() else { return false }
    if block.header.flags.has(.sourceInterrupted) {
      isInterrupted = true
      queue.noteInterruption(ofGroup: group)
      pipeline.interrupt(into: &queue)
    } else if block.header.flags.has(.endOfSource) {
      queue.noteEnd(ofGroup: group)
      pipeline.finish(into: &queue)
      hasEnded = true
    } else {
      isInterrupted = false
      pipeline.process(block.header, block.counts, into: &queue)
      pipeline.noteTime(ofGroup: group, in: &queue)
      deadlines.note(block.header, at: clinux_monotonic_nanoseconds())
    }
    return true
  }

  /// The time of the next sample, nil while the ring is empty; the end comes with the last sample.
  mutating func nextSampleTime() -> Timestamp? {
    guard let block = consumer.peek() else { return nil }
    if block.header.flags.has(.endOfSource) {
      return pipeline.newestTime ?? Timestamp(nanoseconds: .min)
    }
    return block.header.time(ofSample: Int64(takenCount))
  }

  /// Processes the next sample alone, as if it were a block.
  ///
  /// - Parameters:
  ///   - queue: Takes the messages.
  ///   - log: Takes the notices.
  /// - Returns: False where the ring is empty or the queue has no room.
  mutating func step(_ queue: inout AlertQueue, _ log: inout LogQueue) -> Bool {
    guard queue.hasRoom(for: StationGroup.messageRoom),
      Self.step(
        &consumer, &pipeline, &queue, &deadlines, group: index, &takenCount, &hasEnded,
        &isInterrupted)
    else { return false }
    report(to: &log)
    return true
  }

  private static func step(
    _ consumer: inout SampleConsumer, _ pipeline: inout StationPipeline,
    _ queue: inout AlertQueue, _ deadlines: inout BlockDeadlines, group: Int,
    _ takenCount: inout Int, _ hasEnded: inout Bool, _ isInterrupted: inout Bool
  ) -> Bool {
    guard let block = consumer.peek() else { return false }
    guard !block.header.flags.has(.endOfSource), block.header.sampleCount > 0 else {
      let worked = process(
        &consumer, &pipeline, &queue, &deadlines, group: group, &hasEnded, &isInterrupted)
      consumer.release()
      return worked
    }
    let channelCount = Int(block.header.channelCount)
    let first = takenCount * channelCount
    pipeline.process(
      block.header.single(takenCount), block.counts.extracting(first..<first + channelCount),
      into: &queue)
    pipeline.noteTime(ofGroup: group, in: &queue)
    takenCount += 1
    if takenCount == Int(block.header.sampleCount) {
      takenCount = 0
      consumer.release()
    }
    return true
  }

  @_noAllocation @_noLocks
  private mutating func report(to log: inout LogQueue) {
    var index = 0
    while index < pipeline.notices.count {
      if let notice = pipeline.notices.notice(at: index) { put(notice, to: &log) }
      index &+= 1
    }
    let lost = pipeline.notices.lostCount
    if lost > 0 { log.put(.noticesLost, source: name, first: Int64(lost)) }
  }

  @_noAllocation @_noLocks
  private func put(_ notice: PipelineNotice, to log: inout LogQueue) {
    switch notice {
    case .gap(let missingSampleCount):
      log.put(.gap, source: name, first: missingSampleCount)
    case .clockStep(let nanoseconds):
      log.put(.clockStep, source: name, first: nanoseconds)
    case .trigger(let transition, let sampleIndex):
      put(transition, at: sampleIndex, to: &log)
    }
  }

  @_noAllocation @_noLocks
  private func put(
    _ transition: Trigger.Transition, at sampleIndex: Int64, to log: inout LogQueue
  ) {
    switch transition {
    case .armed: log.put(.triggerArmed, source: name, first: sampleIndex)
    case .pending(let onset): log.put(.onsetPending, source: name, first: onset)
    case .confirmed(let onset): log.put(.onsetConfirmed, source: name, first: onset)
    case .rejected(let onset, let reason):
      log.put(.onsetRejected, source: name, first: onset, second: Int64(reason.number()))
    case .detriggered: log.put(.triggerEnded, source: name, first: sampleIndex)
    case .forcedOff: log.put(.triggerForcedOff, source: name, first: sampleIndex)
    }
  }
}

extension Trigger.RejectionReason {
  /// The reason's place in the log's documentation; a raw value's getter is generic code.
  @_noAllocation @_noLocks
  fileprivate func number() -> Int {
    switch self {
    case .masked: 0
    case .accelerationRangeTooSmall: 1
    case .accelerationTooSmall: 2
    case .velocityOutOfRange: 3
    case .displacementOutOfRange: 4
    case .horizontalTooStrong: 5
    case .ratioTooSmall: 6
    }
  }
}
