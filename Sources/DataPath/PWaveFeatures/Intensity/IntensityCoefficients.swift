import FixedPoint
import SeismicTypes

/// The six second-order sections whose cascade approximates JMA's intensity filter in real time.
///
/// Kunugi and others 2013 (Zisin 65, 223–230), for any true sample rate, computed in integers. The
/// three low-passes at 12, 20 and 30 Hz are left out where π times their corner exceeds the rate: near
/// half the rate their form is not stable. Against JMA's definition the cascade is within 0.25 dB from
/// 0.1 to 10 Hz at 100 Hz and above, within 0.35 dB to 5 Hz at every rate from 20 Hz on, and between 5
/// and 10 Hz within 0.6 dB from 40 Hz on, 1.1 dB at 30 and 1.7 dB at 20 Hz; 1 dB is 0.1 of intensity.
struct IntensityCoefficients: BitwiseCopyable {
  /// y = b0·x + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂.
  struct Section: BitwiseCopyable {
    var b0 = Q60(rawValue: 0)
    var b1 = Q60(rawValue: 0)
    var b2 = Q60(rawValue: 0)
    var a1 = Q60(rawValue: 0)
    var a2 = Q60(rawValue: 0)
  }

  /// Numbers of the design, Q11.52; all stay below 64.
  private struct Polynomial {
    var zero: Int64
    var one: Int64
    var two: Int64
  }

  private(set) var sections: InlineArray<6, Section> = InlineArray(repeating: Section())
  private(set) var count = 0

  @_optimize(size)
  init(sampleRate: SampleRate) {
    let low = Self.angle(millihertz: 450, sampleRate)
    let high = Self.angle(millihertz: 7_000, sampleRate)
    let middle = Self.angle(millihertz: 500, sampleRate)
    let one: Int64 = 1 << 52
    let product = Self.product(low, high)
    // The gain of the whole cascade, 1.262, stands in its first section.
    append(
      Polynomial(zero: 4 * one + 2 * high, one: -8 * one, two: 4 * one - 2 * high),
      Polynomial(
        zero: 8 * one + 4 * low + 2 * high + product, one: 2 * product - 16 * one,
        two: 8 * one - 4 * low - 2 * high + product),
      gainMillionths: 1_262_000)
    let square = Self.product(high, high)
    append(
      Polynomial(
        zero: 4 * one + 17 * high / 2 + square, one: 2 * square - 8 * one,
        two: 4 * one - 17 * high / 2 + square),
      Polynomial(
        zero: 16 * one + 17 * high + square, one: 2 * square - 32 * one,
        two: 16 * one - 17 * high + square))
    append(
      Self.polynomial(middle, dampingPercent: 100), Self.polynomial(middle, dampingPercent: 75))
    for (millihertz, damping) in [(12_000, 90), (20_000, 60), (30_000, 60)] as [(Int64, Int64)] {
      let corner = Self.angle(millihertz: millihertz, sampleRate)
      guard corner <= 2 * one else { continue }
      let square = Self.product(corner, corner)
      append(
        Polynomial(zero: square, one: 10 * square, two: square),
        Self.polynomial(corner, dampingPercent: damping))
    }
  }

  /// 12 ± 12·h·w + w² and 10·w² − 24.
  private static func polynomial(_ angle: Int64, dampingPercent: Int64) -> Polynomial {
    let square = product(angle, angle)
    let damped = 12 * angle / 100 * dampingPercent
    return Polynomial(
      zero: (12 << 52) + damped + square, one: 10 * square - (24 << 52),
      two: (12 << 52) - damped + square)
  }

  private mutating func append(
    _ numerator: Polynomial, _ denominator: Polynomial, gainMillionths: Int64 = 1_000_000
  ) {
    let gain = Q60.ratio(gainMillionths, to: 1_000_000)
    sections[count] = Section(
      b0: Q60.ratio(numerator.zero * gain, to: denominator.zero),
      b1: Q60.ratio(numerator.one * gain, to: denominator.zero),
      b2: Q60.ratio(numerator.two * gain, to: denominator.zero),
      a1: Q60.ratio(denominator.one, to: denominator.zero),
      a2: Q60.ratio(denominator.two, to: denominator.zero))
    count += 1
  }

  /// 2π·f/rate in Q11.52.
  private static func angle(millihertz: Int64, _ sampleRate: SampleRate) -> Int64 {
    // 2π × 2⁵².
    let product = Int128(28_296_951_008_113_761) * Int128(millihertz * 1000)
    return Int64(truncatingIfNeeded: product / Int128(sampleRate.microhertz))
  }

  private static func product(_ first: Int64, _ second: Int64) -> Int64 {
    Int64(truncatingIfNeeded: (Int128(first) * Int128(second)) >> 52)
  }
}
