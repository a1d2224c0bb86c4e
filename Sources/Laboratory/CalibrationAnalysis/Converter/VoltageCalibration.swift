internal import Foundation
internal import Plotting
internal import SeismicTypes
package import StationConfiguration

/// Calibrates a converter from known direct voltages, one of them zero (a short): gain, offset, noise
/// and effective bits of every channel.
package struct VoltageCalibration: Sendable {
  /// One recording at one voltage.
  package struct Level: Sendable {
    package var volts: Double
    package var series: CountSeries

    package init(volts: Double, series: CountSeries) {
      self.volts = volts
      self.series = series
    }
  }

  package var subject: CalibrationSubject
  /// Standard uncertainty of the voltages, relative.
  package var voltageUncertainty: Double

  package init(_ subject: CalibrationSubject, voltageUncertainty: Double) {
    self.subject = subject
    self.voltageUncertainty = voltageUncertainty
  }

  /// What one channel came to.
  private struct Outcome {
    var code: String
    var countsPerVolt: Double
    var countsPerVoltUncertainty: Double
    var offsetCounts: Double
    var offsetUncertainty: Double
    var noiseCounts: Double
    var effectiveBits: Double
    /// Parts per million of full scale, one a level.
    var residuals: [Double]
  }

  /// Fits all channels.
  package func report(
    on levels: [Level], recordings: [CalibrationRecording]
  ) throws(CalibrationError) -> CalibrationReport {
    guard let short = levels.first(where: { $0.volts == 0 }) else {
      throw CalibrationError("no recording at 0 V, expected one with the input shorted")
    }
    for (index, level) in levels.enumerated() {
      if let earlier = levels[..<index].first(where: { $0.volts == level.volts }) {
        throw CalibrationError(
          "two recordings at \(level.volts) V, expected different voltages, also "
            + earlier.series.span(0..<earlier.series.sampleCount).text,
          at: level.series.span(0..<level.series.sampleCount))
      }
    }
    guard levels.count >= 3 else {
      throw CalibrationError(
        "\(levels.count) voltages, expected the short and one of each sign, best ±80 % of full scale"
      )
    }
    var outcomes: [Outcome] = []
    for channel in subject.channels.indices {
      outcomes.append(try outcome(of: channel, levels, short))
    }
    var file = subject.file(method: "\(levels.count) direct voltages, one of them a short")
    file.measurements = outcomes.flatMap { measurements($0) }
    file.recordings = recordings
    return CalibrationReport(
      file: file, figure: figure(file, outcomes, levels, short),
      lines: outcomes.map {
        String(
          format: "%@ gain %.2f ± %.2f counts/V, offset %.2f ± %.2f counts, noise %.2f counts rms, "
            + "%.2f effective bits", $0.code, $0.countsPerVolt, 2 * $0.countsPerVoltUncertainty,
          $0.offsetCounts, 2 * $0.offsetUncertainty, $0.noiseCounts, $0.effectiveBits)
      })
  }

  private func outcome(
    of channel: Int, _ levels: [Level], _ short: Level
  ) throws(CalibrationError) -> Outcome {
    let description = subject.channels[channel]
    let fullScale = Double(description.fullScaleCounts)
    var means: [Double] = []
    var deviations: [Double] = []
    for level in levels {
      try ClippingCheck.check(
        level.series, channel: channel, fullScaleCounts: fullScale, name: "voltage")
      let position = try steady(level, channel, fullScale)
      means.append(position.meanCounts[channel])
      deviations.append(position.meanUncertaintyCounts[channel])
    }
    guard
      let fit = LinearFit(
        Matrix(levels.map { [1, $0.volts] }), observations: means, deviations: deviations)
    else { throw CalibrationError("the voltages do not determine gain and offset") }
    let worst = fit.residuals.map { abs($0) }.max() ?? 0
    if let index = fit.residuals.firstIndex(where: { abs($0) == worst }), worst > 0.01 * fullScale {
      throw CalibrationError(
        String(
          format:
            "channel %@ at %g V lies %.0f counts off the line, more than 1 %% of full scale: a "
            + "wrong voltage?", description.code, levels[index].volts, worst),
        at: levels[index].series.span(0..<levels[index].series.sampleCount))
    }
    let gain = fit.parameters[1]
    try checkPart(description, gain)
    let inflation = max(1, fit.reducedChiSquare ?? 1)
    let noise = max(Statistics.deviation(short.series.counts[channel]), 1e-3)
    return Outcome(
      code: description.code, countsPerVolt: gain,
      countsPerVoltUncertainty: (inflation * fit.covariance[1, 1]
        + gain * gain * voltageUncertainty * voltageUncertainty).squareRoot(),
      offsetCounts: fit.parameters[0],
      offsetUncertainty: (inflation * fit.covariance[0, 0]).squareRoot(), noiseCounts: noise,
      // An ideal converter of n bits has a noise of its step / √12.
      effectiveBits: log2(2 * fullScale / (noise * 12.0.squareRoot())),
      residuals: fit.residuals.map { 1e6 * $0 / fullScale })
  }

  /// A gain far from the board's is another part, or another range than the station sets.
  private func checkPart(
    _ channel: ChannelDescription, _ gain: Double
  ) throws(CalibrationError) {
    guard let stage = channel.responseStages.last, stage.inputUnit == "V" else { return }
    let ratio = gain / stage.gainOutputPerInput
    guard abs(ratio - 1) > 0.1 else { return }
    throw CalibrationError(
      String(
        format: "channel %@: gain is %.3f times the board's %g counts per V, expected within "
          + "10 %%: another part than %@, another range, or other voltages?", channel.code, ratio,
        stage.gainOutputPerInput, subject.part))
  }

  /// A voltage must be steady: its seconds' means within their noise and 100 ppm of full scale.
  private func steady(
    _ level: Level, _ channel: Int, _ fullScale: Double
  ) throws(CalibrationError) -> StillPosition {
    let series = level.series
    guard Double(series.sampleCount) >= 3 * series.hertz else {
      throw CalibrationError(
        "shorter than 3 s at \(level.volts) V", at: series.span(0..<series.sampleCount))
    }
    let position = StillPosition(series, 0..<series.sampleCount)
    let window = Int(series.hertz.rounded())
    let tolerance =
      6 * position.noiseCounts[channel] / Double(window).squareRoot() + 1e-4 * fullScale
    let centre = Statistics.median(position.secondMeanCounts[channel])
    for (second, mean) in position.secondMeanCounts[channel].enumerated()
    where abs(mean - centre) > tolerance {
      throw CalibrationError(
        String(
          format: "channel %@ is not steady at %g V: a second's mean lies %.0f counts off",
          subject.channels[channel].code, level.volts, mean - centre),
        at: series.span(second * window..<(second + 1) * window))
    }
    return position
  }

  private func measurements(_ outcome: Outcome) -> [CalibrationMeasurement] {
    [
      CalibrationMeasurement(
        quantity: outcome.code + " gain", unit: "count/V", value: outcome.countsPerVolt,
        standardUncertainty: outcome.countsPerVoltUncertainty),
      CalibrationMeasurement(
        quantity: outcome.code + " offset", unit: "count", value: outcome.offsetCounts,
        standardUncertainty: outcome.offsetUncertainty),
      CalibrationMeasurement(
        quantity: outcome.code + " noise", unit: "count", value: outcome.noiseCounts),
      CalibrationMeasurement(
        quantity: outcome.code + " effectiveBits", unit: "bit", value: outcome.effectiveBits),
    ]
  }

  private func figure(
    _ file: CalibrationFile, _ outcomes: [Outcome], _ levels: [Level], _ short: Level
  ) -> Figure {
    let volts = levels.map { $0.volts }
    let span = (volts.max() ?? 1) - (volts.min() ?? 0)
    let residuals = outcomes.flatMap { $0.residuals }
    let largest = max(residuals.map { abs($0) }.max() ?? 1, 1e-3) * 1.2
    let styles: [LineStyle] = [.thick, .dashed, .dotted]
    var panel = Panel(Axis(label: "residual (ppm of full scale)", from: -largest, to: largest))
    panel.levels = [Panel.Level(0, name: "", .thin)]
    for (index, outcome) in outcomes.enumerated() {
      let points = zip(levels, outcome.residuals).map { level, residual in
        Point(level.volts + span * 0.01 * Double(index), residual)
      }
      panel.curves += points.map { Panel.Curve([Point($0.x, 0), $0], styles[index % 3]) }
      let shapes: [MarkerShape] = [.dot, .circle, .square]
      panel.scatters.append(Panel.Scatter(points, shapes[index % 3], name: outcome.code))
    }
    var line = Panel(
      Axis(
        label: "counts",
        from: -(subject.channels.map { Double($0.fullScaleCounts) }.max() ?? 1),
        to: subject.channels.map { Double($0.fullScaleCounts) }.max() ?? 1))
    line.curves = outcomes.enumerated().map { index, outcome in
      Panel.Curve(
        volts.sorted().map { Point($0, outcome.offsetCounts + outcome.countsPerVolt * $0) },
        styles[index % 3], name: outcome.code)
    }
    return Figure(
      title: "\(file.part) \(file.serial), \(file.date)", subtitle: file.method,
      axis: Axis(
        label: "voltage (V)", from: (volts.min() ?? 0) - 0.05 * span,
        to: (volts.max() ?? 1) + 0.05 * span),
      panels: [line, panel])
  }
}
