package import StationConfiguration

/// A station as FDSN StationXML describes it: every channel of every source, epoch by epoch.
package struct StationMetadata: Sendable {
  package struct Source: Sendable {
    /// With the board's nominal values.
    package var description: SourceDescription
    package var digital: DigitalStages
    package var serial: String?
    package var epochs: [MetadataEpoch]
  }

  package let station: StationFile
  package let boardDescription: String
  package let sources: [Source]
  /// Calibrations that lie beside the ones in use but are younger.
  package let unusedFiles: [String]

  /// Gathers a station's metadata.
  ///
  /// - Parameters:
  ///   - setup: The station with its calibrations.
  ///   - board: Its board as the file has it, no calibration applied.
  ///   - installation: The day since when the station has stood, YYYY-MM-DD.
  ///   - rateHertz: The rate of sources that are recordings.
  /// - Throws: `MetadataError` for a rate that is not known; `ConfigurationError` for a calibration of
  ///   the past that cannot be read.
  package init(
    _ setup: StationSetup, board: BoardFile, since installation: String?, rateHertz: Double?
  ) throws {
    station = setup.station
    boardDescription = board.description
    var sources: [Source] = []
    var unused: [String] = []
    for source in board.sources {
      let serial = setup.station.instruments.first { $0.source == source.name }?.serial
      var calibrations: [CalibrationFile] = []
      for (index, calibration) in setup.calibrations.enumerated()
      where calibration.part == source.part && calibration.serial == serial
        && !calibration.channels.isEmpty
      {
        let history = try CalibrationHistory(
          of: calibration, at: setup.station.calibrations[index])
        calibrations = history.calibrations
        unused += history.unusedFiles
      }
      sources.append(
        Source(
          description: source, digital: try DigitalStages(source, rateHertz: rateHertz),
          serial: serial, epochs: MetadataEpoch.epochs(calibrations, since: installation)))
    }
    self.sources = sources
    unusedFiles = unused
  }
}

extension StationMetadata.Source {
  /// A channel with what an epoch's calibration measured of it.
  package func channel(at index: Int, in epoch: MetadataEpoch) -> ChannelDescription {
    var channel = description.channels[index]
    guard let measured = measured(channel.code, in: epoch) else { return channel }
    channel.sensitivityCountsPerUnit = measured.sensitivityCountsPerUnit
    if !measured.responseStages.isEmpty { channel.responseStages = measured.responseStages }
    return channel
  }

  /// What an epoch's calibration measured of a channel; nil for nominal values.
  func measured(_ code: String, in epoch: MetadataEpoch) -> ChannelCalibration? {
    let quantity = description.channels.first { $0.code == code }?.quantity
    return epoch.calibration?.channels.first { $0.code == code && $0.quantity == quantity }
  }
}
