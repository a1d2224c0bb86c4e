/// A station file with everything it points to, ready to build a station from.
package struct StationSetup: Equatable, Sendable {
  package var station: StationFile
  /// The board, with the calibrations applied.
  package var board: BoardFile
  package var calibrations: [CalibrationFile] = []
  /// The bytes of the station file, then of the board file: what the configuration hash is of.
  package var configurationBytes: [UInt8] = []
  /// The bytes of the calibration files in their order: what the calibration hash is of.
  package var calibrationBytes: [UInt8] = []

  /// The bytes of the model file; nil where the station has none.
  package var modelBytes: [UInt8]?
  /// Why the model file was not read, where the station may do without.
  package var modelProblem: ConfigurationProblem?

  package init(station: StationFile, board: BoardFile) {
    self.station = station
    self.board = board
  }

  /// Reads a station file, its board, its calibrations and its model, and fits them together.
  ///
  /// - Parameters:
  ///   - path: The station file.
  ///   - needsModel: Whether a model file that cannot be read is an error; else `modelProblem` tells.
  /// - Throws: `ConfigurationError` with everything that is wrong.
  package init(
    readingFrom path: String, needsModel: Bool = true
  ) throws(ConfigurationError) {
    var problems: [ConfigurationProblem] = []
    let stationBytes = try bytes(of: path)
    let station = try StationFile(decoding: stationBytes)
    var board: BoardFile?
    var boardBytes: [UInt8] = []
    do throws(ConfigurationError) {
      let source = try bytes(of: station.board)
      boardBytes = source.bytes
      board = try BoardFile(decoding: source)
    } catch {
      problems += error.problems
    }
    var calibrations: [CalibrationFile] = []
    var calibrationBytes: [UInt8] = []
    for path in station.calibrations {
      do throws(ConfigurationError) {
        let source = try bytes(of: path)
        calibrationBytes += source.bytes
        calibrations.append(try CalibrationFile(decoding: source))
      } catch {
        problems += error.problems
      }
    }
    var modelBytes: [UInt8]?
    var modelProblem: ConfigurationProblem?
    if let modelFile = station.modelFile {
      do throws(ConfigurationError) {
        modelBytes = try bytes(of: modelFile).bytes
      } catch {
        modelProblem = error.problems.first
        if needsModel { problems += error.problems }
      }
    }
    guard let board, problems.isEmpty else { throw ConfigurationError(problems: problems) }
    self.init(station: station, board: board)
    self.calibrations = calibrations
    self.configurationBytes = stationBytes.bytes + boardBytes
    self.calibrationBytes = calibrationBytes
    self.modelBytes = modelBytes
    self.modelProblem = modelProblem
    problems = applyCalibrations(stationPath: path) + slowChannelProblems(stationPath: path)
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
  }

  /// This setup without its model, which cannot be used.
  package func withoutModel() -> StationSetup {
    var setup = self
    setup.station = station.withoutModel()
    setup.modelBytes = nil
    return setup
  }
}

private func bytes(of path: String) throws(ConfigurationError) -> ConfigurationBytes {
  do {
    return try ConfigurationBytes(readingFrom: path)
  } catch {
    throw ConfigurationError(problems: [error])
  }
}
