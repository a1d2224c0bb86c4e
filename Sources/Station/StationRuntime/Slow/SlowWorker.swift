internal import Acquisition
internal import Alerting
internal import CLinux
internal import SeismicTypes
internal import SlowChannels

/// The thread of everything slow: asks radon and weather, watches the station's own figures, and sends
/// what is unusual as advisories.
///
/// It has no part in an alert: it may wait for a module's answer or for storage, and nothing waits for
/// it. Its way to the network thread is a ring of its own.
final class SlowWorker {
  private var watches: [SlowWatch]
  private let sources: [SlowSource]
  private var weather: [Weather?]
  private var weatherAt: [Int64]
  private let groups: [GroupState]
  private let state: StationState
  private var queue: AlertQueue
  private let statePath: String
  private var nextFiguresAt: Int64 = 0
  private var savedCount: Int64 = 0
  private var nextSaveAt: Int64 = 0
  private var hasToldSaving = false

  /// The longest sleep: how late the thread notices that the station stops.
  private static let longestSleepNanoseconds: Int64 = 100_000_000
  /// How often the station's own figures are taken.
  private static let figuresIntervalNanoseconds: Int64 = 10_000_000_000
  /// How often the gathered part of an interval is saved.
  private static let saveIntervalNanoseconds: Int64 = 600_000_000_000

  init(
    _ plan: SlowPlan, groups: [GroupState], state: StationState, queue: consuming AlertQueue,
    stateDirectory: String
  ) {
    watches = plan.watches
    sources = plan.sources.map { SlowSource($0) }
    weather = plan.sources.map { _ in nil }
    weatherAt = plan.sources.map { _ in 0 }
    self.groups = groups
    self.state = state
    self.queue = queue
    statePath = stateDirectory + "/slowChannels"
  }

  /// The thread's body: until the station stops or its sources have ended.
  func run() {
    restore()
    nextSaveAt = clinux_monotonic_nanoseconds() + Self.saveIntervalNanoseconds
    while !state.isStopping && !state.hasProcessingEnded {
      for index in sources.indices { take(sources[index].poll(), fromSource: index) }
      takeFigures()
      for index in watches.indices { advance(index) }
      saveWhenDue()
      sleep()
    }
    for source in sources { source.close() }
    save()
  }

  private func take(_ outcome: SlowSource.Outcome, fromSource index: Int) {
    switch outcome {
    case .nothing: return
    case .reading(let reading): add(reading, to: .slowSource(index))
    case .environment(let reading):
      if let temperature = reading.temperatureMillidegrees {
        add(.level(thousandths: temperature), to: .slowTemperature(index))
      }
      if let supply = reading.supplyMillivolts {
        add(.level(thousandths: supply), to: .slowSupply(index))
      }
      weatherAt[index] = clinux_monotonic_nanoseconds()
      // A quantity that could not be read this time is what it was last time.
      let before = weather[index]
      weather[index] = Weather(
        temperatureMillidegrees: reading.temperatureMillidegrees
          ?? before?.temperatureMillidegrees ?? 0,
        pressurePascals: reading.pressurePascals ?? before?.pressurePascals ?? 0,
        humidityThousandths: reading.humidityThousandths ?? before?.humidityThousandths ?? 0)
    }
  }

  /// The station's own figures, from what its threads publish for heartbeats.
  private func takeFigures() {
    let now = clinux_monotonic_nanoseconds()
    guard now >= nextFiguresAt else { return }
    nextFiguresAt = now + Self.figuresIntervalNanoseconds
    for watch in watches {
      switch watch.input {
      case .slowSource, .slowTemperature, .slowSupply: continue
      case .noise(let group, let component):
        let noise = groups[group].noise(ofComponent: component)
        if noise >= 0 { add(thousandfold(noise), to: watch.input) }
      case .tilt(let group):
        let tilt = groups[group].tiltMillidegrees.value
        if tilt >= 0 { add(.level(thousandths: tilt), to: watch.input) }
      case .stationTemperature:
        let temperature = state.temperatureCentidegrees.value
        if temperature != Int64(Int32.min) {
          add(.level(thousandths: temperature * 10), to: watch.input)
        }
      }
    }
  }

  private func thousandfold(_ value: Int64) -> SlowReading {
    .level(thousandths: min(value, Int64.max / 1000) * 1000)
  }

  private func add(_ reading: SlowReading, to input: SlowWatch.Input) {
    for index in watches.indices where watches[index].input == input {
      advance(index)
      _ = watches[index].channel.add(reading, at: now())
    }
  }

  /// Ends the channel's interval when its time is over, and sends what it says.
  private func advance(_ index: Int) {
    let before = watches[index].channel.judgedCount
    let reports = watches[index].channel.advance(to: now(), weather: weather(for: index))
    let watch = watches[index]
    if watch.channel.judgedCount != before, let latest = watch.channel.latest {
      Log.write(
        .info,
        "slow source=\(watch.source.string) \(watch.channel.parameters.quantity) "
          + "value=\(JSONLine.decimal(thousandths: latest.thousandths)) "
          + "sigma=\(JSONLine.decimal(thousandths: latest.sigmaThousandths)) "
          + "unit=\(watch.channel.parameters.unit) learning=\(watch.channel.isWarmingUp ? 1 : 0)")
    }
    for report in reports {
      Log.write(.warning, watch.line(report))
      queue.put(watch.advisory(report))
    }
  }

  /// The weather that explains a channel, unless it is older than two of its intervals.
  private func weather(for index: Int) -> Weather? {
    guard let source = watches[index].weatherSource else { return nil }
    let age = clinux_monotonic_nanoseconds() - weatherAt[source]
    let limit = 2_000_000_000 * watches[index].channel.parameters.intervalSeconds
    return age < limit ? weather[source] : nil
  }

  private func now() -> Timestamp { Timestamp(nanoseconds: clinux_realtime_nanoseconds()) }

  private func sleep() {
    let now = clinux_monotonic_nanoseconds()
    var until = now + Self.longestSleepNanoseconds
    for source in sources { until = min(until, source.nextAt) }
    if until > now { clinux_sleep_until(until) }
  }
}

extension SlowWorker {
  private func restore() {
    var isDamaged = false
    guard let file = SlowStateFile.read(statePath, isDamaged: &isDamaged) else {
      if isDamaged { Log.write(.warning, "\(statePath): damaged, slow channels learn anew") }
      return
    }
    for entry in file.entries {
      for index in watches.indices where watches[index].stateName == entry.name {
        if watches[index].channel.restore(entry.words) { continue }
        Log.write(.info, "slow channel \(entry.name): of other settings, learns anew")
      }
    }
  }

  /// Saves after each interval, and the gathered part of one now and then.
  private func saveWhenDue() {
    var judgedCount: Int64 = 0
    for watch in watches { judgedCount += watch.channel.judgedCount }
    guard judgedCount != savedCount || clinux_monotonic_nanoseconds() >= nextSaveAt else { return }
    savedCount = judgedCount
    save()
  }

  private func save() {
    nextSaveAt = clinux_monotonic_nanoseconds() + Self.saveIntervalNanoseconds
    let entries = watches.map { SlowStateFile.Entry(name: $0.stateName, words: $0.channel.words) }
    let result = SlowStateFile(entries: entries).write(statePath)
    if result == 0 { hasToldSaving = false }
    guard result != 0, !hasToldSaving else { return }
    hasToldSaving = true
    Log.write(.error, "\(statePath): cannot be written: \(ErrorText.of(result))")
  }
}
