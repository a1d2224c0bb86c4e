import FixedPoint

/// How a channel follows the weather: recursive least squares on temperature, pressure, its change and
/// humidity, in integers.
///
/// Each regressor is taken from its own mean, that of all at first and then one over some three months,
/// far slower than the channel's baseline, and scaled to about one: 5 °C, 5 hPa, 0.5 hPa an interval,
/// 10 %. The covariance is set back once a day, which keeps rounding from piling up and lets
/// the coefficients follow the season over some weeks.
struct WeatherRegression: Equatable, Sendable {
  static let count = 4
  /// Regressors in Q16, and their means in their own units Q16.
  var regressors = [Int64](repeating: 0, count: count)
  var means = [Int64](repeating: 0, count: count)
  /// Units of the channel per unit of a regressor, Q16.
  var coefficients = [Int64](repeating: 0, count: count)
  /// Symmetric, Q32, rows one after another.
  var covariance = WeatherRegression.initialCovariance
  var pressureBefore: Int64 = 0
  var takenCount: Int64 = 0

  /// A 64th of a unit variance: with regressors of about one, some three days of memory a day.
  private static let initialVariance: Int64 = 1 << 26
  private static let dayCount: Int64 = 24
  private static let meanCount: Int64 = 2048
  private static let largestRegressor: Int64 = 8 << 16
  private static let largestCoefficient: Int64 = 1 << 44
  /// What one regressor is worth: millidegrees, pascals, pascals an interval, thousandths.
  private static let scales: [Int64] = [5000, 500, 50, 100]

  static var initialCovariance: [Int64] {
    var covariance = [Int64](repeating: 0, count: count * count)
    for index in 0..<count { covariance[index * count + index] = initialVariance }
    return covariance
  }

  /// What the weather adds to the channel now, Q16.
  var influenceQ16: Int64 {
    var sum: Int128 = 0
    for index in 0..<Self.count {
      sum += Int128(coefficients[index]) * Int128(regressors[index])
    }
    return Int64(clamping: sum >> 16)
  }

  /// Takes the interval's weather.
  mutating func take(_ weather: Weather) {
    let isFirst = takenCount == 0
    let change = isFirst ? 0 : weather.pressurePascals - pressureBefore
    pressureBefore = weather.pressurePascals
    let raw = [
      weather.temperatureMillidegrees, weather.pressurePascals, change,
      weather.humidityThousandths,
    ]
    for index in 0..<Self.count {
      let value = saturated(raw[index], to: 1 << 40) << 16
      if isFirst { means[index] = value }
      let difference = saturated(value - means[index], to: 1 << 46)
      regressors[index] = saturated(difference / Self.scales[index], to: Self.largestRegressor)
      means[index] += difference / min(takenCount + 2, Self.meanCount)
    }
    takenCount += 1
    if takenCount % Self.dayCount == 0 { covariance = Self.initialCovariance }
  }

  /// Learns from what was left unexplained.
  ///
  /// - Parameters:
  ///   - residualQ16: Value less what mean and weather explain.
  ///   - limitQ16: Larger residuals are held to this, so that no single value bends the regression.
  mutating func learn(_ residualQ16: Int64, limitQ16: Int64) {
    let residual = saturated(residualQ16, to: min(limitQ16, 1 << 46))
    var product = [Int64](repeating: 0, count: Self.count)
    var uncertainty: Int128 = 1 << 32
    for row in 0..<Self.count {
      var sum: Int128 = 0
      for column in 0..<Self.count {
        sum += Int128(covariance[row * Self.count + column]) * Int128(regressors[column])
      }
      product[row] = Int64(clamping: sum >> 16)
      uncertainty += (Int128(product[row]) * Int128(regressors[row])) >> 16
    }
    let divisor = max(uncertainty, 1)
    for row in 0..<Self.count {
      let gain = (Int128(product[row]) << 32) / divisor
      let step = Int64(clamping: (gain * Int128(residual)) >> 32)
      coefficients[row] = saturated(coefficients[row] &+ step, to: Self.largestCoefficient)
      for column in row..<Self.count {
        let index = row * Self.count + column
        let explained = Int64(clamping: (gain * Int128(product[column])) >> 32)
        covariance[index] = saturated(covariance[index] &- explained, to: Self.initialVariance)
        if column == row { covariance[index] = max(covariance[index], 1) }
        covariance[column * Self.count + row] = covariance[index]
      }
    }
  }
}
