internal import Acquisition
internal import CLinux
internal import SampleRing
internal import SeismicTypes
internal import Synchronization

/// Reads one source into its ring, paced as a sensor would be.
///
/// A recording can hold back, so with a full ring it waits instead of losing samples; a real sensor
/// cannot, and its driver drops and counts.
final class SourceWorker {
  private var feed: SourceFeed
  private var producer: SampleProducer
  private var archive: ArchiveTap?
  private var log: LogQueue
  private let state: StationState
  private let group: GroupState
  private let sampleRate: SampleRate
  /// 1000 is real time; 0 is as fast as the station keeps up.
  private let speedThousandths: Int64

  /// The longest sleep: how late the thread notices that the station stops.
  private static let longestSleepNanoseconds: Int64 = 50_000_000
  /// How long it waits before it looks at a full ring again.
  private static let roomWaitNanoseconds: Int64 = 1_000_000

  init(
    feed: SourceFeed, producer: consuming SampleProducer, archive: consuming ArchiveTap?,
    log: consuming LogQueue, state: StationState, group: GroupState, sampleRate: SampleRate,
    speedThousandths: Int64
  ) {
    self.feed = feed
    self.producer = producer
    self.archive = archive
    self.log = log
    self.state = state
    self.group = group
    self.sampleRate = sampleRate
    self.speedThousandths = speedThousandths
  }

  /// The thread's body: until the source ends or the station stops.
  func run() {
    let clock = PacedClock(
      start: MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds()),
      sampleRate: sampleRate, speedThousandths: speedThousandths)
    var header = SampleBlockHeader(
      startTime: Timestamp(nanoseconds: 0), sampleIndex: 0, sampleRate: sampleRate,
      channelCount: 0, sampleCount: 0)
    var newestSampleIndex: Int64 = 0
    while waitForRoom() {
      var counts = producer.reserve()
      guard feed.next(into: &counts, header: &header), !header.flags.has(.endOfSource) else {
        break
      }
      let endIndex = header.sampleIndex + Int64(header.sampleCount)
      waitUntilDue(clock, endIndex)
      guard !state.isStopping else { break }
      archive?.prepare(
        counts.span, count: Int(header.sampleCount) * Int(header.channelCount))
      header.committedAt = MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
      if !producer.commit(header) { countOverrun() }
      archive?.commit(header)
      newestSampleIndex = endIndex
      group.clockErrorMicroseconds.publish(Int64(header.clockErrorMicroseconds))
    }
    end(after: newestSampleIndex)
  }

  private func countOverrun() {
    let count = group.overrunCount.value + 1
    group.overrunCount.publish(count)
    log.put(.overrun, source: group.name, first: count)
  }

  private func end(after sampleIndex: Int64) {
    var last = SampleBlockHeader(
      startTime: Timestamp(nanoseconds: 0), sampleIndex: sampleIndex, sampleRate: sampleRate,
      channelCount: 0, sampleCount: 0, flags: .endOfSource)
    last.committedAt = MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
    while !producer.commit(last) {
      clinux_sleep_until(clinux_monotonic_nanoseconds() + Self.roomWaitNanoseconds)
    }
    log.put(.sourceEnded, source: group.name, first: sampleIndex)
  }

  /// Waits until the ring takes a block; false when the station stops.
  private func waitForRoom() -> Bool {
    while !(producer.hasRoom() && (archive?.hasRoom() ?? true)) {
      if state.isStopping { return false }
      clinux_sleep_until(clinux_monotonic_nanoseconds() + Self.roomWaitNanoseconds)
    }
    return !state.isStopping
  }

  /// A block is due when its last sample has been taken.
  private func waitUntilDue(_ clock: PacedClock, _ sampleIndex: Int64) {
    guard speedThousandths > 0 else { return }
    let due = clock.deadline(ofSample: sampleIndex).nanoseconds
    while !state.isStopping {
      let now = clinux_monotonic_nanoseconds()
      if now >= due { return }
      clinux_sleep_until(min(due, now + Self.longestSleepNanoseconds))
    }
  }
}
