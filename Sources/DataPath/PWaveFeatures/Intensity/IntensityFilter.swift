import FixedPoint

/// JMA's intensity filter on the acceleration of one component.
///
/// Direct form I in Int64; input and output are µm/s² in Q.16, the input within ±2⁴⁷. Each product is
/// rounded once; at 1,000 Hz, where the poles lie closest to the unit circle, the rounding comes to
/// less than 0.2 µm/s² (2 × 10⁻⁵ gal), an intensity below −8.
struct IntensityFilter: BitwiseCopyable {
  private struct State: BitwiseCopyable {
    var input1: Int64 = 0
    var input2: Int64 = 0
    var output1: Int64 = 0
    var output2: Int64 = 0
  }

  private var states: InlineArray<6, State> = InlineArray(repeating: State())

  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  mutating func process(_ input: Int64, _ coefficients: IntensityCoefficients) -> Int64 {
    var value = input
    var index = 0
    while index < coefficients.count {
      let section = coefficients.sections[index]
      let state = states[index]
      let output =
        value * section.b0 &+ state.input1 * section.b1 &+ state.input2 * section.b2
        &- state.output1 * section.a1 &- state.output2 * section.a2
      states[index].input2 = state.input1
      states[index].input1 = value
      states[index].output2 = state.output1
      states[index].output1 = output
      value = output
      index &+= 1
    }
    return value
  }
}
