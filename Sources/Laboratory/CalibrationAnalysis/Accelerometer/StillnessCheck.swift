/// Finds where a sensor lay still, second by second.
///
/// A second is quiet when its standard deviation is at most three times the quiet level (the record's
/// lowest fifth) and 0.2 mg more, in every channel; quiet seconds belong together while their means
/// stay within the tolerance of the first ones'.
package struct StillnessCheck: Sendable {
  /// How far the mean of a second may wander, m/s², beyond what its noise explains.
  package var toleranceMetresPerSecondSquared = 0.001 * LocalGravity.standardMetresPerSecondSquared
  /// How long a position must be held.
  package var minimumSeconds = 20

  package init() {}

  /// One second of counts in m/s² by nominal sensitivities, one figure a channel.
  package struct Second: Sendable {
    var means: [Double]
    var deviations: [Double]
  }

  /// The ranges of samples at rest, each without its first and last second, and those too short to be
  /// used.
  ///
  /// - Parameters:
  ///   - series: The counts.
  ///   - sensitivities: Nominal counts per m/s², one a channel.
  /// - Returns: The ranges in the order of time.
  package func ranges(
    of series: CountSeries, sensitivities: [Double]
  ) -> (held: [Range<Int>], short: [Range<Int>]) {
    let window = max(1, Int(series.hertz.rounded()))
    let seconds = (0..<series.sampleCount / window).map {
      second(at: $0 * window, of: series, sensitivities: sensitivities)
    }
    var held: [Range<Int>] = []
    var short: [Range<Int>] = []
    for run in runs(of: seconds, samplesPerSecond: window) {
      let range = run.lowerBound * window..<run.upperBound * window
      if run.count >= minimumSeconds + 2 {
        held.append(range.lowerBound + window..<range.upperBound - window)
      } else if run.count >= 5 {
        short.append(range)
      }
    }
    return (held, short)
  }

  /// The second that begins with a sample; it lies wholly inside the series.
  package func second(
    at first: Int, of series: CountSeries, sensitivities: [Double]
  ) -> Second {
    let window = max(1, Int(series.hertz.rounded()))
    var result = Second(means: [], deviations: [])
    for (counts, sensitivity) in zip(series.counts, sensitivities) {
      let part = counts[first..<first + window]
      result.means.append(Statistics.mean(part) / sensitivity)
      result.deviations.append(Statistics.deviation(part) / abs(sensitivity))
    }
    return result
  }

  /// Runs of seconds at rest, the last one perhaps still going on.
  ///
  /// - Parameters:
  ///   - seconds: One after another.
  ///   - window: How many samples each rests on.
  /// - Returns: Ranges of seconds in the order of time.
  package func runs(of seconds: [Second], samplesPerSecond window: Int) -> [Range<Int>] {
    guard let channels = seconds.first?.means.indices else { return [] }
    let quiet = channels.map { channel in
      Statistics.quantile(0.2, of: seconds.map { $0.deviations[channel] })
    }
    let slack = 0.0002 * LocalGravity.standardMetresPerSecondSquared
    let tolerances = quiet.map {
      toleranceMetresPerSecondSquared + 5 * $0 / Double(window).squareRoot()
    }
    var runs: [Range<Int>] = []
    var start: Int?
    for (index, second) in seconds.enumerated() {
      let isQuiet = channels.allSatisfy { second.deviations[$0] <= 3 * quiet[$0] + slack }
      if let first = start {
        let stays = channels.allSatisfy {
          abs(second.means[$0] - reference(seconds, first..<index, $0)) <= tolerances[$0]
        }
        if isQuiet && stays { continue }
        runs.append(first..<index)
        start = nil
      }
      if isQuiet { start = index }
    }
    if let first = start { runs.append(first..<seconds.count) }
    return runs
  }

  /// The mean of a run's first ten seconds, the very first left out where there are more: the sensor
  /// may still have been touched.
  private func reference(_ seconds: [Second], _ run: Range<Int>, _ channel: Int) -> Double {
    let first = run.count > 1 ? run.lowerBound + 1 : run.lowerBound
    let beginning = seconds[first..<min(run.upperBound, first + 10)]
    return Statistics.mean(beginning.map { $0.means[channel] })
  }
}
