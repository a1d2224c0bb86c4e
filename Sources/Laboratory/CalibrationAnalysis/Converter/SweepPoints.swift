internal import Foundation

/// The amplitude of a swept sine against its frequency, cycle by cycle.
///
/// A cycle lasts from one upward passage through the local mean to the next; sine and cosine of its own
/// period are fitted to it. A sweep must be slow: at least some cycles in an octave.
struct SweepPoints {
  struct Point: Sendable {
    var hertz: Double
    /// Counts, of the sine's peak.
    var amplitude: Double
  }

  let points: [Point]

  /// - Parameters:
  ///   - counts: One channel.
  ///   - hertz: Its sample rate.
  init(_ counts: [Double], hertz: Double) {
    let centre = Statistics.mean(counts)
    let steps = zip(counts.dropFirst(), counts).map { abs($0 - $1) }
    let guardBand = max(4 * Statistics.quantile(0.02, of: steps), 2)
    var crossings: [Double] = []
    var isLow = false
    for index in 1..<max(counts.count, 1) {
      let (before, now) = (counts[index - 1] - centre, counts[index] - centre)
      if now < -guardBand { isLow = true }
      guard isLow, now > guardBand else { continue }
      isLow = false
      // Back to the sample pair that passes through the mean.
      var first = index
      while first > 1 && counts[first - 1] - centre > 0 { first -= 1 }
      let (low, high) = (counts[first - 1] - centre, counts[first] - centre)
      crossings.append(Double(first - 1) + (high > low ? -low / (high - low) : 0))
      _ = before
    }
    points = zip(crossings, crossings.dropFirst()).compactMap { start, end in
      Self.cycle(counts, from: start, to: end, hertz: hertz)
    }
  }

  private static func cycle(
    _ counts: [Double], from start: Double, to end: Double, hertz: Double
  ) -> Point? {
    let first = Int(start.rounded(.up))
    let last = min(Int(end), counts.count - 1)
    guard last - first >= 7 else { return nil }
    let design = Matrix(
      (first...last).map { index in
        let phase = 2 * Double.pi * (Double(index) - start) / (end - start)
        return [sin(phase), cos(phase), 1]
      })
    let observations = Array(counts[first...last])
    guard
      let fit = LinearFit(
        design, observations: observations,
        deviations: [Double](repeating: 1, count: observations.count))
    else { return nil }
    let amplitude = hypot(fit.parameters[0], fit.parameters[1])
    let residual = Statistics.rootMeanSquare(fit.residuals)
    // What is no sine is no cycle of the sweep.
    guard residual < 0.15 * amplitude else { return nil }
    return Point(hertz: hertz / (end - start), amplitude: amplitude)
  }

  /// Medians of the points in bins of a tenth of a decade, with their relative uncertainty.
  var binned: [(hertz: Double, amplitude: Double, uncertainty: Double)] {
    let groups = Dictionary(grouping: points) { Int((log10($0.hertz) * 10).rounded(.down)) }
    return groups.keys.sorted().map { key in
      let group = groups[key] ?? []
      let amplitude = Statistics.median(group.map { $0.amplitude })
      let scatter =
        Statistics.deviation(group.map { $0.amplitude })
        / Double(max(group.count, 1)).squareRoot()
      return (
        exp(Statistics.mean(group.map { log($0.hertz) })), amplitude,
        max(scatter / max(amplitude, 1e-9), 0.002)
      )
    }
  }
}
