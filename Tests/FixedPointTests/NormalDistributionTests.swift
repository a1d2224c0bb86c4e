import FixedPoint
import Foundation
import Testing

struct NormalDistributionTests {
  @Test func agreesWithTheErrorFunctionEverywhere() {
    for zQ8 in Int64(-1200)...1200 {
      let expected = 500 * erfc(Double(zQ8) / 256 / 2.0.squareRoot())
      let probability = exceedanceProbabilityThousandths(zQ8: zQ8)
      #expect(abs(Double(probability) - expected) < 0.502, "z = \(zQ8)/256")
    }
  }

  @Test func fallsFromOneToZero() {
    #expect(exceedanceProbabilityThousandths(zQ8: Int64.min) == 1000)
    #expect(exceedanceProbabilityThousandths(zQ8: 0) == 500)
    #expect(exceedanceProbabilityThousandths(zQ8: Int64.max) == 0)
    for zQ8 in Int64(-1000)...1000 {
      #expect(
        exceedanceProbabilityThousandths(zQ8: zQ8 + 1)
          <= exceedanceProbabilityThousandths(zQ8: zQ8))
    }
  }
}
