internal import Foundation
internal import Plotting
package import StationConfiguration

/// Calibrates a radon counter beside a reference monitor: counts an hour for each Bq/m³, and
/// background, by a weighted line through the intervals.
package struct RadonExchange: Sendable {
  /// What both said over one interval.
  package struct Interval: Sendable {
    package var hours: Double
    package var counts: Double
    package var referenceBecquerelsPerCubicMetre: Double
  }

  package var subject: CalibrationSubject
  /// Standard uncertainty of the reference's own calibration, relative.
  package var referenceUncertainty: Double
  /// The background where it is known, counts an hour; nil fits it.
  package var backgroundCountsPerHour: Double?
  private static let leastHours = 48.0

  package init(
    _ subject: CalibrationSubject, referenceUncertainty: Double, backgroundCountsPerHour: Double?
  ) {
    self.subject = subject
    self.referenceUncertainty = referenceUncertainty
    self.backgroundCountsPerHour = backgroundCountsPerHour
  }

  /// Fits the exchange.
  package func report(
    on intervals: [Interval], recordings: [CalibrationRecording]
  ) throws(CalibrationError) -> CalibrationReport {
    let hours = intervals.reduce(0) { $0 + $1.hours }
    guard hours >= Self.leastHours else {
      throw CalibrationError(
        String(format: "an exchange of %.1f h, expected at least %.0f h", hours, Self.leastHours))
    }
    let fit = try fitted(intervals)
    let factor = fit.parameters[0]
    let background = backgroundCountsPerHour ?? fit.parameters[1]
    let inflation = max(1, fit.reducedChiSquare ?? 1)
    let relative = inflation * fit.covariance[0, 0] / (factor * factor)
    let uncertainty =
      factor * (relative + referenceUncertainty * referenceUncertainty).squareRoot()
    guard factor > 0, factor > 3 * uncertainty else {
      throw CalibrationError(
        String(
          format: "the counts do not follow the reference: factor %.3f ± %.3f counts/h for each "
            + "Bq/m³", factor, 2 * uncertainty))
    }
    let backgroundUncertainty =
      backgroundCountsPerHour == nil ? (inflation * fit.covariance[1, 1]).squareRoot() : nil
    var file = subject.file(
      method: String(format: "exchange of %.0f h against a reference monitor", hours))
    file.measurements = [
      CalibrationMeasurement(
        quantity: CalibrationMeasurement.radonSensitivity, unit: "count/h/(Bq/m3)", value: factor,
        standardUncertainty: uncertainty),
      CalibrationMeasurement(
        quantity: CalibrationMeasurement.radonBackground, unit: "count/h",
        value: max(0, background),
        standardUncertainty: backgroundUncertainty),
    ]
    file.recordings = recordings
    return CalibrationReport(
      file: file, figure: figure(file, intervals, factor, background),
      lines: [
        String(
          format: "factor %.4f ± %.4f counts/h for each Bq/m³", factor, 2 * uncertainty),
        String(
          format: "background %.3f ± %.3f counts/h", background, 2 * (backgroundUncertainty ?? 0)),
        String(
          format: "%d intervals, %.0f h, χ² for each degree of freedom %.2f", intervals.count,
          hours,
          fit.reducedChiSquare ?? 0),
      ], remarks: ["check again within a year: detectors age and gather dust"])
  }

  private func fitted(_ intervals: [Interval]) throws(CalibrationError) -> LinearFit {
    var expected = intervals.map { max($0.counts, 1) }
    var result: LinearFit?
    // Poisson's variance is the expected count, which the fit itself gives.
    for _ in 0..<4 {
      let design = Matrix(
        intervals.map { interval in
          let exposure = interval.referenceBecquerelsPerCubicMetre * interval.hours
          return backgroundCountsPerHour == nil ? [exposure, interval.hours] : [exposure]
        })
      let counts = intervals.map { $0.counts - (backgroundCountsPerHour ?? 0) * $0.hours }
      result = LinearFit(
        design, observations: counts, deviations: expected.map { $0.squareRoot() })
      guard let result else { break }
      let fitted = design * result.parameters
      expected = zip(fitted, intervals).map {
        max(1, $0 + (backgroundCountsPerHour ?? 0) * $1.hours)
      }
    }
    let levels = intervals.map { $0.referenceBecquerelsPerCubicMetre }
    let isFlat = (levels.max() ?? 0) < 1.5 * (levels.min() ?? 0)
    guard let result, backgroundCountsPerHour != nil || !isFlat else {
      throw CalibrationError(
        "the reference hardly changes, so that factor and background cannot be told apart: expected "
          + "a change by half, or --background")
    }
    return result
  }

  private func figure(
    _ file: CalibrationFile, _ intervals: [Interval], _ factor: Double, _ background: Double
  ) -> Figure {
    let largest = (intervals.map { $0.referenceBecquerelsPerCubicMetre }.max() ?? 1) * 1.05
    let rates = intervals.map { $0.counts / $0.hours }
    var panel = Panel(
      Axis(label: "counts an hour", from: 0, to: (rates.max() ?? 1) * 1.2))
    panel.scatters = [
      Panel.Scatter(
        zip(intervals, rates).map { Point($0.referenceBecquerelsPerCubicMetre, $1) }, .dot,
        halfBars: intervals.map { max($0.counts, 1).squareRoot() / $0.hours },
        name: "intervals ± σ of counting")
    ]
    panel.curves = [
      Panel.Curve(
        [Point(0, background), Point(largest, background + factor * largest)], .dashed, name: "fit")
    ]
    let residuals = intervals.map { interval in
      let expected =
        interval.hours * (background + factor * interval.referenceBecquerelsPerCubicMetre)
      return (interval.counts - expected) / max(expected, 1).squareRoot()
    }
    let bound = max(residuals.map { abs($0) }.max() ?? 3, 3) * 1.1
    var rest = Panel(Axis(label: "residual (σ of counting)", from: -bound, to: bound))
    rest.curves = zip(intervals, residuals).map {
      let x = $0.referenceBecquerelsPerCubicMetre
      return Panel.Curve([Point(x, 0), Point(x, $1)], .thick)
    }
    rest.levels = [Panel.Level(2, name: "2 σ", .grid), Panel.Level(-2, name: "−2 σ", .grid)]
    return Figure(
      title: "\(file.part) \(file.serial), \(file.date)", subtitle: file.method,
      axis: Axis(label: "reference (Bq/m³)", from: 0, to: largest), panels: [panel, rest])
  }
}

extension RadonExchange.Interval {
  /// The heading of a table of intervals.
  package static let heading = "hours,counts,reference_becquerels_per_cubic_metre"
  private static let mostLines = 100_000

  /// Reads a table: the heading, then a line an interval.
  ///
  /// - Parameters:
  ///   - text: The table.
  ///   - name: What to call it in refusals.
  /// - Returns: The intervals in the table's order.
  /// - Throws: `CalibrationError` naming the line that is wrong.
  package static func table(
    _ text: String, named name: String
  ) throws(CalibrationError) -> [RadonExchange.Interval] {
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.first?.filter({ $0 != " " }) == heading else {
      throw CalibrationError("\(name): line 1: expected the heading \(heading)")
    }
    guard lines.count <= mostLines else {
      throw CalibrationError("\(name): \(lines.count) lines, expected at most \(mostLines)")
    }
    var intervals: [RadonExchange.Interval] = []
    for (index, line) in lines.enumerated().dropFirst() {
      let numbers = line.split(separator: ",", omittingEmptySubsequences: false).map {
        Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan
      }
      guard numbers.count == 3, numbers.allSatisfy({ $0.isFinite && $0 >= 0 && $0 < 1e12 }),
        numbers[0] > 0
      else {
        throw CalibrationError(
          "\(name): line \(index + 1): is \"\(line.prefix(60))\", expected hours above 0, counts and "
            + "Bq/m³ not negative")
      }
      intervals.append(
        RadonExchange.Interval(
          hours: numbers[0], counts: numbers[1], referenceBecquerelsPerCubicMetre: numbers[2]))
    }
    return intervals
  }
}
