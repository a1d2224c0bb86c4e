import FixedPoint
import Foundation
import Testing

@Suite("Coefficient arithmetic")
struct TrigonometryTests {
  private let step = 0x1p-60

  @Test("agrees with libm over two full turns")
  func sineAndCosine() {
    var worst = 0.0
    for index in -2000...2000 {
      let angle = Q60.ratio(Int64(index), to: 1000)
      let radians = Double(index) / 1000 * Double.pi
      worst = max(worst, abs(Double(Q60.sine(halfTurns: angle).rawValue) * step - sin(radians)))
      worst = max(worst, abs(Double(Q60.cosine(halfTurns: angle).rawValue) * step - cos(radians)))
    }
    #expect(worst < 1e-15)
  }

  @Test("gives right angles exactly")
  func rightAngles() {
    let half = Q60.ratio(1, to: 2)
    #expect(Q60.sine(halfTurns: half) == .one)
    #expect(Q60.cosine(halfTurns: half).rawValue == 0)
    #expect(Q60.cosine(halfTurns: .one).rawValue == -Q60.one.rawValue)
    #expect(Q60.sine(halfTurns: Q60.ratio(-3, to: 2)) == .one)
  }

  @Test("keeps the tangent of a small angle to ten digits and more")
  func smallTangent() {
    let angle = Q60.ratio(75_000, to: 1_000_000_000)
    let expected = tan(Double.pi * 7.5e-5)
    let tangent = Double(Q60.tangent(halfTurns: angle).rawValue) * step
    #expect(abs(tangent / expected - 1) < 1e-13)
  }

  @Test(
    "rounds a quotient to nearest and saturates what has no room",
    arguments: [
      (Int64(1), Int64(3), Int64(384_307_168_202_282_325)),
      (-1, 3, -384_307_168_202_282_325), (2, 3, 768_614_336_404_564_651),
      (7, 1, 7 << 60), (8, 1, .max), (-9, 1, .min), (.max, .max, 1 << 60), (5, -2, -5 << 59),
    ])
  func ratio(numerator: Int64, denominator: Int64, expected: Int64) {
    #expect(Q60.ratio(numerator, to: denominator).rawValue == expected)
  }

  @Test("rounds whole quotients with ties away from zero")
  func wholeQuotients() {
    #expect(roundedQuotient(7, 2) == 4)
    #expect(roundedQuotient(-7, 2) == -4)
    #expect(roundedQuotient(10, 4) == 3)
    #expect(roundedQuotient(9, 4) == 2)
    #expect(roundedQuotient(.max, 1) == .max)
    #expect(roundedQuotient(.min, 1) == .min)
  }

  @Test("gives the filter its corner at every rate", arguments: [20.0, 30.06, 99.97, 250, 1000])
  func coefficients(hertz: Double) {
    let coefficients = StateVariableCoefficients(
      cornerMicrohertz: 75_000, sampleRateMicrohertz: Int64((hertz * 1e6).rounded()))
    let gain = tan(Double.pi * 0.075 / hertz)
    let normaliser = 1 / (1 + gain * (2.0.squareRoot() + gain))
    #expect(abs(Double(coefficients.gain.rawValue) * step / gain - 1) < 1e-12)
    #expect(abs(Double(coefficients.normaliser.rawValue) * step - normaliser) < 1e-15)
    let integral = 1 / (2 * hertz * gain)
    #expect(abs(Double(coefficients.integralSeconds.rawValue) * step - integral) < 1e-11)
  }
}
