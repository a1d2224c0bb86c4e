import Foundation
package import Plotting
import SeismicTypes

/// Pictures of noise: how often each power occurred against Peterson's models, and over time.
package enum NoisePicture {
  /// One channel's probabilistic spectrum: grey is the share of the segments, lines are percentiles,
  /// Welch's mean and the models.
  package static func panel(_ spectrum: ProbabilisticSpectrum, channel: String) -> Panel {
    let periods = spectrum.bands.centrePeriodsSeconds
    let histogram = spectrum.histogram
    let models = [PetersonModel.low, .high].map { model in
      finePeriods(periods).compactMap { period in
        model.decibels(atPeriodSeconds: period).map { Point(period, $0) }
      }
    }
    let drawn = models.flatMap { $0.map(\.y) }
    let lowest = min(Double(histogram.lowestDecibels), drawn.min() ?? 0)
    let highest = max(
      Double(histogram.lowestDecibels + histogram.binCount), drawn.max() ?? -200)
    var panel = Panel(
      Axis(
        label: "\(channel) (dB rel. 1 m²/s⁴/Hz)", from: (lowest / 10).rounded(.down) * 10,
        to: (highest / 10).rounded(.up) * 10))
    panel.height = 300
    panel.horizontal = Axis(
      label: "period (s)", scale: .logarithmic, from: periods.first ?? 0.01,
      to: periods.last ?? 100)
    panel.heatMap = heatMap(histogram, periods)
    panel.curves = [
      curve(periods, spectrum.percentile(0.5), .thick, "median"),
      curve(periods, spectrum.percentile(0.1), .thin, "10 % and 90 %"),
      curve(periods, spectrum.percentile(0.9), .thin, nil),
      curve(periods, welch(spectrum), .dotted, "mean power (Welch)"),
      Panel.Curve(models[0], .dashed, name: "NLNM"),
      Panel.Curve(models[1], .longDashed, name: "NHNM"),
    ]
    return panel
  }

  private static func curve(
    _ periods: [Double], _ decibels: [Double], _ style: LineStyle, _ name: String?
  ) -> Panel.Curve {
    Panel.Curve(zip(periods, decibels).map { Point($0, $1) }, style, name: name)
  }

  private static func welch(_ spectrum: ProbabilisticSpectrum) -> [Double] {
    spectrum.bands.decibelsOfMeans(spectrum.meanPower).map { $0 ?? .nan }
  }

  private static func heatMap(
    _ histogram: ProbabilisticSpectrum.Histogram, _ periods: [Double]
  ) -> HeatMap {
    let half = pow(2, 1.0 / 16)
    let edges = periods.map { $0 / half } + [(periods.last ?? 1) * half]
    let percent = histogram.shares.map { $0.map { $0 > 0 ? 100 * $0 : .nan } }
    let greatest = percent.flatMap { $0 }.filter(\.isFinite).max() ?? 1
    return HeatMap(
      columnEdges: edges,
      rowEdges: (0...histogram.binCount).map { Double(histogram.lowestDecibels + $0) },
      values: percent,
      // Half the greatest share is black enough to read; the lines on it stay visible below that.
      key: Axis(
        label: "share of segments (%)", from: 0, to: greatest * 1.6,
        names: Axis(label: "", from: 0, to: greatest).writtenTicks))
  }

  /// Periods dense enough that the models' corners show.
  private static func finePeriods(_ periods: [Double]) -> [Double] {
    guard let first = periods.first, let last = periods.last, last > first else { return periods }
    return (0...400).map { first * pow(last / first, Double($0) / 400) }
  }

  /// One channel's power over time and frequency.
  package static func panel(_ spectrogram: Spectrogram, channel: String) -> Panel {
    let rows = spectrogram.rowEdgesHertz
    var panel = Panel(
      Axis(
        label: "\(channel), frequency (Hz)", scale: .logarithmic, from: rows.first ?? 0.1,
        to: rows.last ?? 100))
    panel.height = 220
    panel.horizontal = Axis(
      label: "time since \(spectrogram.startTime.iso8601) (s)", from: 0,
      to: spectrogram.columnEdgesSeconds.last ?? 1)
    let sorted = spectrogram.decibels.flatMap { $0 }.filter(\.isFinite).sorted()
    let low = sorted.isEmpty ? -200 : sorted[sorted.count / 100]
    let high = sorted.isEmpty ? -100 : sorted[sorted.count - 1 - sorted.count / 500]
    panel.heatMap = HeatMap(
      columnEdges: spectrogram.columnEdgesSeconds, rowEdges: rows, values: spectrogram.decibels,
      key: Axis(label: "power (dB rel. 1 m²/s⁴/Hz)", from: low, to: high))
    return panel
  }

  /// Sensors side by side: the whole power and each sensor's own.
  package static func panel(_ noise: SelfNoise) -> Panel {
    let periods = noise.bands.centrePeriodsSeconds
    let all = noise.sensors.flatMap { $0.totalDecibels + $0.selfNoiseDecibels }.compactMap { $0 }
    var panel = Panel(
      Axis(
        label: "acceleration (dB rel. 1 m²/s⁴/Hz)",
        from: ((all.min() ?? -200) / 10).rounded(.down) * 10,
        to: ((all.max() ?? -100) / 10).rounded(.up) * 10))
    panel.height = 360
    panel.horizontal = Axis(
      label: "period (s)", scale: .logarithmic, from: periods.first ?? 0.01,
      to: periods.last ?? 100)
    let styles: [LineStyle] = [.thick, .dashed, .dashDotted]
    for (index, sensor) in noise.sensors.enumerated() {
      panel.curves.append(
        curve(
          periods, sensor.selfNoiseDecibels.map { $0 ?? .nan }, styles[index % 3],
          "self-noise of \(index + 1), \(sensor.channelText)"))
    }
    for (index, sensor) in noise.sensors.enumerated() {
      panel.curves.append(
        curve(
          periods, sensor.totalDecibels.map { $0 ?? .nan }, .thin,
          index == 0 ? "whole power" : nil))
    }
    for (model, style) in [(PetersonModel.low, LineStyle.dotted), (.high, .longDashed)] {
      let points = finePeriods(periods).compactMap { period in
        model.decibels(atPeriodSeconds: period).map { Point(period, $0) }
      }
      panel.curves.append(Panel.Curve(points, style, name: model.name))
    }
    return panel
  }

  /// The panels under one title.
  package static func figure(_ panels: [Panel], title: String, subtitle: String) -> Figure {
    Figure(
      title: title, subtitle: subtitle, axis: Axis(label: "", from: 0, to: 1), panels: panels)
  }
}
