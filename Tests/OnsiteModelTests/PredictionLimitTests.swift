import OnsiteModel
import Testing

@Suite("The smallest predictable PGV")
struct PredictionLimitTests {
  @Test(
    "follows from a sensor's noise density",
    arguments: [(3.0, -375), (22.5, 415), (100, 1_000), (221, 1_311)] as [(Double, Int32)])
  func density(microG: Double, expected: Int32) {
    let noisePd = PredictionLimit.noisePdPicometres(
      densityMicrometresPerSecondSquaredPerRootHertz: microG * 9.80665)
    #expect(PredictionLimit.pgvLog10Thousandths(noisePdPicometres: noisePd) == expected)
  }

  @Test("has a value for every noise, none at all and the largest")
  func extremes() {
    #expect(PredictionLimit.pgvLog10Thousandths(noisePdPicometres: 0) == -6_990)
    #expect(PredictionLimit.pgvLog10Thousandths(noisePdPicometres: .max) == 9_320)
  }
}
