internal import Foundation

/// Natural frequency and damping that fit all transients at once, each with amplitudes of its own
/// (variable projection: the amplitudes are eliminated by a linear fit at every step).
struct GeophoneFit {
  let naturalFrequencyHertz: Double
  let naturalFrequencyUncertaintyHertz: Double
  let damping: Double
  let dampingUncertainty: Double
  let response: FreeResponse
  /// χ² for each degree of freedom; far above 1 the motion was not free.
  let reducedChiSquare: Double

  init?(_ transients: [Transient], couplingHertz: Double) {
    let coupling = 2 * .pi * couplingHertz
    let residuals = { (some: ArraySlice<Transient>, parameters: [Double]) -> [Double] in
      let response = FreeResponse(
        natural: exp(parameters[0]), damping: parameters[1], coupling: coupling)
      return some.flatMap { transient in
        let fit = response.fit(transient)
        return (fit?.residuals ?? transient.counts).map { $0 / transient.noise }
      }
    }
    // Two are enough to begin with.
    guard let start = Self.start({ residuals(transients.prefix(2), $0) }),
      let fit = NonlinearFit(
        from: start, scales: [1e-5, 1e-5], residuals: { residuals(transients[...], $0) })
    else { return nil }
    // Each transient's own amplitudes take degrees of freedom, too.
    let own = (coupling > 0 ? 4 : 3) * transients.count
    let freedom = max(1, fit.residuals.count - 2 - own)
    reducedChiSquare = fit.chiSquare / Double(freedom)
    let inflation = max(1, reducedChiSquare)
    naturalFrequencyHertz = exp(fit.parameters[0]) / (2 * .pi)
    naturalFrequencyUncertaintyHertz =
      naturalFrequencyHertz * (inflation * fit.covariance[0, 0]).squareRoot()
    damping = fit.parameters[1]
    dampingUncertainty = (inflation * fit.covariance[1, 1]).squareRoot()
    response = FreeResponse(
      natural: exp(fit.parameters[0]), damping: fit.parameters[1], coupling: coupling)
  }

  /// The best of a coarse grid: 0.5 to 40 Hz, a tenth to one and a half of critical damping.
  private static func start(_ residuals: ([Double]) -> [Double]) -> [Double]? {
    var best: (parameters: [Double], square: Double)?
    for step in 0..<18 {
      let frequency = 0.5 * pow(80, Double(step) / 17)
      for damping in [0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.95, 1.4] {
        let parameters = [log(2 * .pi * frequency), damping]
        let square = residuals(parameters).reduce(0) { $0 + $1 * $1 }
        if square.isFinite && square < best?.square ?? .infinity { best = (parameters, square) }
      }
    }
    return best?.parameters
  }
}
