import FixedPoint
import Foundation
import Testing

@Suite struct PowerOfTenTests {
  @Test func powersAgreeWithFloatingPoint() throws {
    for exponent in stride(from: Int64(-5000), through: 9000, by: 7) {
      let expected = pow(10, Double(exponent) / 1000) * 1000
      let power = Double(try #require(powerOfTenThousandths(exponent)))
      // Rounding to nearest, and the few last bits of a double.
      #expect(abs(power - expected) <= 0.5 + expected * 1e-14, "\(exponent)")
    }
  }

  @Test func wholePowersAreExact() {
    var expected: UInt64 = 1
    for power in Int64(-3)...15 {
      #expect(powerOfTenThousandths(power * 1000) == expected)
      expected &*= 10
    }
  }

  @Test func farExponentsGiveZeroOrNothing() {
    #expect(powerOfTenThousandths(.min) == 0)
    #expect(powerOfTenThousandths(-3302) == 0)
    #expect(powerOfTenThousandths(-3301) == 1)
    #expect(powerOfTenThousandths(15_999) != nil)
    #expect(powerOfTenThousandths(16_000) == nil)
    #expect(powerOfTenThousandths(.max) == nil)
  }
}
