import OnsiteModel
import SeismicTypes
import Testing

@Suite("Faulty measures")
struct FaultyMeasuresTests {
  private static let estimate = Estimate(
    pgvLog10: Thousandths(mean: 0, sigma: 300), magnitude: Thousandths(mean: 5_000, sigma: 500),
    distanceLog10: nil, earthquakeProbabilityThousandths: 900)

  private func widened(
    by spreads: FaultSpreads, gap: Bool = false, clipped: Bool = false, horizontals: Int32 = 2
  ) -> Estimate {
    var window = PWaveWindow()
    window.containsGap = gap
    window.isClipped = clipped
    var estimate = Self.estimate
    FaultyMeasures(window, horizontalCount: horizontals).widen(&estimate, by: spreads)
    return estimate
  }

  @Test("leave an estimate as it is where there are none")
  func none() {
    #expect(widened(by: .lines) == Self.estimate)
    #expect(widened(by: .network) == Self.estimate)
  }

  @Test("add their variances, rounded down once, and leave the means")
  func variances() {
    // √(300² + 140² + 270²) = 427.2, √(500² + 280² + 410²) = 704.5; with 100² and 380² 438.7, 800.4.
    let two = widened(by: .network, gap: true, clipped: true)
    #expect([two.pgvLog10.sigma, two.magnitude.sigma] == [427, 704])
    #expect([two.pgvLog10.mean, two.magnitude.mean] == [0, 5_000])
    let three = widened(by: .network, gap: true, clipped: true, horizontals: 0)
    #expect([three.pgvLog10.sigma, three.magnitude.sigma] == [438, 800])
  }

  @Test("add for a network what was measured on one, for the lines what was measured on them")
  func estimators() throws {
    let network = OnsiteEstimator(
      try NetworkEstimator(NetworkMemory(ModelBytes("station_plain").bytes)))
    // √(300² + 30²) = 301.5, √(500² + 100²) = 509.9; of the lines √(500² + 70²) = 504.9.
    let byNetwork = widened(by: network.faultSpreads, horizontals: 1)
    #expect([byNetwork.pgvLog10.sigma, byNetwork.magnitude.sigma] == [301, 509])
    let byLines = widened(by: OnsiteEstimator().faultSpreads, horizontals: 1)
    #expect([byLines.pgvLog10.sigma, byLines.magnitude.sigma] == [300, 504])
  }
}
