internal import Acquisition
internal import CLinux
internal import SampleRing
internal import SeismicTypes
internal import Synchronization

/// Reads one sensor into its ring for as long as the station runs, whatever becomes of the sensor.
///
/// A device that cannot be opened, fails, falls silent or sends nonsense is closed and opened again
/// after a growing pause; what was missed in between is recorded as a gap with its length.
final class LiveWorker<Device: SensorDevice> {
  private let device: Device
  private var producer: SampleProducer
  private var log: LogQueue
  private let state: StationState
  private let group: GroupState
  private let sampleRate: SampleRate
  private var supervisor: DeviceSupervisor
  private var timeline: SourceTimeline
  private var newestSampleIndex: Int64 = 0

  /// The longest wait: how late the thread notices that the station stops.
  private static var longestWaitMilliseconds: Int32 { 50 }

  init(
    device: Device, producer: consuming SampleProducer, log: consuming LogQueue,
    state: StationState, group: GroupState, sampleRate: SampleRate, samplesPerBlock: Int,
    groupDelayNanoseconds: Int64
  ) {
    self.device = device
    self.producer = producer
    self.log = log
    self.state = state
    self.group = group
    self.sampleRate = sampleRate
    supervisor = DeviceSupervisor(
      blockNanoseconds: sampleRate.nanoseconds(ofSamples: Int64(samplesPerBlock)),
      now: clinux_raw_nanoseconds())
    timeline = SourceTimeline(
      sampleRate: sampleRate, delayNanoseconds: groupDelayNanoseconds + device.delayNanoseconds)
  }

  /// The thread's body: until the station stops.
  func run() {
    while !state.isStopping {
      if supervisor.isOpen { read() } else { open() }
    }
    device.close()
    end()
  }

  /// Opens the device if it is due, and waits a moment if it is not.
  private func open() {
    let pause = supervisor.pause(at: clinux_raw_nanoseconds())
    guard pause == 0 else {
      let wait = min(pause, Int64(Self.longestWaitMilliseconds) * 1_000_000)
      clinux_sleep_until(clinux_monotonic_nanoseconds() + wait)
      return
    }
    do throws(AcquisitionError) {
      try device.open()
      supervisor.noteOpened(at: clinux_raw_nanoseconds())
      // No sample is at stake yet, so that words may go to the log from here.
      for fact in device.facts {
        Log.write(.info, "source-opened source=\(group.name.string) \(fact)")
      }
    } catch {
      Log.write(.error, "source-failed source=\(group.name.string) \(error.message)")
      close(as: .failed)
    }
  }

  private func read() {
    var counts = producer.reserve()
    let outcome = device.read(into: &counts, timeoutMilliseconds: Self.longestWaitMilliseconds)
    switch outcome {
    case .block(let block):
      deliver(block)
    case .nothing:
      if supervisor.hasStalled(at: clinux_raw_nanoseconds()) { fail(.stalled) }
    case .failed(let fault):
      fail(fault)
    }
  }

  private func deliver(_ block: DeviceBlock) {
    guard block.frameCount > 0 else { return }
    let clock = ClockReading.now()
    supervisor.noteBlock(at: clock.rawNanoseconds)
    group.publish(supervisor.state)
    let place = timeline.place(block, at: clock)
    var header = SampleBlockHeader(
      startTime: place.startTime, sampleIndex: place.sampleIndex, sampleRate: sampleRate,
      channelCount: 0, sampleCount: UInt32(block.frameCount), flags: place.flags,
      clockErrorMicroseconds: place.clockErrorMicroseconds,
      missingSampleCount: place.missingSampleCount)
    header.committedAt = MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
    if !producer.commit(header) { countOverrun() }
    newestSampleIndex = place.sampleIndex + Int64(block.frameCount)
    group.clockErrorMicroseconds.publish(Int64(place.clockErrorMicroseconds))
  }

  private func fail(_ fault: DeviceFault) {
    log.put(.sourceFault, source: group.name, first: fault.number, second: fault.systemError)
    close(as: fault == .stalled ? .stalled : .failed)
  }

  private func close(as state: DeviceSupervisor.State) {
    device.close()
    supervisor.noteClosed(as: state, at: clinux_raw_nanoseconds())
    group.publish(state)
  }

  private func countOverrun() {
    let count = group.overrunCount.value + 1
    group.overrunCount.publish(count)
    log.put(.overrun, source: group.name, first: count)
  }

  /// Tells the processing thread that nothing more will come.
  private func end() {
    var last = SampleBlockHeader(
      startTime: Timestamp(nanoseconds: 0), sampleIndex: newestSampleIndex, sampleRate: sampleRate,
      channelCount: 0, sampleCount: 0, flags: .endOfSource)
    last.committedAt = MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
    while !producer.commit(last) {
      clinux_sleep_until(clinux_monotonic_nanoseconds() + 1_000_000)
    }
    log.put(.sourceEnded, source: group.name, first: newestSampleIndex)
  }
}

extension DeviceFault {
  /// The fault's place in the log's documentation.
  fileprivate var number: Int64 {
    switch self {
    case .system: 0
    case .unplugged: 1
    case .stalled: 2
    case .nonsense: 3
    }
  }

  fileprivate var systemError: Int64 {
    if case .system(let code) = self { return Int64(code) }
    return 0
  }
}
