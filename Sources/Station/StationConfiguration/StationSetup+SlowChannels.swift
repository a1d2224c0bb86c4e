extension StationSetup {
  /// Slow channels of sources that the board has not, or that do not measure what is asked.
  func slowChannelProblems(stationPath: String) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    for (position, channel) in station.slowChannels.enumerated() {
      let keyPath = "slowChannels[\(position)]"
      let quantities = quantities(of: channel.source)
      if quantities.isEmpty {
        problems.append(
          .wrongValue(
            file: stationPath, keyPath: keyPath + ".source", value: quotedText(channel.source),
            expected: "the name of a source of the board, or \"station\""))
      } else if !quantities.contains(channel.quantity) {
        let words = quantities.map { $0.rawValue }.joined(separator: ", ")
        problems.append(
          .wrongValue(
            file: stationPath, keyPath: keyPath + ".quantity",
            value: quotedText(channel.quantity.rawValue),
            expected: "what \(channel.source) measures: \(words)"))
      }
      for earlier in station.slowChannels[..<position]
      where earlier.source == channel.source && earlier.quantity == channel.quantity {
        problems.append(
          .wrongValue(
            file: stationPath, keyPath: keyPath, value: "a second one of its kind",
            expected: "each source's quantity once"))
      }
      problems += weatherProblems(of: channel, keyPath: keyPath, stationPath: stationPath)
    }
    return problems
  }

  private func weatherProblems(
    of channel: SlowChannelSettings, keyPath: String, stationPath: String
  ) -> [ConfigurationProblem] {
    guard let weather = channel.weatherSource else { return [] }
    for source in board.slowSources where source.name == weather {
      if case .environment = source.driver { return [] }
    }
    return [
      .wrongValue(
        file: stationPath, keyPath: keyPath + ".weatherSource", value: quotedText(weather),
        expected: "the name of a source of the board with the driver environment")
    ]
  }

  /// What a source of the board, or the station itself, can be watched for.
  private func quantities(of name: String) -> [SlowQuantity] {
    if name == "station" { return [.temperature] }
    for source in board.sources where source.name == name {
      return source.sensesGravity ? [.noise, .tilt] : [.noise]
    }
    for source in board.slowSources where source.name == name {
      switch source.driver {
      case .rd200m: return [.radon]
      case .pulse(let settings):
        let isRadon = settings.sensitivityCountsPerHourPerBecquerelPerCubicMetre != nil
        return isRadon ? [.radon] : [.pulses]
      case .environment: return [.temperature, .supply]
      }
    }
    return []
  }
}
