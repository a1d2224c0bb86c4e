extension StationSetup {
  /// Replaces the board's nominal values by measured ones, and answers what does not fit together.
  ///
  /// A calibration belongs to the source whose `part` it names, if the station's `instruments`
  /// give that source the calibration's serial number.
  mutating func applyCalibrations(stationPath: String) -> [ConfigurationProblem] {
    var problems = instrumentProblems(stationPath: stationPath)
    var calibratedSources: [Int] = []
    for (position, calibration) in calibrations.enumerated() {
      let keyPath = "calibrations[\(position)]"
      guard let source = sourceIndex(of: calibration) else {
        problems.append(
          .wrongValue(
            file: stationPath, keyPath: keyPath,
            value: "of " + quotedText(calibration.part + " " + calibration.serial),
            expected: "a part of the board and a serial number listed in instruments"))
        continue
      }
      if calibration.channels.isEmpty { continue }
      if calibratedSources.contains(source) {
        problems.append(
          .wrongValue(
            file: stationPath, keyPath: keyPath,
            value: "a second one of " + quotedText(board.sources[source].name),
            expected: "one calibration for each source"))
        continue
      }
      calibratedSources.append(source)
      problems += apply(calibration, toSource: source, file: station.calibrations[position])
    }
    return problems
  }

  private func instrumentProblems(stationPath: String) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    for (position, instrument) in station.instruments.enumerated() {
      if board.sources.contains(where: { $0.name == instrument.source }) { continue }
      if board.slowSources.contains(where: { $0.name == instrument.source }) { continue }
      problems.append(
        .wrongValue(
          file: stationPath, keyPath: "instruments[\(position)].source",
          value: quotedText(instrument.source), expected: "the name of a source of the board"))
    }
    return problems
  }

  private func sourceIndex(of calibration: CalibrationFile) -> Int? {
    for (index, source) in board.sources.enumerated() where source.part == calibration.part {
      for instrument in station.instruments
      where instrument.source == source.name && instrument.serial == calibration.serial {
        return index
      }
    }
    return nil
  }

  private mutating func apply(
    _ calibration: CalibrationFile, toSource source: Int, file: String
  ) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    for (position, measured) in calibration.channels.enumerated() {
      let channels = board.sources[source].channels
      let index = channels.firstIndex { $0.code == measured.code }
      guard let index, channels[index].quantity == measured.quantity else {
        problems.append(
          .wrongValue(
            file: file, keyPath: "channels[\(position)].code", value: quotedText(measured.code),
            expected: "a channel of the board that measures the same quantity"))
        continue
      }
      board.sources[source].channels[index].sensitivityCountsPerUnit =
        measured.sensitivityCountsPerUnit
      if let offset = measured.offsetCounts {
        board.sources[source].channels[index].offsetCounts = offset
      }
      if let density = measured.noiseDensityMicroUnitsPerRootHertz {
        board.sources[source].channels[index].noiseDensityMicroUnitsPerRootHertz = density
      }
      if !measured.responseStages.isEmpty {
        board.sources[source].channels[index].responseStages = measured.responseStages
      }
      board.sources[source].channels[index].crossAxis = calibration.crossAxis(ofChannel: position)
    }
    return problems
  }
}

extension CalibrationFile {
  /// What the channel at a position feels of the axes of the three; nil where it was not measured.
  func crossAxis(ofChannel position: Int) -> CrossAxisRatios? {
    guard crossAxisRatios.count == channels.count else { return nil }
    var ratios = CrossAxisRatios(vertical: 0, north: 0, east: 0)
    for (column, channel) in channels.enumerated() {
      guard let component = ChannelComponent(channelCode: channel.code) else { return nil }
      ratios[component] = crossAxisRatios[position][column]
    }
    return ratios
  }
}
