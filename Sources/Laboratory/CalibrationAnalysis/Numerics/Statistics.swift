/// Sums over lists of numbers that the calibrations need.
enum Statistics {
  static func mean(_ values: some Collection<Double>) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// The standard deviation about the mean, of a sample of the population.
  static func deviation(_ values: some Collection<Double>) -> Double {
    guard values.count > 1 else { return 0 }
    let centre = mean(values)
    let square = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    return (square / Double(values.count - 1)).squareRoot()
  }

  /// The value below which a part of the values lies.
  static func quantile(_ part: Double, of values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let place = part * Double(sorted.count - 1)
    let lower = Int(place)
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
  }

  static func median(_ values: [Double]) -> Double { quantile(0.5, of: values) }

  static func rootMeanSquare(_ values: some Collection<Double>) -> Double {
    guard !values.isEmpty else { return 0 }
    return (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }
}
