import FixedPoint
import Foundation
import Testing

struct LogarithmTests {
  private static let step = 1.0 / Double(1 << 24)

  @Test func agreesWithTheMathLibraryOnEveryScale() {
    var generator = SystemRandomNumberGenerator()
    for bits in 1...127 {
      for _ in 0..<50 {
        let value = UInt128.random(in: 1...UInt128.max >> UInt128(127 - bits), using: &generator)
        let error = Double(log10Q24(value)) * Self.step - log10(Double(value))
        #expect(abs(error) <= Self.step, "log10(\(value))")
      }
    }
  }

  @Test func powersOfTenAreExact() {
    var value: UInt128 = 1
    for exponent in 0...38 {
      #expect(log10Q24(value) == Int32(exponent) << 24)
      if exponent < 38 { value *= 10 }
    }
  }

  @Test func zeroLiesBelowEverything() {
    #expect(log10Q24(0) == Int32.min)
  }
}
