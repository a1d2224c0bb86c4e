import Alerting
import Foundation
import Reporting
import SeismicTypes

/// One channel's noise as lines for a machine and as a table for a person.
package struct NoiseReport: Sendable {
  private let record: NoiseRecord
  private let channel: Int
  private let spectrum: ProbabilisticSpectrum
  private let segmentSeconds: Double

  package init(
    _ record: NoiseRecord, channel: Int, _ spectrum: ProbabilisticSpectrum, segmentSeconds: Double
  ) {
    self.record = record
    self.channel = channel
    self.spectrum = spectrum
    self.segmentSeconds = segmentSeconds
  }

  private var periods: [Double] { spectrum.bands.centrePeriodsSeconds }

  /// The summary, `"type":"noise"`, and before it one line a segment, `"type":"segment"`; decibels are
  /// relative to 1 m²/s⁴/Hz.
  package var jsonLines: [String] { spectrum.segments.map(line) + [summary] }

  private func line(_ segment: ProbabilisticSpectrum.Segment) -> String {
    var line = JSONLine()
    line.add("type", word: "segment")
    line.add("channel", text: record.channelTexts[channel])
    line.add("startTime", segment.startTime.nanoseconds)
    line.add("decibels", numbers: segment.decibels, digits: 7)
    return line.text
  }

  private var summary: String {
    var line = JSONLine()
    line.add("type", word: "noise")
    line.add("channel", text: record.channelTexts[channel])
    line.add("sampleRateHertz", number: record.sampleRateHertz)
    line.add("recordSeconds", number: record.seconds)
    line.add("segmentSeconds", number: segmentSeconds)
    line.add("segments", Int64(spectrum.segments.count))
    line.add("windowSamples", Int64(spectrum.plan.length))
    line.add("periodSeconds", numbers: periods)
    line.add("welchDecibels", numbers: welch, digits: 7)
    line.add("percentile10Decibels", numbers: spectrum.percentile(0.1), digits: 7)
    line.add("medianDecibels", numbers: spectrum.percentile(0.5), digits: 7)
    line.add("percentile90Decibels", numbers: spectrum.percentile(0.9), digits: 7)
    line.add("modeDecibels", numbers: spectrum.mode, digits: 7)
    line.add("nlnmDecibels", numbers: model(.low), digits: 7)
    line.add("nhnmDecibels", numbers: model(.high), digits: 7)
    return line.text
  }

  private var welch: [Double?] { spectrum.bands.decibelsOfMeans(spectrum.meanPower) }

  private func model(_ model: PetersonModel) -> [Double?] {
    periods.map { model.decibels(atPeriodSeconds: $0) }
  }

  /// A table of every octave, in dB relative to 1 m²/s⁴/Hz.
  package var words: [String] {
    let (low, median, high) = (
      spectrum.percentile(0.1), spectrum.percentile(0.5), spectrum.percentile(0.9)
    )
    var lines = [
      "\(record.channelTexts[channel])  \(spectrum.segments.count) segments of "
        + String(format: "%g s", segmentSeconds) + ", dB rel. 1 m²/s⁴/Hz",
      "  period (s)   10 %  median    90 %   NLNM   NHNM",
    ]
    for band in stride(from: 0, to: periods.count, by: 8) {
      let models = [PetersonModel.low, .high].map { model in
        model.decibels(atPeriodSeconds: periods[band]).map { String(format: "%7.1f", $0) }
          ?? "      –"
      }
      lines.append(
        String(
          format: "%12.4g%7.1f%8.1f%8.1f", periods[band], low[band], median[band], high[band])
          + models.joined())
    }
    return lines
  }
}

/// The self-noise of sensors side by side, for a machine and for a person.
package struct SelfNoiseReport: Sendable {
  private let noise: SelfNoise

  package init(_ noise: SelfNoise) { self.noise = noise }

  /// One line a sensor, `"type":"selfNoise"`; decibels are relative to 1 m²/s⁴/Hz.
  package var jsonLines: [String] {
    noise.sensors.enumerated().map { index, sensor in
      var line = JSONLine()
      line.add("type", word: "selfNoise")
      line.add("method", word: noise.sensors.count == 3 ? "sleeman" : "coherence")
      line.add("sensor", Int64(index + 1))
      line.add("channel", text: sensor.channelText)
      line.add("windows", Int64(noise.windowCount))
      line.add("windowSamples", Int64(noise.plan.length))
      line.add("periodSeconds", numbers: noise.bands.centrePeriodsSeconds)
      line.add("totalDecibels", numbers: sensor.totalDecibels, digits: 7)
      line.add("selfNoiseDecibels", numbers: sensor.selfNoiseDecibels, digits: 7)
      return line.text
    }
  }

  /// A table of every octave, in dB relative to 1 m²/s⁴/Hz.
  package var words: [String] {
    var heading = "  period (s)"
    for index in noise.sensors.indices { heading += "  total \(index + 1)   self \(index + 1)" }
    var lines = [
      "\(noise.windowCount) windows of \(noise.plan.length) samples, dB rel. 1 m²/s⁴/Hz", heading,
    ]
    let periods = noise.bands.centrePeriodsSeconds
    for band in stride(from: 0, to: periods.count, by: 8) {
      var line = String(format: "%12.4g", periods[band])
      for sensor in noise.sensors {
        for value in [sensor.totalDecibels[band], sensor.selfNoiseDecibels[band]] {
          line += value.map { String(format: "%9.1f", $0) } ?? "        –"
        }
      }
      lines.append(line)
    }
    return lines
  }
}
