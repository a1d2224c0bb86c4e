package import Alerting
internal import CLinux
internal import SampleRing
package import SeismicTypes
internal import StationConfiguration

/// A station's pipelines over its recordings on the caller's own thread: what `replay` runs.
///
/// The stages, their order and their arithmetic are the daemon's; only the threads are missing. The
/// caller takes a block's messages before it asks for the next block.
package final class StationReplay {
  /// One source with its pipeline and the block it is working on.
  private struct Lane: ~Copyable {
    var feed: SourceFeed
    var pipeline: StationPipeline
    var counts: [Int32]
    var hasEnded = false

    /// Copies the source's next block, waits until it is due and processes it.
    ///
    /// - Returns: The block's header, nil when the source has ended.
    mutating func step(
      into queue: inout AlertQueue, _ blank: SampleBlockHeader, wait: (SampleBlockHeader) -> Void
    ) -> SampleBlockHeader? {
      var header = blank
      guard Self.read(&feed, &counts, &header) else {
        hasEnded = true
        pipeline.finish(into: &queue)
        return nil
      }
      wait(header)
      header.committedAt = MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
      Self.process(header, counts, &pipeline, &queue)
      return header
    }

    private static func read(
      _ feed: inout SourceFeed, _ counts: inout [Int32], _ header: inout SampleBlockHeader
    ) -> Bool {
      var span = counts.mutableSpan
      return feed.next(into: &span, header: &header) && !header.flags.has(.endOfSource)
    }

    private static func process(
      _ header: SampleBlockHeader, _ counts: borrowing [Int32],
      _ pipeline: inout StationPipeline, _ queue: inout AlertQueue
    ) {
      pipeline.process(header, counts.span, into: &queue)
      pipeline.noteTime(ofGroup: 0, in: &queue)
    }
  }

  private var lane: Lane
  private var queue: AlertQueue
  private var inbox: AlertInbox
  private let blank: SampleBlockHeader

  /// A replay of one source of the plan.
  ///
  /// - Parameters:
  ///   - plan: The station.
  ///   - index: Which of its sources.
  ///   - samplesPerBlock: The size of blocks; nil takes the board's.
  /// - Throws: `StationError` for settings the stages refuse.
  package init(_ plan: StationPlan, source index: Int = 0, samplesPerBlock: Int? = nil)
    throws(StationError)
  {
    let source = plan.sources[index]
    guard case .played(let feed) = source.origin else {
      throw .input(
        "source \(source.description.name): driver \(source.description.driver.word) is a sensor, "
          + "expected a recording to replay")
    }
    // It is the only one here: its messages are the station's.
    var group = plan.groups[index]
    group.group.index = 0
    group.group.count = 1
    let size = samplesPerBlock ?? source.description.samplesPerBlock
    lane = Lane(
      feed: feed, pipeline: try StationPipeline(group),
      counts: [Int32](repeating: 0, count: size * source.description.channelCount))
    let ring = AlertQueue.makeRing(slotCount: StationPlan.alertSlotCount)
    queue = AlertQueue(
      ring.takeProducer(), coincidence: plan.coincidence(ofSources: plan.sources[index...index]))
    inbox = AlertInbox(ring.takeConsumer())
    blank = SampleBlockHeader(
      startTime: Timestamp(nanoseconds: 0), sampleIndex: 0, sampleRate: source.sampleRate,
      channelCount: 0, sampleCount: 0)
  }

  /// Processes the next block; after the last one the open event's final estimate comes out.
  ///
  /// - Parameter wait: Returns when the block is due; at once where nothing keeps time.
  /// - Returns: The block's header, nil when the source has ended.
  package func step(wait: (SampleBlockHeader) -> Void = { _ in }) -> SampleBlockHeader? {
    lane.hasEnded ? nil : lane.step(into: &queue, blank, wait: wait)
  }

  /// The oldest message of the block, or nil.
  package func takeMessage() -> AlertMessage? { inbox.take() }

  package var tally: PipelineTally { lane.pipeline.tally }

  package var isArmed: Bool { lane.pipeline.isArmed }

  /// The newest sample, conditioned.
  package var motion: GroundMotion { lane.pipeline.motion }

  /// The trigger's STA/LTA after the newest sample, in thousandths.
  package var shortToLongTermRatioThousandths: Int64 {
    lane.pipeline.shortToLongTermRatioThousandths
  }
}
