import Foundation
import OnsiteModel
import SeismicTypes
import Testing

struct LinearEstimatorTests {
  private let estimator = LinearEstimator()

  /// A window of a P wave with peaks in cm units.
  private func window(
    _ milliseconds: Int32, pd: Double, pv: Double, pa: Double, tauC: Double, pgv: Double = 1e-9
  ) -> PWaveWindow {
    var window = PWaveWindow()
    window.windowMilliseconds = milliseconds
    window.pdPicometres = Int64((pd * 1e10).rounded())
    window.pvPicometresPerSecond = Int64((pv * 1e10).rounded())
    window.paPicometresPerSecondSquared = Int64((pa * 1e10).rounded())
    window.tauCMicroseconds = Int64((tauC * 1e6).rounded())
    window.observed.pgvPicometresPerSecond = Int64((pgv * 1e10).rounded())
    return window
  }

  /// Published lines from Pd to PGV span 6 to 10 cm/s at 0.2 cm (Zollo 2010; Wu & Kanamori 2008);
  /// ours, fitted on other chains and magnitudes, must lie within a factor of three of them.
  @Test func agreesWithPublishedLinesWithinTheirSpread() {
    let estimate = estimator.estimate(window(3_000, pd: 0.2, pv: 1.3, pa: 20, tauC: 1, pgv: 2))
    #expect(estimate.pgvLog10.mean > 300 && estimate.pgvLog10.mean < 1_480)
    #expect(estimate.magnitude.mean > 5_500 && estimate.magnitude.mean < 8_000)
    #expect(estimate.distanceLog10 == nil)
    #expect(estimate.earthquakeProbabilityThousandths == 1_000)
  }

  @Test func isLinearInTheLogarithms() {
    for milliseconds in stride(from: Int32(500), through: 10_000, by: 500) {
      let means = [0.001, 0.01, 0.1].map { scale in
        estimator.estimate(
          window(
            milliseconds, pd: scale, pv: 5 * scale, pa: 100 * scale, tauC: 0.8, pgv: scale / 10))
      }
      let pgv = means.map(\.pgvLog10.mean)
      let magnitude = means.map(\.magnitude.mean)
      #expect(abs(pgv[0] - 2 * pgv[1] + pgv[2]) <= 2)
      #expect(abs(magnitude[0] - 2 * magnitude[1] + magnitude[2]) <= 2)
      #expect(pgv[0] < pgv[1] && pgv[1] < pgv[2])
      #expect(magnitude[0] < magnitude[1] && magnitude[1] < magnitude[2])
    }
  }

  @Test func neverPredictsBelowWhatIsObserved() {
    let quiet = window(3_000, pd: 0.001, pv: 0.005, pa: 0.1, tauC: 0.5, pgv: 0.01)
    var shaken = quiet
    shaken.observed.pgvPicometresPerSecond = 100_000_000_000
    #expect(estimator.estimate(quiet).pgvLog10.mean < 0)
    #expect(estimator.estimate(shaken).pgvLog10.mean == 1_000)
  }

  @Test func longerWindowsUseTheTenSecondLine() {
    let ten = window(10_000, pd: 0.1, pv: 0.5, pa: 10, tauC: 1)
    let sixty = window(60_000, pd: 0.1, pv: 0.5, pa: 10, tauC: 1)
    let one = window(1_000, pd: 0.1, pv: 0.5, pa: 10, tauC: 1)
    #expect(estimator.estimate(ten) == estimator.estimate(sixty))
    #expect(estimator.estimate(ten) != estimator.estimate(one))
  }

  @Test func sigmaIsPlausibleAndSmallerWithMoreWave() {
    let sigmas = [500, 1_000, 3_000, 10_000].map { milliseconds in
      estimator.estimate(window(milliseconds, pd: 0.1, pv: 0.5, pa: 10, tauC: 1)).pgvLog10.sigma
    }
    #expect(sigmas == sigmas.sorted(by: >))
    #expect(sigmas.allSatisfy { $0 > 200 && $0 < 1_000 })
  }

  @Test func stillnessGivesAnEstimateOutsideTheTrainingRange() {
    var still = PWaveWindow()
    still.windowMilliseconds = 500
    #expect(estimator.isOutsideTrainingRange(still))
    #expect(estimator.estimate(still).pgvLog10.mean < -2_000)
    #expect(
      !estimator.isOutsideTrainingRange(window(3_000, pd: 0.1, pv: 0.5, pa: 10, tauC: 1)))
    #expect(estimator.isOutsideTrainingRange(window(3_000, pd: 90, pv: 900, pa: 900, tauC: 1)))
  }
}
