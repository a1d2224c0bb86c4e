package import SeismicTypes

/// Counts of one source without a gap, channel by channel.
package struct CountSeries: Sendable {
  package var start: Timestamp
  package var sampleRate: SampleRate
  /// Shape [channelCount][sampleCount], in the order of the source's channels.
  package var counts: [[Double]]
  /// Where they were read from.
  package var file: String?

  package init(
    start: Timestamp, sampleRate: SampleRate, counts: [[Double]], file: String? = nil
  ) {
    self.start = start
    self.sampleRate = sampleRate
    self.counts = counts
    self.file = file
  }

  package var sampleCount: Int { counts.first?.count ?? 0 }

  package var hertz: Double { Double(sampleRate.microhertz) / 1e6 }

  /// The time of a sample; the end of the series where it is one beyond the last.
  package func time(ofSample index: Int) -> Timestamp {
    start.advanced(byNanoseconds: sampleRate.nanoseconds(ofSamples: Int64(index)))
  }

  /// The time that a range of samples takes.
  package func span(_ range: Range<Int>) -> TimeSpan {
    TimeSpan(
      start: time(ofSample: range.lowerBound), end: time(ofSample: range.upperBound), file: file)
  }
}
