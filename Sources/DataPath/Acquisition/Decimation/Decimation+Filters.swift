extension Decimation {
  /// One filter of the chain with the decimation behind it: what metadata describe.
  package struct Filter: Equatable, Sendable {
    /// Of the samples that go in, in Hz.
    package let inputRateHertz: Double
    package let factor: Int
    /// Newest sample first; they add up to 1.
    package let coefficients: [Double]

    /// The delay of low frequencies, in seconds: the coefficients' first moment.
    package var delaySeconds: Double {
      var moment = 0.0
      for (position, coefficient) in coefficients.enumerated() {
        moment += Double(position) * coefficient
      }
      return moment / inputRateHertz
    }
  }

  /// The filters from the capture rate to the station's, in their order; none where nothing is
  /// decimated.
  ///
  /// A moving sum of R samples five times over has the coefficients of (1 + z + … + zᴿ⁻¹)⁵ ÷ R⁵.
  package func filters(captureRateHertz: Int) -> [Filter] {
    var filters: [Filter] = []
    var rate = Double(captureRateHertz)
    for cascade in [cascadeFactors.0, cascadeFactors.1] where cascade > 1 {
      filters.append(
        Filter(
          inputRateHertz: rate, factor: cascade,
          coefficients: Self.cascadeCoefficients(factor: cascade)))
      rate /= Double(cascade)
    }
    if let table = DecimationCoefficients.filter(before: filterFactor) {
      filters.append(
        Filter(
          inputRateHertz: rate, factor: filterFactor,
          coefficients: table.map { Double($0) / Double(1 << 26) }))
    }
    return filters
  }

  private static func cascadeCoefficients(factor: Int) -> [Double] {
    var coefficients = [1.0]
    for _ in 0..<IntegratorComb.order {
      var next = [Double](repeating: 0, count: coefficients.count + factor - 1)
      // A running sum of the last `factor` coefficients, each divided.
      for (position, coefficient) in coefficients.enumerated() {
        for offset in 0..<factor { next[position + offset] += coefficient / Double(factor) }
      }
      coefficients = next
    }
    return coefficients
  }
}
