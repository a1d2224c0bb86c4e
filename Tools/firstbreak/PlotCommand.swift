import Acquisition
import Foundation
import NoiseAnalysis
import Plotting
import Seismograms

/// `firstbreak plot`: pictures of recordings.
enum PlotCommand: Command {
  static let name = "plot"
  static let summary = "draws a day of a channel, or traces with what a station made of them"
  static let help = """
    usage: firstbreak plot day --input X.mseed [more] --output FILE.svg|png [options]
           firstbreak plot section --input X.mseed [more] --output FILE.svg|png [options]

    day       a helicorder: line below line, the time of day at the left
      --channels PATTERN         the channel, where the files hold more than one
      --minutes N                minutes of a line: 60, or another whole fraction of a day
      --scale COUNTS             one line spacing; what nine in ten lines stay within unless given
      --sensitivity, --quantity, --station, --source
                                 as for firstbreak noise: writes the scale in m/s² or m/s

    section   the traces of one or more stations, each file one station's record, with P onsets,
              the windows that estimates rest on, and alerts
      --events FILE [more]       lines of firstbreak replay --json, one file for each record in order
      --distances KM,KM,…        draws each record's vertical at its distance from the source
      --channels PATTERN         which channels of the files

      --json                     says what was drawn as one JSON object

    Example:
      firstbreak plot day --input Tests/Fixtures/records/19_gaps_OpenEEW_024_2020_3_30.mseed \\
        --channels HNZ --minutes 10 --output day.svg
    """
  static let valueOptions: Set<String> = [
    "output", "channels", "minutes", "scale", "sensitivity", "quantity", "station", "source",
    "distances",
  ]
  static let listOptions: Set<String> = ["input", "events"]
  static let flagOptions: Set<String> = ["json"]
  static let operandLimit = 1

  static func run(_ options: Options) throws -> Bool {
    guard let word = options.operands.first else {
      throw UsageError(message: "a word is missing, expected day or section")
    }
    do {
      switch word {
      case "day": try DayRequest(options).draw()
      case "section": try SectionRequest(options).draw()
      default:
        throw UsageError(message: "\"\(word)\" is not understood, expected day or section")
      }
    } catch let error as AcquisitionError {
      throw WorkError(message: error.message)
    } catch let error as NoiseError {
      throw WorkError(message: error.message)
    }
    return true
  }
}

extension Options {
  /// The files that a picture is drawn of, and where it goes.
  func picturedFiles() throws -> (inputs: [String], output: PictureFile) {
    let inputs = all("input")
    guard !inputs.isEmpty else { throw UsageError(message: "--input is missing") }
    guard let output = try picture("output") else {
      throw UsageError(message: "--output is missing")
    }
    return (inputs, output)
  }

  /// Which channels of the files are meant.
  func channelFilter() throws -> ChannelFilter {
    guard let text = try value("channels") else { return .all }
    do {
      return try ChannelFilter(text)
    } catch {
      throw UsageError(message: "--channels: \(error.message)")
    }
  }

  /// Refuses options that another subcommand takes.
  func refuse(_ names: [String], for word: String) throws {
    for name in names where !all(name).isEmpty {
      throw UsageError(message: "--\(name) is not for plot \(word)")
    }
  }
}

extension NoiseRecord {
  /// Reads files as one recording.
  init(files: [String], filter: ChannelFilter) throws(AcquisitionError) {
    self.init(
      try Recording(
        Recording.Parameters(
          files: files.map { RecordingFile(path: $0) }, channelFilter: filter)))
  }
}
