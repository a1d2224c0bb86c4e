package import SeismicTypes

/// The power spectra of many segments of one channel, and how often each power occurred (McNamara &
/// Buland 2004): segments that overlap by half, each averaged over windows that overlap by 75 %, then
/// over octaves, in dB relative to 1 m²/s⁴/Hz.
///
/// Segments that a gap cuts are left out.
package struct ProbabilisticSpectrum: Sendable {
  package struct Segment: Equatable, Sendable {
    package var startTime: Timestamp
    /// Of each band.
    package var decibels: [Double]
  }

  package let plan: WindowPlan
  package let bands: OctaveBands
  package private(set) var segments: [Segment] = []
  /// The density of acceleration averaged over the windows of all segments, m²/s⁴/Hz at
  /// `plan.frequenciesHertz`: Welch's estimate.
  package private(set) var meanPower: [Double] = []

  /// Analyses one channel of a record.
  ///
  /// - Parameters:
  ///   - record: Where the samples are.
  ///   - channel: The position of the channel in the record.
  ///   - segmentSeconds: The length of a segment; at least 32 samples.
  ///   - response: What a count is worth.
  ///   - progress: Called after each segment.
  package init(
    of record: NoiseRecord, channel: Int, segmentSeconds: Double, response: AccelerationResponse,
    progress: () -> Void = {}
  ) {
    let length = Self.sampleCount(segmentSeconds, record)
    plan = WindowPlan(forSegmentOf: length, sampleRateHertz: record.sampleRateHertz)
    bands = OctaveBands(plan)
    let frequencies = plan.frequenciesHertz
    var sum = [Double](repeating: 0, count: frequencies.count)
    for stretch in record.stretches {
      let samples = stretch.channels[channel]
      for start in Self.starts(segment: length, in: samples.count) {
        var matrix = SpectralMatrix(plan, channelCount: 1)
        matrix.add([samples[start..<start + length]])
        let power = response.acceleration(matrix.power(of: 0), atHertz: frequencies)
        for index in sum.indices { sum[index] += power[index] }
        let time = stretch.startTime.advanced(
          byNanoseconds: record.sampleRate.nanoseconds(ofSamples: Int64(start)))
        segments.append(Segment(startTime: time, decibels: bands.meansOfDecibels(power)))
        progress()
      }
    }
    meanPower = sum.map { $0 / Double(max(segments.count, 1)) }
  }

  /// How many segments a record holds, for a progress bar.
  package static func segmentCount(of record: NoiseRecord, segmentSeconds: Double) -> Int {
    let length = sampleCount(segmentSeconds, record)
    return record.stretches.reduce(0) { $0 + starts(segment: length, in: $1.sampleCount).count }
  }

  private static func sampleCount(_ seconds: Double, _ record: NoiseRecord) -> Int {
    max(Int(record.sampleRateHertz * seconds), 32)
  }

  private static func starts(segment length: Int, in sampleCount: Int) -> [Int] {
    guard sampleCount >= length else { return [] }
    return Array(stride(from: 0, through: sampleCount - length, by: length - length / 2))
  }

  /// The power that a share of the segments does not exceed, by band; 0.5 is the median.
  package func percentile(_ share: Double) -> [Double] {
    bands.centrePeriodsSeconds.indices.map { band in
      let sorted = segments.map { $0.decibels[band] }.sorted()
      guard !sorted.isEmpty else { return .nan }
      let place = share * Double(sorted.count - 1)
      let low = Int(place.rounded(.down))
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
    }
  }

  /// The power of each band's fullest bin of 1 dB.
  package var mode: [Double] {
    let histogram = histogram
    return bands.centrePeriodsSeconds.indices.map { band in
      let shares = histogram.shares[band]
      guard let most = shares.max(), let bin = shares.firstIndex(of: most) else { return .nan }
      return Double(histogram.lowestDecibels + bin) + 0.5
    }
  }

  /// How often each power occurred.
  package struct Histogram: Sendable {
    /// The lower edge of the first bin; bins are 1 dB wide.
    package var lowestDecibels: Int
    package var binCount: Int
    /// The share of segments, shape [band][bin], each band's sum 1.
    package var shares: [[Double]]
  }

  package var histogram: Histogram {
    let all = segments.flatMap(\.decibels).filter(\.isFinite)
    let lowest = Int((all.min() ?? -200).rounded(.down))
    let count = max(Int((all.max() ?? -50).rounded(.down)) - lowest + 1, 1)
    var shares = bands.centrePeriodsSeconds.map { _ in [Double](repeating: 0, count: count) }
    for segment in segments {
      for (band, value) in segment.decibels.enumerated() where value.isFinite {
        shares[band][Int(value.rounded(.down)) - lowest] += 1 / Double(segments.count)
      }
    }
    return Histogram(lowestDecibels: lowest, binCount: count, shares: shares)
  }
}
