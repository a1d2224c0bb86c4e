import FixedPoint
import Testing

/// The prepared coefficients against the plain ones: every output must be the same to the bit.
struct LowCornerCoefficientsTests {
  @Test(
    "give the outputs of the plain coefficients to the bit",
    arguments: [
      (corner: 75_000, rate: 20_000_000), (75_000, 99_998_700), (75_000, 1_000_000_000),
      (500_000, 20_000_000), (500_000, 100_000_000), (500_000, 4_000_000_000),
    ] as [(corner: Int64, rate: Int64)])
  func equality(corner: Int64, rate: Int64) {
    let plain = StateVariableCoefficients(cornerMicrohertz: corner, sampleRateMicrohertz: rate)
    let prepared = LowCornerCoefficients(plain)
    var plainFilter = StateVariableFilter()
    var preparedFilter = StateVariableFilter()
    var numbers = SystemRandomNumberGenerator()
    for index in 0..<20_000 {
      // Of every size, and at the limit of the filters' range over and over.
      let wide = Int64.random(in: -(1 << 60)...(1 << 60), using: &numbers)
      let input = index % 64 < 8 ? (index & 1 == 0 ? 1 : -1) << 60 : wide >> Int64(index % 60)
      let expected = plainFilter.process(input, plain)
      let outputs = preparedFilter.process(input, prepared)
      let isEqual =
        outputs.highPass == expected.highPass && outputs.bandPass == expected.bandPass
        && outputs.lowPass == expected.lowPass
      #expect(isEqual, "input \(input) at \(index)")
      if !isEqual { return }
    }
  }
}
