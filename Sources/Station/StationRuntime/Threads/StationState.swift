internal import Acquisition
internal import Alerting
internal import SeismicTypes
internal import Synchronization

/// What the station's threads tell one another outside the rings.
///
/// Every field is one atomic word that one thread writes.
final class StationState: Sendable {
  /// Asks every thread to come to an end.
  private let stopping = Atomic<Bool>(false)
  private let processingEnded = Atomic<Bool>(false)
  private let networkEnded = Atomic<Bool>(false)

  let sendFailureCount = Gauge(0)
  let storageErrorCount = Gauge(0)
  /// Of the archive, beside that of the event lines.
  let archiveErrorCount = Gauge(0)
  /// When the archive had written its last sample to its files, 0 before.
  let archiveWrittenAt = Gauge(0)
  /// `UInt32.max` while unknown.
  let freeMebibytes = Gauge(Int64(UInt32.max))
  /// `Int32.min` while unknown.
  let temperatureCentidegrees = Gauge(Int64(Int32.min))
  /// Of the kernel, beside the station's own.
  let kernelStorageErrorCount = Gauge(0)
  /// −1 while unknown.
  let powerBits = Gauge(-1)
  /// Raised by the processing thread each time it has looked round, several times a second.
  let progress = Gauge(0)
  /// The same of the network thread.
  let networkProgress = Gauge(0)
  /// Page faults of the processing thread since its first ten seconds, in memory and from storage.
  let minorFaultCount = Gauge(0)
  let majorFaultCount = Gauge(0)
  /// 1 while a pulse per second comes, 0 while it does not, −1 where there is none.
  let hasPulsePerSecond = Gauge(-1)

  // Ordering: sequentially consistent; these are read a few times a second and order nothing else.
  var isStopping: Bool { stopping.load(ordering: .sequentiallyConsistent) }
  func stop() { stopping.store(true, ordering: .sequentiallyConsistent) }
  var hasProcessingEnded: Bool { processingEnded.load(ordering: .sequentiallyConsistent) }
  func endProcessing() { processingEnded.store(true, ordering: .sequentiallyConsistent) }
  var hasNetworkEnded: Bool { networkEnded.load(ordering: .sequentiallyConsistent) }
  func endNetwork() { networkEnded.store(true, ordering: .sequentiallyConsistent) }

  /// Publishes what the kernel says of the board.
  func publish(_ reading: BoardReading) {
    temperatureCentidegrees.publish(reading.temperatureCentidegrees ?? Int64(Int32.min))
    kernelStorageErrorCount.publish(reading.storageErrorCount ?? 0)
    powerBits.publish(reading.powerBits ?? -1)
    hasPulsePerSecond.publish(reading.hasPulsePerSecond.map { $0 ? 1 : 0 } ?? -1)
  }
}

/// What one source's group publishes for heartbeats.
final class GroupState: Sendable {
  let name: ShortText
  let channelCodes: [String]
  let sensesGravity: Bool
  /// 1 while the trigger can take an onset or holds one.
  let isArmed = Gauge(0)
  let overrunCount = Gauge(0)
  let gapCount = Gauge(0)
  /// Blocks processed, those later than their deadline, and the longest from commit to done.
  let blockCount = Gauge(0)
  let deadlineMissCount = Gauge(0)
  let longestLatencyNanoseconds = Gauge(0)
  /// The clock error of the newest block, `UInt32.max` when unsynchronised.
  let clockErrorMicroseconds = Gauge(Int64(UInt32.max))
  /// How the source's device is: the number of a `ChannelState`.
  private let deviceState = Gauge(0)
  /// When the newest block came, on CLOCK_MONOTONIC_RAW.
  let heardAt = Gauge(0)
  /// Silence beyond this is a stall; 0 where nothing is expected, as of a recording.
  private let stallNanoseconds = Gauge(0)
  /// What an earlier start may begin with.
  let learnt = LearntGauges()
  /// How a sensor has started: a `StartWatch.Kind`.
  let startKind = Gauge(StartWatch.Kind.cold.rawValue)
  /// 1 while observed shaking is judged.
  let isObserving = Gauge(0)
  /// rms noise of the components, nm/s², −1 before it is known.
  let verticalNoise = Gauge(-1)
  let northNoise = Gauge(-1)
  let eastNoise = Gauge(-1)
  /// log10 of the smallest predictable PGV, cm/s, in thousandths; `Int64.min` before it is known.
  let smallestPredictablePgv = Gauge(.min)
  /// The newest tilt that gravity shows, −1 before it is known.
  let tiltMillidegrees = Gauge(-1)

  init(name: ShortText, channelCodes: [String], sensesGravity: Bool) {
    self.name = name
    self.channelCodes = channelCodes
    self.sensesGravity = sensesGravity
  }

  /// The rms noise of component 0 vertical, 1 north or 2 east, nm/s², −1 before it is known.
  func noise(ofComponent component: Int) -> Int64 {
    switch component {
    case 0: verticalNoise.value
    case 1: northNoise.value
    default: eastNoise.value
    }
  }

  /// Publishes how late blocks have been.
  func publish(_ deadlines: BlockDeadlines) {
    blockCount.publish(deadlines.blockCount)
    deadlineMissCount.publish(deadlines.missCount)
    longestLatencyNanoseconds.publish(deadlines.longestNanoseconds)
  }

  /// Publishes how the source's device is.
  func publish(_ state: DeviceSupervisor.State) {
    switch state {
    case .delivering: deviceState.publish(Int64(ChannelState.ok.rawValue))
    case .stalled: deviceState.publish(Int64(ChannelState.stalled.rawValue))
    case .failed: deviceState.publish(Int64(ChannelState.failed.rawValue))
    }
  }

  /// How the source's device is.
  ///
  /// A source that has not been heard for too long is stalled even where its own thread is stuck in a
  /// driver and cannot say so.
  ///
  /// - Parameter now: The instant, on CLOCK_MONOTONIC_RAW.
  /// - Returns: The state for heartbeats.
  func channelState(at now: Int64) -> ChannelState {
    let state = ChannelState(rawValue: UInt8(deviceState.value)) ?? .failed
    let limit = stallNanoseconds.value
    guard state == .ok, limit > 0 else { return state }
    // Twice the limit: the thread itself has the first word.
    return now - heardAt.value > 2 * limit ? .stalled : .ok
  }

  /// Whether a sensor that was heard before has been silent for so long that its own thread must be
  /// stuck: twice what that thread takes for an interruption.
  ///
  /// - Parameter now: The instant, on CLOCK_MONOTONIC_RAW.
  /// - Returns: The answer; false for a recording.
  func isSilent(at now: Int64) -> Bool {
    let limit = stallNanoseconds.value
    guard limit > 0, heardAt.value > 0 else { return false }
    return now - heardAt.value > 2 * max(limit, DeviceSupervisor.interruptionNanoseconds)
  }

  /// Whether the source is a sensor, whose blocks must be done before the next ones come.
  var hasDeadlines: Bool { stallNanoseconds.value > 0 }

  /// Says that the source is a sensor, which must be heard.
  func supervise(stallNanoseconds limit: Int64) {
    publish(.failed)
    stallNanoseconds.publish(limit)
  }
}
