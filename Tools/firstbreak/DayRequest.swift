import Acquisition
import Alerting
import NoiseAnalysis
import Plotting
import Reporting
import SeismicTypes
import Seismograms

/// What the command line of `firstbreak plot day` asks for.
struct DayRequest {
  private let inputs: [String]
  private let output: PictureFile
  private let filter: ChannelFilter
  private let minutes: Int
  private let countsPerLine: Double?
  private let calibration: NoiseCalibration?
  private let isJSON: Bool

  init(_ options: Options) throws {
    try options.refuse(["events", "distances"], for: "day")
    (inputs, output) = try options.picturedFiles()
    filter = try options.channelFilter()
    minutes = try options.integer("minutes", in: 1...1440) ?? 60
    guard 1440 % minutes == 0 else {
      throw UsageError(message: "--minutes is \(minutes), expected a whole fraction of 1440")
    }
    countsPerLine = try options.value("scale").map { word in
      guard let counts = Double(word), counts > 0, counts.isFinite else {
        throw UsageError(message: "--scale is \"\(word)\", expected counts")
      }
      return counts
    }
    let isCalibrated =
      !options.all("station").isEmpty || !options.all("sensitivity").isEmpty
      || !options.all("quantity").isEmpty || !options.all("source").isEmpty
    calibration = isCalibrated ? try NoiseCalibration(options, sensorCount: nil) : nil
    isJSON = options.has("json")
  }

  func draw() throws {
    let record = try NoiseRecord(files: inputs, filter: filter)
    guard record.channelTexts.count == 1 else {
      throw NoiseError.notOneChannel(
        file: inputs.joined(separator: ", "), channels: record.channelTexts)
    }
    let unit = try calibration?.sensitivity(of: record.channelCodes[0])
    let plot = DayPlot(
      of: record, channel: 0,
      DayPlot.Parameters(
        minutesPerLine: minutes, countsPerLine: countsPerLine,
        unit: unit.map { ($0.countsPerUnit, $0.isVelocity ? "m/s" : "m/s²") }))
    if plot.laterSampleCount > 0 {
      printWords(
        "\(plot.laterSampleCount) samples after the day of \(plot.midnight.iso8601.prefix(10)) are "
          + "left out")
    }
    try output.save(plot.figure)
    guard isJSON else { return }
    var line = JSONLine()
    line.add("type", word: "dayPlot")
    line.add("channel", text: record.channelTexts[0])
    line.add("day", word: String(plot.midnight.iso8601.prefix(10)))
    line.add("minutesPerLine", Int64(minutes))
    line.add("lines", Int64(plot.lineRange.count))
    line.add("countsPerLine", number: plot.countsPerLine)
    line.add("samples", Int64(plot.sampleCount))
    line.add("samplesLeftOut", Int64(plot.laterSampleCount))
    line.add("picture", text: output.path)
    try Output.line(line.text)
  }
}
