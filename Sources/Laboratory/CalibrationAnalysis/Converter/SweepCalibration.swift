internal import Foundation
internal import Plotting
internal import SeismicTypes
package import StationConfiguration

/// Calibrates an audio converter, which direct current does not pass, from a swept sine of constant
/// voltage: counts a volt, and the corner below which its counts say little.
package struct SweepCalibration: Sendable {
  package var subject: CalibrationSubject
  package var channelIndex: Int
  /// Of the sine at the input.
  package var voltsRootMeanSquare: Double
  /// Standard uncertainty of the voltage, relative.
  package var voltageUncertainty: Double

  package init(
    _ subject: CalibrationSubject, channelIndex: Int, voltsRootMeanSquare: Double,
    voltageUncertainty: Double
  ) {
    self.subject = subject
    self.channelIndex = channelIndex
    self.voltsRootMeanSquare = voltsRootMeanSquare
    self.voltageUncertainty = voltageUncertainty
  }

  private var channel: ChannelDescription { subject.channels[channelIndex] }

  /// Level and corners of one or two high-passes of one pole each.
  private struct Response {
    var level: Double
    var levelUncertainty: Double
    var corners: [Double]
    var corner: Double
    var cornerUncertainty: Double
    var reducedChiSquare: Double

    func amplitude(at hertz: Double) -> Double {
      corners.reduce(level) { $0 * hertz / hypot(hertz, $1) }
    }
  }

  /// Fits the sweep.
  package func report(
    on series: [CountSeries], recordings: [CalibrationRecording]
  ) throws(CalibrationError) -> CalibrationReport {
    var points: [(hertz: Double, amplitude: Double, uncertainty: Double)] = []
    for part in series {
      try ClippingCheck.check(
        part, channel: channelIndex, fullScaleCounts: Double(channel.fullScaleCounts),
        name: "sweep")
      points += SweepPoints(part.counts[channelIndex], hertz: part.hertz).binned.filter {
        $0.hertz <= part.hertz / 5
      }
    }
    let whole = series.first.map { $0.span(0..<$0.sampleCount) }
    guard points.count >= 6, let lowest = points.map({ $0.hertz }).min() else {
      throw CalibrationError(
        "no slow sweep of a sine was found: \(points.count) tenths of a decade, expected 6 or more",
        at: whole)
    }
    guard let response = Self.fit(points) else {
      throw CalibrationError("level and corner cannot be fitted to the sweep", at: whole)
    }
    guard lowest < 1.5 * response.corner else {
      throw CalibrationError(
        String(
          format: "the sweep ends at %.2f Hz, the corner is at %.2f Hz or lower, expected a sweep "
            + "below it", lowest, response.corner), at: whole)
    }
    let file = file(response, recordings)
    return CalibrationReport(
      file: file, figure: figure(file, response, points),
      lines: [
        String(
          format: "%@ level %.1f ± %.1f counts/V, full scale %.4f V rms", channel.code,
          countsPerVolt(response), 2 * countsPerVoltUncertainty(response), fullScaleVolts(response)),
        String(
          format: "%@ −3 dB at %.4f ± %.4f Hz, %d pole%@", channel.code, response.corner,
          2 * response.cornerUncertainty, response.corners.count,
          response.corners.count == 1 ? "" : "s"),
      ],
      remarks: response.corner > 0.15
        ? [
          String(
            format: "below %.2f Hz the counts say little of displacement: Pd and τc lose what is "
              + "there", response.corner)
        ] : [])
  }

  private func countsPerVolt(_ response: Response) -> Double {
    response.level / (voltsRootMeanSquare * 2.0.squareRoot())
  }

  private func countsPerVoltUncertainty(_ response: Response) -> Double {
    countsPerVolt(response)
      * hypot(response.levelUncertainty / response.level, voltageUncertainty)
  }

  private func fullScaleVolts(_ response: Response) -> Double {
    Double(channel.fullScaleCounts) / countsPerVolt(response) / 2.0.squareRoot()
  }

  /// One pole, or two where they explain the sweep far better.
  private static func fit(
    _ points: [(hertz: Double, amplitude: Double, uncertainty: Double)]
  ) -> Response? {
    let level = points.map { $0.amplitude }.max() ?? 1
    let half = points.first { $0.amplitude > 0.7 * level }?.hertz ?? 1
    let one = fit(points, from: [log(level), log(half)])
    let two = fit(points, from: [log(level), log(half), log(half / 3)])
    guard let one else { return two }
    guard let two, two.reducedChiSquare < 0.5 * one.reducedChiSquare else { return one }
    return two
  }

  private static func fit(
    _ points: [(hertz: Double, amplitude: Double, uncertainty: Double)], from start: [Double]
  ) -> Response? {
    let amplitude = { (parameters: [Double], hertz: Double) -> Double in
      parameters.dropFirst().reduce(exp(parameters[0])) { $0 * hertz / hypot(hertz, exp($1)) }
    }
    guard
      let fit = NonlinearFit(
        from: start, scales: [Double](repeating: 1e-5, count: start.count),
        residuals: { parameters in
          points.map {
            log($0.amplitude / amplitude(parameters, $0.hertz)) / $0.uncertainty
          }
        }),
      let chiSquare = fit.reducedChiSquare
    else { return nil }
    let inflation = max(1, chiSquare)
    let corner = corner(of: fit.parameters.dropFirst().map { exp($0) })
    var variance = 0.0
    let slopes = fit.parameters.indices.map { index -> Double in
      var moved = fit.parameters
      moved[index] += 1e-4
      return (Self.corner(of: moved.dropFirst().map { exp($0) }) - corner) / 1e-4
    }
    for row in slopes.indices {
      for column in slopes.indices {
        variance += slopes[row] * fit.covariance[row, column] * slopes[column]
      }
    }
    let size = exp(fit.parameters[0])
    return Response(
      level: size, levelUncertainty: size * (inflation * fit.covariance[0, 0]).squareRoot(),
      corners: fit.parameters.dropFirst().map { exp($0) }, corner: corner,
      cornerUncertainty: (inflation * max(0, variance)).squareRoot(), reducedChiSquare: chiSquare)
  }

  /// Where the product of the high-passes is 1/√2, by bisection.
  private static func corner(of corners: [Double]) -> Double {
    var (low, high) = ((corners.min() ?? 1) / 10, (corners.max() ?? 1) * 10)
    for _ in 0..<60 {
      let middle = (low * high).squareRoot()
      let gain = corners.reduce(1.0) { $0 * middle / hypot(middle, $1) }
      if gain < 0.5.squareRoot() { low = middle } else { high = middle }
    }
    return (low * high).squareRoot()
  }

  private func file(_ response: Response, _ recordings: [CalibrationRecording]) -> CalibrationFile {
    var file = subject.file(
      method: "swept sine, fitted by \(response.corners.count) high-pass"
        + (response.corners.count == 1 ? "" : "es"))
    file.measurements = [
      CalibrationMeasurement(
        quantity: channel.code + " gain", unit: "count/V", value: countsPerVolt(response),
        standardUncertainty: countsPerVoltUncertainty(response)),
      CalibrationMeasurement(
        quantity: channel.code + " corner", unit: "Hz", value: response.corner,
        standardUncertainty: response.cornerUncertainty),
      CalibrationMeasurement(
        quantity: channel.code + " fullScale", unit: "V", value: fullScaleVolts(response)),
    ]
    file.recordings = recordings
    // Where the board tells the converter's stage apart, the channel gets it as measured.
    if var stages = Optional(channel.responseStages), let last = stages.indices.last, last > 0,
      stages[last].inputUnit == "V"
    {
      let gain = (stages[last].gainOutputPerInput < 0 ? -1 : 1) * countsPerVolt(response)
      var calibration = ChannelCalibration(
        code: channel.code, quantity: channel.quantity,
        sensitivityCountsPerUnit: channel.sensitivityCountsPerUnit * gain
          / stages[last].gainOutputPerInput)
      stages[last].gainOutputPerInput = gain
      stages[last].polesRadiansPerSecond = response.corners.map {
        ComplexNumber(real: -2 * .pi * $0, imaginary: 0)
      }
      stages[last].zerosRadiansPerSecond = response.corners.map { _ in
        ComplexNumber(real: 0, imaginary: 0)
      }
      calibration.responseStages = stages
      file.channels = [calibration]
    }
    return file
  }

  private func figure(
    _ file: CalibrationFile, _ response: Response,
    _ points: [(hertz: Double, amplitude: Double, uncertainty: Double)]
  ) -> Figure {
    let sorted = points.sorted { $0.hertz < $1.hertz }
    let low = (sorted.first?.hertz ?? 0.1) / 1.2
    let high = (sorted.last?.hertz ?? 10) * 1.2
    let decibels = { (amplitude: Double) in 20 * log10(amplitude / response.level) }
    var gain = Panel(
      Axis(
        label: "gain (dB of level)",
        from: min(-6, decibels(sorted.map { $0.amplitude }.min() ?? 1) - 3), to: 3))
    gain.scatters = [
      Panel.Scatter(
        sorted.map { Point($0.hertz, decibels($0.amplitude)) }, .circle, name: "measured")
    ]
    gain.curves = [
      Panel.Curve(
        sorted.map { Point($0.hertz, decibels(response.amplitude(at: $0.hertz))) }, .dashed,
        name: "fit")
    ]
    gain.levels = [Panel.Level(-3.0103, name: "−3 dB", .dotted)]
    let residuals = sorted.map {
      Point($0.hertz, 100 * ($0.amplitude / response.amplitude(at: $0.hertz) - 1))
    }
    let largest = max(residuals.map { abs($0.y) }.max() ?? 1, 0.1) * 1.2
    var rest = Panel(Axis(label: "residual (%)", from: -largest, to: largest))
    rest.scatters = [Panel.Scatter(residuals, .circle)]
    rest.levels = [Panel.Level(0, name: "", .thin)]
    var figure = Figure(
      title: "\(file.part) \(file.serial), \(file.date)", subtitle: file.method,
      axis: Axis(label: "frequency (Hz)", scale: .logarithmic, from: low, to: high),
      panels: [gain, rest])
    figure.marks = [
      Figure.Mark(at: response.corner, name: String(format: "%.3f Hz", response.corner), .dotted)
    ]
    return figure
  }
}
