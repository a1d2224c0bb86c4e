/// Octave-wide bands whose centres are an eighth of an octave apart, from the shortest period of a
/// spectrum to its longest (McNamara & Buland 2004).
package struct OctaveBands: Sendable {
  package let centrePeriodsSeconds: [Double]
  /// The positions in `WindowPlan.frequenciesHertz` that a band averages, both ends included.
  private let ranges: [ClosedRange<Int>]

  /// The bands of a plan's frequencies.
  ///
  /// Edges coincide with frequencies where a band's centre is an odd number of half octaves from the
  /// shortest period, and belong to a band as these roundings have it. They are ObsPy's, so that the
  /// means are of the same frequencies: at the longest periods, where a band holds one or two, another
  /// choice would differ by decibels.
  package init(_ plan: WindowPlan) {
    let width = 1 / (Double(plan.length) * (1 / plan.sampleRateHertz))
    // From the shortest period on; their number is that of the frequency from the last one down.
    let periods = (1...plan.length / 2).reversed().map { 1 / (Double($0) * width) }
    let (shortest, longest) = (periods[0], periods[periods.count - 1])
    let step = NoisePower.two(to: 0.125)
    var left = shortest / 2.0.squareRoot()
    var centres: [Double] = []
    var ranges: [ClosedRange<Int>] = []
    while true {
      let right = left * 2
      let centre = (left * right).squareRoot()
      let inside = periods.indices.filter { left <= periods[$0] && periods[$0] <= right }
      if let first = inside.first, let last = inside.last {
        centres.append(centre)
        ranges.append((periods.count - 1 - last)...(periods.count - 1 - first))
      }
      if centre >= longest { break }
      left *= step
    }
    centrePeriodsSeconds = centres
    self.ranges = ranges
  }

  /// The mean of the decibels in each band.
  package func meansOfDecibels(_ powers: [Double]) -> [Double] {
    let decibels = powers.map { NoisePower.decibels($0) }
    return ranges.map { range in
      decibels[range].reduce(0, +) / Double(range.count)
    }
  }

  /// The decibels of the mean power in each band; nil where it is not positive, as an estimate that is
  /// a difference may be.
  package func decibelsOfMeans(_ powers: [Double]) -> [Double?] {
    ranges.map { range in
      let mean = powers[range].reduce(0, +) / Double(range.count)
      return mean > 0 ? NoisePower.decibels(mean) : nil
    }
  }
}
