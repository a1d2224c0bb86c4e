internal import SeismicTypes

/// What a sensor read while it lay still in one position.
package struct StillPosition: Equatable, Sendable {
  package var span: TimeSpan
  /// One a channel, counts.
  package var meanCounts: [Double]
  /// Standard uncertainties of the means, from the scatter of the means of whole seconds: what is
  /// slower than white noise counts.
  package var meanUncertaintyCounts: [Double]
  /// The median standard deviation within a second: the noise of a sample.
  package var noiseCounts: [Double]
  /// The means of whole seconds, shape [channelCount][secondCount].
  package var secondMeanCounts: [[Double]]
  package var sampleCount: Int

  /// The position over a range of samples, at least two seconds.
  package init(_ series: CountSeries, _ range: Range<Int>) {
    span = series.span(range)
    sampleCount = range.count
    let window = max(1, Int(series.hertz.rounded()))
    let seconds = range.count / window
    meanCounts = []
    meanUncertaintyCounts = []
    noiseCounts = []
    secondMeanCounts = []
    for counts in series.counts {
      let windows = (0..<seconds).map { second in
        counts[range.lowerBound + second * window..<range.lowerBound + (second + 1) * window]
      }
      let means = windows.map { Statistics.mean($0) }
      let noise = Statistics.median(windows.map { Statistics.deviation($0) })
      // A converter's step is the least that a mean can be trusted to.
      let white = max(noise, 0.3) / Double(range.count).squareRoot()
      let scattered = Statistics.deviation(means) / Double(max(seconds, 1)).squareRoot()
      meanCounts.append(Statistics.mean(counts[range]))
      meanUncertaintyCounts.append(max(white, scattered))
      noiseCounts.append(noise)
      secondMeanCounts.append(means)
    }
  }

  /// A position whose figures are known already.
  package init(
    span: TimeSpan, meanCounts: [Double], meanUncertaintyCounts: [Double], noiseCounts: [Double],
    sampleCount: Int
  ) {
    self.span = span
    self.meanCounts = meanCounts
    self.meanUncertaintyCounts = meanUncertaintyCounts
    self.noiseCounts = noiseCounts
    self.sampleCount = sampleCount
    secondMeanCounts = meanCounts.map { [$0] }
  }

  package var seconds: Double {
    Double(span.end.nanoseconds - span.start.nanoseconds) / 1e9
  }
}
