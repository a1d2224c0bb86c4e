internal import Acquisition
internal import CLinux
internal import SeismicTypes

/// What a live source's thread reports.
///
/// While samples come it uses its queue, which never waits; words go straight to the log only while
/// the device is closed.
struct SourceLog: ~Copyable {
  /// The rate is reported after a minute, after ten, and then every hour.
  private static let reportSpans: [Int64] = [60_000_000_000, 600_000_000_000]
  private static let reportInterval: Int64 = 3_600_000_000_000
  /// A device that stays away for the same reason is mentioned again after this time.
  private static let reminderInterval: Int64 = 60_000_000_000

  private var queue: LogQueue
  private let name: ShortText
  private var isResuming = true
  private var reportCount = 0
  private var nextReportAt: Int64 = 0
  private var failure = ""
  private var nextReminderAt: Int64 = 0

  init(_ queue: consuming LogQueue, name: ShortText) {
    self.queue = queue
    self.name = name
  }

  mutating func opened(_ facts: [String]) {
    isResuming = true
    for fact in facts { Log.write(.info, "source-opened source=\(name.string) \(fact)") }
  }

  mutating func notOpened(_ error: AcquisitionError) {
    let now = clinux_monotonic_nanoseconds()
    let message = error.message
    guard message != failure || now >= nextReminderAt else { return }
    failure = message
    nextReminderAt = now + Self.reminderInterval
    Log.write(.error, "source-missing source=\(name.string) \(message)")
  }

  mutating func failed(_ fault: DeviceFault) {
    failure = ""
    Log.write(.error, "source-fault source=\(name.string) \(fault.text)")
  }

  mutating func overrun(_ count: Int64) { queue.put(.overrun, source: name, first: count) }

  /// Reports the first block after an opening, leap seconds, and now and then the rate.
  mutating func delivered(_ place: BlockPlacement, rate: @autoclosure () -> RateReport) {
    if isResuming {
      isResuming = false
      failure = ""
      queue.put(
        .sourceDelivers, source: name, first: place.sampleIndex,
        second: place.startTime.nanoseconds)
    }
    if case .leapSecond(let nanoseconds) = place.clockStep {
      queue.put(.leapSecond, source: name, first: nanoseconds)
    }
    guard place.startRawNanoseconds >= nextReportAt else { return }
    report(rate(), at: place.startRawNanoseconds)
  }

  private mutating func report(_ rate: RateReport, at now: Int64) {
    guard reportCount < Self.reportSpans.count else {
      nextReportAt = now + Self.reportInterval
      return put(rate)
    }
    // The span grows by bins, so that it is looked at once a second.
    nextReportAt = now + 1_000_000_000
    guard rate.spanNanoseconds >= Self.reportSpans[reportCount] - 2_000_000_000 else { return }
    reportCount += 1
    put(rate)
  }

  private mutating func put(_ rate: RateReport) {
    queue.put(
      .sourceRate, source: name, first: rate.partsPerBillion, second: rate.jitterNanoseconds)
  }

  mutating func ended(
    _ sampleIndex: Int64, rate: RateReport, latency: borrowing LatencyHistogram
  ) {
    if rate.spanNanoseconds > 0 { put(rate) }
    queue.put(.sourceEnded, source: name, first: sampleIndex)
    Log.write(.info, "source-latency source=\(name.string) \(latency.text)")
  }
}

extension DeviceFault {
  /// The fault in words.
  fileprivate var text: String {
    switch self {
    case .system(let code): "error: \(ErrorText.of(code))"
    case .unplugged: "unplugged"
    case .stalled: "stalled"
    case .nonsense: "nonsense"
    case .reconfigured: "set otherwise than the board file says: its calibration is void"
    }
  }
}
