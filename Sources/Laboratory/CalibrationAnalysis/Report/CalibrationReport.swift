internal import Foundation
package import Plotting
internal import SeismicTypes
package import StationConfiguration

/// What a calibration came to: the file, the picture and the words for the operator.
package struct CalibrationReport: Sendable {
  package var file: CalibrationFile
  package var figure: Figure
  /// The result, a line each.
  package var lines: [String]
  /// What the operator should know before believing it.
  package var remarks: [String]

  package init(file: CalibrationFile, figure: Figure, lines: [String], remarks: [String] = []) {
    self.file = file
    self.figure = figure
    self.lines = lines
    self.remarks = remarks
  }

  /// Writes the file and its picture, as SVG and PNG, never over another file.
  ///
  /// - Parameter folder: Where calibrations are kept; the part's folder is made in it.
  /// - Returns: The paths of the file and the pictures, and why one of those is missing.
  /// - Throws: `CalibrationError` where they cannot be written, exist, or the station would refuse
  ///   them.
  package func write(
    under folder: String
  ) throws(CalibrationError) -> (file: String, pictures: [String], remarks: [String]) {
    let text = file.json.indented
    let base = Self.path(of: file, under: folder)
    do throws(ConfigurationError) {
      // The daemon's own decoder has the last word on what is written.
      _ = try CalibrationFile(
        decoding: ConfigurationBytes(path: base + ".json", bytes: Array(text.utf8)))
    } catch {
      throw CalibrationError("the result is no calibration file: " + error.message)
    }
    try Self.check(unwritten: file, under: folder)
    do {
      try FileManager.default.createDirectory(
        atPath: URL(filePath: base).deletingLastPathComponent().path,
        withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
      try Data(text.utf8).write(to: URL(filePath: base + ".json"), options: .withoutOverwriting)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o644], ofItemAtPath: base + ".json")
    } catch {
      throw CalibrationError("\(base).json: cannot be written: \(error.localizedDescription)")
    }
    var pictures: [String] = []
    var remarks: [String] = []
    for path in [base + ".svg", base + ".png"] {
      do throws(PlottingError) {
        try PictureFile(path).write(figure)
        pictures.append(path)
      } catch {
        // The calibration stands without its picture, which can be drawn anew from the recordings.
        remarks.append(error.message)
      }
    }
    return (base + ".json", pictures, remarks)
  }

  /// Refuses a name that is taken, before an afternoon has been spent on it.
  package static func check(
    unwritten file: CalibrationFile, under folder: String
  ) throws(CalibrationError) {
    let path = path(of: file, under: folder) + ".json"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw CalibrationError(
        "\(path): already exists, and a calibration is never overwritten; expected another date or "
          + "folder")
    }
  }

  /// `<folder>/<part>/<serial>-<date>`, without an ending.
  package static func path(of file: CalibrationFile, under folder: String) -> String {
    URL(filePath: folder).appending(path: plain(file.part))
      .appending(path: plain(file.serial) + "-" + file.date).path
  }

  /// A name that is a file name everywhere.
  private static func plain(_ name: String) -> String {
    let kept = name.unicodeScalars.map { scalar -> Character in
      let isPlain =
        scalar.isASCII
        && (CharacterSet.alphanumerics.contains(scalar) || scalar == "-" || scalar == "_")
      return isPlain ? Character(scalar) : "-"
    }
    return String(kept)
  }
}
