/// Octave-wide bands whose centres are an eighth of an octave apart, from the shortest period of a
/// spectrum to its longest (McNamara & Buland 2004).
package struct OctaveBands: Sendable {
  package let centrePeriodsSeconds: [Double]
  /// The positions in `WindowPlan.frequenciesHertz` that a band averages, both ends included.
  private let ranges: [ClosedRange<Int>]

  package init(_ plan: WindowPlan) {
    let shortest = 2 / plan.sampleRateHertz
    let longest = Double(plan.length) / plan.sampleRateHertz
    let (step, half) = (1.0 / 8, 0.5)
    var centres: [Double] = []
    var ranges: [ClosedRange<Int>] = []
    var number = 0
    while true {
      let centre = shortest * Self.power(step * Double(number))
      let (left, right) = (centre / Self.power(half), centre * Self.power(half))
      // A band reaches from k = N/(T·fs) at its right edge to that at its left one.
      let first = max(Int((longest / right * (1 - 1e-12)).rounded(.up)), 1)
      let last = min(Int((longest / left * (1 + 1e-12)).rounded(.down)), plan.length / 2)
      if first <= last {
        centres.append(centre)
        ranges.append(first - 1...last - 1)
      }
      if centre >= longest { break }
      number += 1
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

  private static func power(_ exponent: Double) -> Double { NoisePower.two(to: exponent) }
}
