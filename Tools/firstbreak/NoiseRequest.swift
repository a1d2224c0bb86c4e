import Acquisition
import NoiseAnalysis
import Plotting

/// What the command line of `firstbreak noise` asks for.
struct NoiseRequest {
  /// How many sensors stand side by side.
  enum Huddle: String { case two, three }

  let files: [String]
  let huddle: Huddle?
  let calibration: NoiseCalibration
  let output: PictureFile?
  let hasSpectrogram: Bool
  let isJSON: Bool
  private let filter: ChannelFilter
  private let segment: Double?

  init(_ options: Options) throws {
    files = options.all("input")
    guard !files.isEmpty else { throw UsageError(message: "--input is missing") }
    huddle = try options.value("huddle").map(Self.huddle)
    if let huddle {
      let count = huddle == .two ? 2 : 3
      guard files.count == count else {
        throw UsageError(
          message: "--input names \(files.count) files, expected \(count), one for each sensor")
      }
    }
    segment = try options.value("segment").map(Self.seconds)
    isJSON = options.has("json")
    hasSpectrogram = options.has("spectrogram")
    output = try options.picture("output")
    guard output != nil || !hasSpectrogram else {
      throw UsageError(message: "--spectrogram needs --output, the file to draw it to")
    }
    guard huddle == nil || !hasSpectrogram else {
      throw UsageError(message: "--spectrogram is of one recording, not of a huddle")
    }
    filter = try options.channelFilter()
    calibration = try NoiseCalibration(options, sensorCount: huddle == nil ? nil : files.count)
  }

  /// Reads files as one recording.
  func record(_ files: [String]) throws(AcquisitionError) -> NoiseRecord {
    try NoiseRecord(files: files, filter: filter)
  }

  /// The segment asked for, else an hour, else a quarter of a shorter recording, which is said.
  func segmentSeconds(for record: NoiseRecord) throws -> Double {
    let longest = Double(record.longestStretch) / record.sampleRateHertz
    var seconds = segment ?? 3600
    if segment == nil && longest < seconds {
      seconds = (longest / 4).rounded(.down)
      printWords(
        "segments of \(Int(seconds)) s: the longest time without a gap is shorter than an hour")
    }
    let samples = seconds * record.sampleRateHertz
    guard seconds <= longest, samples >= 32 else {
      throw NoiseError.tooShort(
        file: files.joined(separator: ", "), longestSeconds: longest,
        segmentSeconds: max(seconds, 32 / record.sampleRateHertz))
    }
    return seconds
  }

  private static func huddle(_ word: String) throws -> Huddle {
    guard let huddle = Huddle(rawValue: word) else {
      throw UsageError(message: "--huddle is \"\(word)\", expected three or two")
    }
    return huddle
  }

  private static func seconds(_ word: String) throws -> Double {
    guard let seconds = Double(word), seconds >= 0.1, seconds <= 86_400 else {
      throw UsageError(message: "--segment is \"\(word)\", expected 0.1 to 86400 seconds")
    }
    return seconds
  }
}
