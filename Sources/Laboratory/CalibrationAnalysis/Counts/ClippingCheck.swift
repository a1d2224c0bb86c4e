/// Finds counts that stand at a rail.
enum ClippingCheck {
  /// Refuses a series in which a channel reaches its full scale, or stays at one extreme value as a
  /// converter does whose rail the board file does not know.
  ///
  /// - Parameters:
  ///   - series: The counts.
  ///   - channel: Which of its channels.
  ///   - fullScaleCounts: The largest count the channel delivers.
  ///   - name: What it is called in the refusal, such as `step`.
  /// - Throws: `CalibrationError` with the first clipped stretch.
  static func check(
    _ series: CountSeries, channel: Int, fullScaleCounts: Double, name: String
  ) throws(CalibrationError) {
    let counts = series.counts[channel]
    let largest = counts.max() ?? 0
    let smallest = counts.min() ?? 0
    let isOneValue = largest == smallest
    // A quiet converter may say one value for ever; at its rail it is no value.
    guard !isOneValue || abs(largest) >= 0.999 * fullScaleCounts else { return }
    for extreme in [largest, smallest] {
      let isRail = abs(extreme) >= 0.999 * fullScaleCounts
      var start = 0
      while start < counts.count {
        guard counts[start] == extreme else {
          start += 1
          continue
        }
        var end = start
        while end < counts.count && counts[end] == extreme { end += 1 }
        // Four equal extremes in a row are no accident where the signal fills hundreds of counts.
        if isRail || (end - start >= 4 && largest - smallest > 200) {
          throw CalibrationError(
            "clipped \(name) at \(Int(extreme)) counts", at: series.span(start..<end))
        }
        start = end
      }
    }
  }
}
