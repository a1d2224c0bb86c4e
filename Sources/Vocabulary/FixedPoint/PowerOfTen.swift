/// 10^(exponent ÷ 1000) in thousandths, rounded to nearest; nil where 64 bits do not hold it.
///
/// The fraction's power is the product of 10^(2^k ÷ 1000) over the bits k that are set in it, in
/// Q8.56; whole powers of ten scale it. Up to 10¹² the result is exact to one unit in the last
/// place.
///
/// - Parameter exponentThousandths: The logarithm to base 10 in thousandths; nil is the answer from
///   16,000 on, 0 that below −3,301.
/// - Returns: The power in thousandths.
@_noAllocation @_noLocks
package func powerOfTenThousandths(_ exponentThousandths: Int64) -> UInt64? {
  guard exponentThousandths < 16_000 else { return nil }
  guard exponentThousandths > -16_000 else { return 0 }
  let shifted = exponentThousandths + 16_000
  let power = Int(shifted / 1000) - 16 + 3
  let fraction = UInt64(fractionalPowerQ56(shifted % 1000))
  if power < 0 { return (fraction / powerOfTen(-power) + 1 << 55) >> 56 }
  let product = fraction.multipliedFullWidth(by: powerOfTen(power))
  let (low, carries) = product.low.addingReportingOverflow(1 << 55)
  return (product.high + (carries ? 1 : 0)) << 8 | low >> 56
}

/// 10^(thousandths ÷ 1000) in Q8.56 for 0 ≤ thousandths < 1000.
@_noAllocation @_noLocks
private func fractionalPowerQ56(_ thousandths: Int64) -> Int64 {
  // 10^(2^k ÷ 1000) × 2⁶⁰, k = 0…9.
  let factors: [10 of Int64] = [
    1_155_579_263_160_096_062, 1_158_243_148_479_563_961, 1_163_589_355_944_333_713,
    1_174_355_915_694_929_221, 1_196_188_822_237_261_470, 1_241_079_893_755_040_187,
    1_335_979_332_962_712_108, 1_548_102_599_328_420_370, 2_078_737_926_624_652_352,
    3_748_001_360_301_885_092,
  ]
  var result: Int64 = 1 << 56
  for bit in 0..<10 where thousandths &>> Int64(bit) & 1 == 1 {
    result = result * Q60(rawValue: factors[bit])
  }
  return result
}

/// 10^power for 0 ≤ power ≤ 18.
@_noAllocation @_noLocks
private func powerOfTen(_ power: Int) -> UInt64 {
  var result: UInt64 = 1
  for _ in 0..<power { result *= 10 }
  return result
}
