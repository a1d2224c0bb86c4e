import Acquisition
import NoiseAnalysis
import Plotting
import SeismicTypes

/// `firstbreak noise`: how quiet a station, or a sensor, is.
enum NoiseCommand: Command {
  static let name = "noise"
  static let summary = "power spectra of a recording against the Earth's noise models"
  static let help = """
    usage: firstbreak noise --input X.mseed [more] [options]

    Probabilistic power spectral densities (McNamara & Buland 2004) of every channel in dB relative to
    1 m²/s⁴/Hz, against Peterson's low- and high-noise models: segments that overlap by half, in each
    a little more than 13 windows that overlap by 75 %, averaged over octaves. Segments that a gap
    cuts are left out.

      --input X.mseed [more]     the recording, one file or several
      --channels PATTERN         which channels of the files, such as HN?
      --station FILE             takes sensitivity and response from its board and calibrations
      --source NAME              which source of the board, its first unless given
      --sensitivity VALUE        counts per m/s² or m/s, in place of a station's
      --quantity WORD            acceleration or velocity: what a count of VALUE measures; the
                                 channel's code tells it unless given
                                 (both may repeat as CODE=VALUE, for one channel)
      --segment SECONDS          3600, or a quarter of a recording shorter than an hour
      --huddle three|two         self-noise of sensors side by side, one channel of one sensor in
                                 each file: three of any kind (Sleeman et al. 2006), or two alike
                                 (coherence); one --sensitivity for all, or one for each in order
      --spectrogram              draws power over time too
      --output FILE.svg|png      draws the spectra
      --json                     one JSON object a line: each segment, then each channel

    Example:
      firstbreak noise --input Tests/Fixtures/records/17_noise_quiet_MEMS.mseed \\
        --sensitivity 100000 --segment 20 --spectrogram --output noise.svg
    """
  static let valueOptions: Set<String> = [
    "channels", "station", "source", "sensitivity", "quantity", "segment", "huddle", "output",
  ]
  static let listOptions: Set<String> = ["input"]
  static let flagOptions: Set<String> = ["json", "spectrogram"]

  static func run(_ options: Options) throws -> Bool {
    let request = try NoiseRequest(options)
    do {
      switch request.huddle {
      case nil: try spectra(request)
      case .some: try selfNoise(request)
      }
    } catch let error as NoiseError {
      throw WorkError(message: error.message)
    } catch let error as AcquisitionError {
      throw WorkError(message: error.message)
    }
    return true
  }

  private static func spectra(_ request: NoiseRequest) throws {
    let record = try request.record(request.files)
    let segmentSeconds = try request.segmentSeconds(for: record)
    let channels = record.channelCodes.indices
    let count = ProbabilisticSpectrum.segmentCount(of: record, segmentSeconds: segmentSeconds)
    let bar = ProgressBar(total: count * channels.count)
    var done = 0
    var panels: [Panel] = []
    // All before the first line is printed: a channel that cannot be read as motion fails the work.
    let responses = try record.channelCodes.map {
      try request.calibration.response(of: $0, sampleRateHertz: record.sampleRateHertz)
    }
    for (channel, response) in responses.enumerated() {
      let spectrum = ProbabilisticSpectrum(
        of: record, channel: channel, segmentSeconds: segmentSeconds, response: response
      ) {
        done += 1
        bar.show(done)
      }
      let report = NoiseReport(
        record, channel: channel, spectrum, segmentSeconds: segmentSeconds)
      for line in request.isJSON ? report.jsonLines : report.words { try Output.line(line) }
      guard request.output != nil else { continue }
      let name = record.channelTexts[channel]
      panels.append(NoisePicture.panel(spectrum, channel: name))
      if request.hasSpectrogram {
        let spectrogram = Spectrogram(of: record, channel: channel, response: response)
        panels.append(NoisePicture.panel(spectrogram, channel: name))
      }
    }
    try draw(panels, of: record, "\(count) segments of \(segmentSeconds) s", request)
  }

  private static func selfNoise(_ request: NoiseRequest) throws {
    let records = try request.files.map { try request.record([$0]) }
    let longest = records.min { $0.longestStretch < $1.longestStretch } ?? records[0]
    let segmentSeconds = try request.segmentSeconds(for: longest)
    let common = try SharedRecord(
      records, files: request.files, segmentSeconds: segmentSeconds)
    let responses = try records.enumerated().map { index, record in
      try request.calibration.response(
        of: record.channelCodes[0], sampleRateHertz: record.sampleRateHertz, sensor: index)
    }
    let noise = SelfNoise(of: common, segmentSeconds: segmentSeconds, responses: responses)
    let report = SelfNoiseReport(noise)
    for line in request.isJSON ? report.jsonLines : report.words { try Output.line(line) }
    try draw(
      [NoisePicture.panel(noise)], of: records[0],
      "self-noise from \(noise.windowCount) windows of \(noise.plan.length) samples", request)
  }

  private static func draw(
    _ panels: [Panel], of record: NoiseRecord, _ words: String, _ request: NoiseRequest
  ) throws {
    let start = record.stretches.first?.startTime.iso8601 ?? ""
    let figure = NoisePicture.figure(
      panels, title: record.channelTexts.joined(separator: "  "),
      subtitle: "from \(start), \(record.sampleRateHertz) Hz, \(words)")
    try request.output?.save(figure)
  }
}
