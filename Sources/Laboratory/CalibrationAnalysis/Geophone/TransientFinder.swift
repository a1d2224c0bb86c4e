internal import Foundation

/// Finds releases and steps in a record that is quiet between them.
struct TransientFinder {
  /// How long the record must be quiet between two of them, seconds.
  var quietSeconds = 1.0
  /// The least ratio of peak to noise that is worth a fit.
  var leastRatio = 20.0

  func transients(in series: CountSeries, channel: Int) throws(CalibrationError) -> [Transient] {
    let counts = series.counts[channel]
    guard Double(counts.count) >= 3 * series.hertz else {
      throw CalibrationError(
        "shorter than 3 s, expected releases with quiet before and after",
        at: series.span(0..<counts.count))
    }
    let centre = Statistics.median(counts)
    // The differences of neighbours know nothing of what is slow, and the quieter half of them
    // nothing of the transients.
    let steps = zip(counts.dropFirst(), counts).map { abs($0 - $1) }
    let noise = max(Statistics.quantile(0.4, of: steps) / 0.742, 0.3)
    let peak = counts.map { abs($0 - centre) }.max() ?? 0
    guard peak >= leastRatio * noise else {
      throw CalibrationError(
        String(
          format: "no release or step stands out: peak %.0f counts, noise %.1f, expected at least "
            + "%.0f times it", peak, noise, leastRatio), at: series.span(0..<counts.count))
    }
    let limit = max(6 * noise, peak / 30)
    let gap = Int(quietSeconds * series.hertz)
    var groups: [Range<Int>] = []
    for (index, count) in counts.enumerated() where abs(count - centre) > limit {
      if let last = groups.last, index - last.upperBound < gap {
        groups[groups.count - 1] = last.lowerBound..<index + 1
      } else {
        groups.append(index..<index + 1)
      }
    }
    return try transients(groups, in: series, channel: channel, noise: noise)
  }

  private func transients(
    _ groups: [Range<Int>], in series: CountSeries, channel: Int, noise: Double
  ) throws(CalibrationError) -> [Transient] {
    let counts = series.counts[channel]
    var transients: [Transient] = []
    for (index, group) in groups.enumerated() {
      let next = index + 1 < groups.count ? groups[index + 1].lowerBound - 3 : counts.count
      let first = group.lowerBound + 2
      let last = min(group.upperBound + Int(0.7 * series.hertz), next)
      guard last - first >= 20 else { continue }
      transients.append(
        Transient(
          times: (first..<last).map { Double($0 - group.lowerBound) / series.hertz },
          counts: Array(counts[first..<last]), noise: noise,
          span: series.span(group.lowerBound..<last)))
    }
    guard !transients.isEmpty else {
      throw CalibrationError(
        "releases end with the record, expected quiet behind each",
        at: series.span(0..<counts.count))
    }
    return transients
  }
}
