internal import SeismicTypes
internal import SlowChannels
internal import StationConfiguration

/// What is watched slowly, worked out from the board and the station file.
struct SlowPlan {
  private(set) var watches: [SlowWatch] = []
  let sources: [SlowSourceDescription]
  private let settings: [SlowChannelSettings]

  init(_ setup: StationSetup) {
    sources = setup.board.slowSources
    settings = setup.station.slowChannels
    for (index, source) in sources.enumerated() { addSource(source, index) }
    // Of recordings nothing else is worth watching.
    guard setup.board.sources.contains(where: { $0.driver.isSensor }) else { return }
    for (index, source) in setup.board.sources.enumerated() where source.driver.isSensor {
      addGroup(source, index)
    }
    add(
      .stationTemperature, source: "station", .temperature,
      Self.level("temperature", unit: "degC", resolutionThousandths: 100))
  }

  /// The plan in words, one fact a line.
  var lines: [String] {
    var lines: [String] = []
    for (index, source) in sources.enumerated() {
      lines.append(
        "slow source \(source.name): \(source.driver.word) on \(device(ofSource: index))")
    }
    for watch in watches where !Self.isOfStation(watch.input) {
      lines.append(
        "slow channel \(watch.stateName): \(watch.channel.parameters.unit), "
          + "every \(watch.channel.parameters.intervalSeconds) s")
    }
    return lines
  }

  private static func isOfStation(_ input: SlowWatch.Input) -> Bool {
    switch input {
    case .slowSource, .slowTemperature, .slowSupply: false
    case .noise, .tilt, .stationTemperature: true
    }
  }

  private func device(ofSource index: Int) -> String {
    switch sources[index].driver {
    case .rd200m(let settings): settings.device
    case .pulse(let settings):
      settings.device + (settings.line.map { " line \($0)" } ?? "")
    case .environment(let settings): settings.device
    }
  }

  private mutating func addSource(_ source: SlowSourceDescription, _ index: Int) {
    switch source.driver {
    case .rd200m(let settings):
      add(
        .slowSource(index), source: source.name, .radon,
        Self.radon(settings.sensitivityCountsPerHourPerBecquerelPerCubicMetre))
    case .pulse(let settings):
      var parameters = SlowChannel.Parameters(quantity: "pulses", unit: "1/interval")
      if let sensitivity = settings.sensitivityCountsPerHourPerBecquerelPerCubicMetre {
        parameters = Self.radon(sensitivity)
        parameters.sensitivity?.backgroundCounts = Int64(settings.backgroundCounts)
        parameters.sensitivity?.backgroundSeconds = Int64(
          (settings.backgroundHours * 3600).rounded())
      }
      parameters.deadNanoseconds = Int64((settings.deadTimeMicroseconds * 1000).rounded())
      let quantity = parameters.sensitivity == nil ? SlowQuantity.pulses : .radon
      add(.slowSource(index), source: source.name, quantity, parameters)
    case .environment(let settings):
      add(
        .slowTemperature(index), source: source.name, .temperature,
        Self.level("temperature", unit: "degC", resolutionThousandths: 100))
      if settings.supplyElement != nil {
        add(
          .slowSupply(index), source: source.name, .supply,
          Self.level("supply", unit: "V", resolutionThousandths: 20))
      }
    }
  }

  private mutating func addGroup(_ source: SourceDescription, _ index: Int) {
    for channel in source.channels {
      add(
        .noise(group: index, component: channel.component.rawValue), source: source.name, .noise,
        Self.level("noise " + channel.code, unit: "nm/s2", resolutionThousandths: 1000))
    }
    if source.sensesGravity {
      add(
        .tilt(group: index), source: source.name, .tilt,
        Self.level("tilt", unit: "deg", resolutionThousandths: 10))
    }
  }

  private mutating func add(
    _ input: SlowWatch.Input, source: String, _ quantity: SlowQuantity,
    _ defaults: SlowChannel.Parameters
  ) {
    var parameters = defaults
    var weatherSource: Int?
    for setting in settings where setting.source == source && setting.quantity == quantity {
      Self.apply(setting, to: &parameters)
      weatherSource = sources.firstIndex { $0.name == setting.weatherSource }
      parameters.monitor.usesWeather = weatherSource != nil
    }
    watches.append(
      SlowWatch(
        input: input, source: ShortText(source) ?? ShortText(), weatherSource: weatherSource,
        channel: SlowChannel(parameters)))
  }

  /// Radon: counts in the background of a detector, judged from above and by absolute limits.
  private static func radon(_ countsPerHourPerBecquerel: Double) -> SlowChannel.Parameters {
    var parameters = SlowChannel.Parameters(quantity: "radon", unit: "Bq/m3")
    parameters.sensitivity = RadonSensitivity(
      microcountsPerHourPerBecquerel: Int64((countsPerHourPerBecquerel * 1e6).rounded()))
    parameters.limitsThousandths = [100_000, 148_000, 300_000]
    return parameters
  }

  /// A level that may leave its usual range either way.
  private static func level(
    _ quantity: String, unit: String, resolutionThousandths: Int64
  ) -> SlowChannel.Parameters {
    var parameters = SlowChannel.Parameters(quantity: quantity, unit: unit)
    parameters.monitor.isCounting = false
    parameters.monitor.side = .both
    parameters.monitor.smallestVarianceQ16 =
      max(1, resolutionThousandths * resolutionThousandths * 65_536 / 1_000_000)
    return parameters
  }

  private static func apply(
    _ setting: SlowChannelSettings, to parameters: inout SlowChannel.Parameters
  ) {
    parameters.intervalSeconds = Int64(setting.intervalSeconds)
    parameters.monitor.warmUpCount = setting.warmUpIntervals
    parameters.monitor.averagingShift = Int64(setting.averagingIntervals.trailingZeroBitCount)
    parameters.monitor.enterSigmaThousandths = Int64((setting.enterSigma * 1000).rounded())
    parameters.monitor.leaveSigmaThousandths = Int64((setting.leaveSigma * 1000).rounded())
    parameters.monitor.persistenceCount = setting.persistenceIntervals
    parameters.monitor.persistenceWindow = setting.persistenceWindowIntervals
    parameters.monitor.maximumFreezeCount = setting.maximumFreezeIntervals
    guard parameters.sensitivity != nil else { return }
    parameters.limitsThousandths = setting.limitsBecquerelsPerCubicMetre.map {
      Int64(($0 * 1000).rounded())
    }
  }
}
