internal import Acquisition
internal import CLinux
internal import SlowChannels
internal import StationConfiguration

/// One slow source: opens its device, asks it now and then, closes it when it fails and tries again
/// after a growing pause.
final class SlowSource {
  /// What asking once has given.
  enum Outcome {
    case nothing
    case reading(SlowReading)
    case environment(EnvironmentSensor.Reading)
  }

  private enum Device {
    case radon(RadonModule, millibecquerelsPerHundredth: Int64)
    case pulse(PulseCounter)
    case environment(EnvironmentSensor)
  }

  let name: String
  private var device: Device
  private let pollNanoseconds: Int64
  private var isOpen = false
  private var missedCount = 0
  private var pauseNanoseconds: Int64 = SlowSource.firstPauseNanoseconds
  private var hasToldFailure = false
  /// When the source is to be asked again, on CLOCK_MONOTONIC.
  private(set) var nextAt: Int64 = 0

  private static let firstPauseNanoseconds: Int64 = 100_000_000
  private static let longestPauseNanoseconds: Int64 = 10_000_000_000
  /// Answers missed in a row that make a module one that is not there.
  private static let mostMissed = 3
  private static let answerMilliseconds: Int32 = 300

  /// Makes the driver; touches no device.
  init(_ source: SlowSourceDescription) {
    name = source.name
    pollNanoseconds = Int64(source.pollSeconds * 1e9)
    switch source.driver {
    case .rd200m(let settings):
      // 0.01 pCi/L are 0.37 Bq/m³.
      device = .radon(
        RadonModule(path: settings.device),
        millibecquerelsPerHundredth: settings.isInBecquerels ? 10 : 370)
    case .pulse(let settings): device = .pulse(Self.counter(settings))
    case .environment(let settings):
      device = .environment(
        EnvironmentSensor(
          device: settings.device, supplyElement: settings.supplyElement,
          sysfsRoot: settings.sysfsRoot))
    }
  }

  private static func counter(_ settings: PulseSettings) -> PulseCounter {
    let input: PulseCounter.Input
    if let line = settings.line {
      input = .line(
        chip: settings.device, offset: UInt32(line), isFalling: settings.isFalling)
    } else {
      input = .counter(folder: settings.device)
    }
    return PulseCounter(
      input, deadNanoseconds: Int64((settings.deadTimeMicroseconds * 1000).rounded()))
  }

  /// Asks the source if it is due.
  func poll() -> Outcome {
    let now = clinux_monotonic_nanoseconds()
    guard now >= nextAt else { return .nothing }
    nextAt = now + pollNanoseconds
    guard isOpen || open(now) else { return .nothing }
    switch device {
    case .radon(let module, let millibecquerelsPerHundredth):
      return ask(module, millibecquerelsPerHundredth)
    case .pulse(let counter):
      switch counter.read() {
      case .pulses(let count, let nanoseconds):
        return .reading(.counts(count, nanoseconds: nanoseconds))
      case .failed(let fault):
        fail(Self.words(fault))
        return .nothing
      }
    case .environment(let sensor):
      if let reading = sensor.read() { return .environment(reading) }
      fail("its files are gone")
      return .nothing
    }
  }

  /// Opens the device once: what it says of itself, for `--check`.
  func check() throws(AcquisitionError) -> [String] {
    try openDevice()
    defer { close() }
    return facts
  }

  func close() {
    isOpen = false
    switch device {
    case .radon(let module, _): module.close()
    case .pulse(let counter): counter.close()
    case .environment: break
    }
  }

  private func ask(_ module: RadonModule, _ millibecquerelsPerHundredth: Int64) -> Outcome {
    switch module.poll(timeoutMilliseconds: Self.answerMilliseconds) {
    case .reply(let reply):
      missedCount = 0
      guard reply.status == .measuring else { return .nothing }
      return .reading(
        .level(thousandths: Int64(reply.hundredths) * millibecquerelsPerHundredth))
    case .nothing:
      missedCount += 1
      if missedCount >= Self.mostMissed { fail("no answer") }
      return .nothing
    case .failed(let fault):
      fail(Self.words(fault))
      return .nothing
    }
  }
}

extension SlowSource {
  /// Opens the device; a failure is told once until it has been open.
  private func open(_ now: Int64) -> Bool {
    do throws(AcquisitionError) {
      try openDevice()
    } catch {
      retry(now)
      tell(error.message)
      return false
    }
    isOpen = true
    hasToldFailure = false
    missedCount = 0
    pauseNanoseconds = Self.firstPauseNanoseconds
    for fact in facts { Log.write(.info, "source-opened source=\(name) \(fact)") }
    return true
  }

  private func openDevice() throws(AcquisitionError) {
    switch device {
    case .radon(let module, _): try module.open()
    case .pulse(let counter): try counter.open()
    case .environment(var sensor):
      try sensor.open()
      device = .environment(sensor)
    }
  }

  private var facts: [String] {
    switch device {
    case .radon(let module, _): module.facts
    case .pulse: ["counting"]
    case .environment(let sensor): sensor.facts
    }
  }

  private func fail(_ words: String) {
    close()
    missedCount = 0
    retry(clinux_monotonic_nanoseconds())
    tell(words)
  }

  private func retry(_ now: Int64) {
    nextAt = now + pauseNanoseconds
    pauseNanoseconds = min(2 * pauseNanoseconds, Self.longestPauseNanoseconds)
  }

  private func tell(_ words: String) {
    guard !hasToldFailure else { return }
    hasToldFailure = true
    Log.write(.error, "source-failed source=\(name) \(words)")
  }

  private static func words(_ fault: DeviceFault) -> String {
    switch fault {
    case .system(let code): ErrorText.of(code)
    case .unplugged: "unplugged"
    case .stalled: "stalled"
    case .nonsense: "nonsense"
    case .reconfigured: "set otherwise than the board file says"
    }
  }
}
