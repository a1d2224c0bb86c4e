internal import Foundation
internal import Plotting
package import StationConfiguration

/// Calibrates a source's sample clock against the times its blocks carry.
package struct ClockCalibration: Sendable {
  /// One block: how many samples came before it, when it began, and how late it was in hand.
  package struct Tick: Sendable {
    package var sampleIndex: Double
    package var seconds: Double
    package var latencySeconds: Double?

    package init(sampleIndex: Double, seconds: Double, latencySeconds: Double? = nil) {
      self.sampleIndex = sampleIndex
      self.seconds = seconds
      self.latencySeconds = latencySeconds
    }
  }

  package var subject: CalibrationSubject
  package var nominalHertz: Double

  package init(_ subject: CalibrationSubject, nominalHertz: Double) {
    self.subject = subject
    self.nominalHertz = nominalHertz
  }

  /// Fits rate and phase, and weighs what is left by Allan's deviation.
  package func report(
    on ticks: [Tick], recordings: [CalibrationRecording]
  ) throws(CalibrationError) -> CalibrationReport {
    guard ticks.count >= 16, let first = ticks.first, let last = ticks.last,
      last.seconds - first.seconds >= 10
    else {
      throw CalibrationError(
        "\(ticks.count) blocks, expected at least 16 over 10 s or more without a gap")
    }
    // Time errors against the nominal rate, seconds.
    let errors = ticks.map {
      ($0.seconds - first.seconds) - ($0.sampleIndex - first.sampleIndex) / nominalHertz
    }
    let elapsed = ticks.map { ($0.sampleIndex - first.sampleIndex) / nominalHertz }
    guard
      let fit = LinearFit(
        Matrix(elapsed.map { [1, $0] }), observations: errors,
        deviations: [Double](repeating: 1, count: errors.count))
    else { throw CalibrationError("all blocks have one time") }
    let jitter = Statistics.rootMeanSquare(fit.residuals)
    // A clock that takes longer for its samples runs slow.
    let ppm = -1e6 * fit.parameters[1]
    let uncertainty = 1e6 * jitter * fit.covariance[1, 1].squareRoot()
    let deviations = Self.allan(errors, elapsed)
    let latencies = ticks.compactMap { $0.latencySeconds }
    var file = subject.file(
      method: String(
        format: "%d block times over %.0f s", ticks.count, last.seconds - first.seconds))
    file.measurements = [
      CalibrationMeasurement(
        quantity: "rateError", unit: "ppm", value: ppm, standardUncertainty: uncertainty),
      CalibrationMeasurement(
        quantity: "sampleRate", unit: "Hz", value: nominalHertz * (1 + ppm * 1e-6),
        standardUncertainty: nominalHertz * uncertainty * 1e-6),
      CalibrationMeasurement(quantity: "timeJitter", unit: "s", value: jitter),
    ]
    file.measurements += deviations.map {
      CalibrationMeasurement(
        quantity: String(format: "allanDeviation at %.4g s", $0.seconds), unit: "1",
        value: $0.deviation)
    }
    if !latencies.isEmpty {
      file.measurements += [
        CalibrationMeasurement(
          quantity: "latencyMedian", unit: "s", value: Statistics.median(latencies)),
        CalibrationMeasurement(
          quantity: "latency99Percent", unit: "s", value: Statistics.quantile(0.99, of: latencies)),
      ]
    }
    file.recordings = recordings
    return CalibrationReport(
      file: file, figure: figure(file, elapsed, fit.residuals, deviations),
      lines: words(ppm, uncertainty, jitter, deviations, latencies),
      remarks: jitter == 0
        ? ["the times are computed from the nominal rate, and say nothing of the clock"] : [])
  }

  private func words(
    _ ppm: Double, _ uncertainty: Double, _ jitter: Double,
    _ deviations: [(seconds: Double, deviation: Double)], _ latencies: [Double]
  ) -> [String] {
    var lines = [
      String(
        format: "rate %.3f ± %.3f ppm off %g Hz, times within %.3f ms rms", ppm, 2 * uncertainty,
        nominalHertz, 1000 * jitter)
    ]
    if let longest = deviations.last {
      lines.append(
        String(
          format: "Allan deviation %.2e at %.0f s", longest.deviation, longest.seconds))
    }
    if !latencies.isEmpty {
      lines.append(
        String(
          format: "latency %.2f ms, 99 %% below %.2f ms", 1000 * Statistics.median(latencies),
          1000 * Statistics.quantile(0.99, of: latencies)))
    }
    return lines
  }

  /// Allan's deviation of the frequency from time errors at equal distances:
  /// σ²(τ) = ⟨(x(t + 2τ) − 2 x(t + τ) + x(t))²⟩ / 2τ² (IEEE 1139), τ in powers of two.
  static func allan(
    _ errors: [Double], _ elapsed: [Double]
  ) -> [(seconds: Double, deviation: Double)] {
    let step = (elapsed[elapsed.count - 1] - elapsed[0]) / Double(elapsed.count - 1)
    guard step > 0 else { return [] }
    var even: [Double] = []
    var place = 0
    for index in errors.indices {
      let time = elapsed[0] + Double(index) * step
      while place + 2 < elapsed.count && elapsed[place + 1] < time { place += 1 }
      let part = (time - elapsed[place]) / (elapsed[place + 1] - elapsed[place])
      even.append(errors[place] + part * (errors[place + 1] - errors[place]))
    }
    var result: [(seconds: Double, deviation: Double)] = []
    var stride = 1
    while even.count >= 4 * stride {
      let tau = Double(stride) * step
      let differences = (0..<even.count - 2 * stride).map {
        even[$0 + 2 * stride] - 2 * even[$0 + stride] + even[$0]
      }
      result.append((tau, Statistics.rootMeanSquare(differences) / (2.0.squareRoot() * tau)))
      stride *= 2
    }
    return result
  }

  private func figure(
    _ file: CalibrationFile, _ elapsed: [Double], _ residuals: [Double],
    _ deviations: [(seconds: Double, deviation: Double)]
  ) -> Figure {
    // What a steady clock leaves is noise about zero; a bend is a rate that changed, a step a lost block.
    let largest = max(residuals.map { abs($0) }.max() ?? 0, 1e-9) * 1.2e6
    var rest = Panel(Axis(label: "time error (µs)", from: -largest, to: largest))
    rest.horizontal = Axis(label: "time (s)", from: 0, to: elapsed.last ?? 1)
    rest.curves = [Panel.Curve(zip(elapsed, residuals).map { Point($0, 1e6 * $1) }, .thin)]
    let positive = deviations.map { $0.deviation }.filter { $0 > 0 }
    var panel = Panel(
      Axis(
        label: "Allan deviation (s/s)", scale: .logarithmic, from: (positive.min() ?? 1e-9) / 2,
        to: (positive.max() ?? 1e-6) * 2))
    panel.curves = [
      Panel.Curve(deviations.map { Point($0.seconds, $0.deviation) }, .thick)
    ]
    return Figure(
      title: "\(file.part) \(file.serial), \(file.date)", subtitle: file.method,
      axis: Axis(
        label: "averaging time τ (s)", scale: .logarithmic,
        from: (deviations.first?.seconds ?? 0.1) / 1.2, to: (deviations.last?.seconds ?? 10) * 1.2),
      panels: [rest, panel])
  }
}
