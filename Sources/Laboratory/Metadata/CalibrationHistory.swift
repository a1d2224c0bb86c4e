import Foundation
package import StationConfiguration

/// The calibrations of one instrument, oldest first: those that a station used one after another.
package struct CalibrationHistory: Sendable {
  package let calibrations: [CalibrationFile]
  /// Files that are younger than the one in use, which the station has not taken up.
  package let unusedFiles: [String]

  /// Finds the calibrations before the one in use: the files of its folder that begin with its serial
  /// number and are of its part, as `firstbreak calibrate` writes them.
  ///
  /// - Parameters:
  ///   - current: The calibration in use.
  ///   - path: Its file.
  /// - Throws: `ConfigurationError` where a file of the folder cannot be read.
  package init(of current: CalibrationFile, at path: String) throws(ConfigurationError) {
    let folder = URL(filePath: path).deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let own = URL(filePath: path).lastPathComponent
    var earlier: [CalibrationFile] = []
    var unused: [String] = []
    for name in names.sorted()
    where name.hasPrefix(current.serial + "-") && name.hasSuffix(".json") && name != own {
      let other = folder.appending(path: name).path
      let file = try CalibrationFile(readingFrom: other)
      // Those that measured nothing the data path uses describe no new epoch.
      guard file.part == current.part, file.serial == current.serial, !file.channels.isEmpty else {
        continue
      }
      if file.date < current.date { earlier.append(file) } else { unused.append(other) }
    }
    // Dates are YYYY-MM-DD: their order as texts is that of the days. Of one day the last file holds.
    var byDate: [String: CalibrationFile] = [:]
    for file in earlier { byDate[file.date] = file }
    calibrations = byDate.values.sorted { $0.date < $1.date } + [current]
    unusedFiles = unused
  }
}

/// A time over which a source's metadata are the same.
package struct MetadataEpoch: Equatable, Sendable {
  /// YYYY-MM-DD, from 0 h UTC on; nil is from ever.
  package var start: String?
  /// The day at whose beginning it ends; nil lasts.
  package var end: String?
  /// Nil is the board's nominal values.
  package var calibration: CalibrationFile?

  /// The epochs that a history gives.
  ///
  /// - Parameters:
  ///   - calibrations: Oldest first.
  ///   - installation: The day since when the station has stood; nil begins with the first calibration.
  ///     Before the first calibration the board's nominal values hold.
  /// - Returns: The epochs without a gap between them, oldest first; at least one.
  package static func epochs(
    _ calibrations: [CalibrationFile], since installation: String?
  ) -> [MetadataEpoch] {
    var starts: [(day: String?, calibration: CalibrationFile?)] = calibrations.map {
      ($0.date, $0)
    }
    if let installation {
      let before = starts.last { ($0.day ?? "") <= installation }?.calibration
      starts.removeAll { ($0.day ?? "") <= installation }
      starts.insert((installation, before), at: 0)
    }
    if starts.isEmpty { starts = [(nil, nil)] }
    return starts.enumerated().map { index, start in
      MetadataEpoch(
        start: start.day, end: index + 1 < starts.count ? starts[index + 1].day : nil,
        calibration: start.calibration)
    }
  }
}
