internal import Acquisition
internal import CLinux
internal import SampleRing
internal import SeismicTypes
internal import Synchronization

/// Reads one sensor into its ring for as long as the station runs, whatever becomes of the sensor.
final class LiveWorker<Device: SensorDevice> {
  private var source: LiveSource<Device>
  private var producer: SampleProducer
  private var archive: ArchiveTap?
  private let channelCount: Int
  private var log: SourceLog
  private let state: StationState
  private let group: GroupState
  private let sampleRate: SampleRate
  private let periodNanoseconds: Int64
  private var nextSampleIndex: Int64 = 0
  private var latency = LatencyHistogram()

  /// The longest wait: how late the thread notices that the station stops.
  private static var longestWaitMilliseconds: Int32 { 50 }

  init(
    device: Device, producer: consuming SampleProducer, archive: consuming ArchiveTap?,
    log: consuming LogQueue, state: StationState, group: GroupState, channelCount: Int,
    samplesPerBlock: Int, groupDelayNanoseconds: Int64
  ) {
    self.producer = producer
    self.archive = archive
    self.channelCount = channelCount
    self.log = SourceLog(log, name: group.name)
    self.state = state
    self.group = group
    sampleRate = device.sampleRate
    periodNanoseconds = device.sampleRate.nanoseconds(ofSamples: 1)
    source = LiveSource(
      device: device, samplesPerBlock: samplesPerBlock,
      groupDelayNanoseconds: groupDelayNanoseconds, now: clinux_raw_nanoseconds())
    group.supervise(stallNanoseconds: source.stallNanoseconds)
  }

  /// The thread's body: until the station stops.
  func run() {
    while !state.isStopping { turn() }
    source.close()
    end()
  }

  private func turn() {
    var counts = producer.reserve()
    let turn = source.turn(
      into: &counts, timeoutMilliseconds: Self.longestWaitMilliseconds,
      clock: { ClockReading.now() })
    switch turn {
    case .block(let place, let frameCount):
      archive?.prepare(counts.span, count: frameCount * channelCount)
      deliver(place, frameCount)
    case .nothing: interrupt()
    case .pause(let nanoseconds): pause(nanoseconds)
    case .opened: log.opened(source.facts)
    case .notOpened(let error): log.notOpened(error)
    case .failed(let fault): log.failed(fault)
    }
    group.publish(source.state)
  }

  private func pause(_ nanoseconds: Int64) {
    interrupt()
    let wait = min(nanoseconds, Int64(Self.longestWaitMilliseconds) * 1_000_000)
    clinux_sleep_until(clinux_monotonic_nanoseconds() + wait)
  }

  private func deliver(_ place: BlockPlacement, _ frameCount: Int) {
    var header = SampleBlockHeader(
      startTime: place.startTime, sampleIndex: place.sampleIndex, sampleRate: sampleRate,
      channelCount: 0, sampleCount: UInt32(frameCount), flags: place.flags,
      clockErrorMicroseconds: place.clockErrorMicroseconds,
      missingSampleCount: place.missingSampleCount, measuredRate: place.measuredRate)
    header.committedAt = MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
    if !producer.commit(header) { countOverrun() }
    archive?.commit(header)
    let now = clinux_raw_nanoseconds()
    let newest =
      place.startRawNanoseconds + sampleRate.nanoseconds(ofSamples: Int64(frameCount - 1))
    latency.count(
      newestAge: now - newest, sampleCount: frameCount, periodNanoseconds: periodNanoseconds)
    nextSampleIndex = place.sampleIndex + Int64(frameCount)
    group.heardAt.publish(now)
    group.clockErrorMicroseconds.publish(Int64(place.clockErrorMicroseconds))
    log.delivered(place, rate: source.rate)
  }

  private func countOverrun() {
    let count = group.overrunCount.value + 1
    group.overrunCount.publish(count)
    log.overrun(count)
  }

  /// Tells the processing thread when the source has fallen silent, so that its event can end.
  private func interrupt() {
    guard producer.hasRoom(), source.takeInterruption(at: clinux_raw_nanoseconds()) else { return }
    _ = producer.commit(emptyBlock(.sourceInterrupted))
  }

  /// Tells the processing thread that nothing more will come.
  private func end() {
    let last = emptyBlock(.endOfSource)
    while !producer.commit(last) {
      clinux_sleep_until(clinux_monotonic_nanoseconds() + 1_000_000)
    }
    log.ended(nextSampleIndex, rate: source.rate, latency: latency)
  }

  private func emptyBlock(_ flags: BlockFlags) -> SampleBlockHeader {
    var header = SampleBlockHeader(
      startTime: Timestamp(nanoseconds: 0), sampleIndex: nextSampleIndex, sampleRate: sampleRate,
      channelCount: 0, sampleCount: 0, flags: flags)
    header.committedAt = MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
    return header
  }
}
