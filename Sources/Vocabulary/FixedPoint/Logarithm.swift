/// The base-10 logarithm in Q8.24, within one step (6 × 10⁻⁸) of the true value.
///
/// The exponent is the place of the highest bit; 32 bits of log2 of the mantissa follow from
/// squaring it again and again (each doubling of the logarithm that passes 2 is a one bit). The
/// result is log2 × log10(2), rounded to nearest. Zero has no logarithm and gives `Int32.min`
/// (−128), below that of every other value.
@_noAllocation @_noLocks
package func log10Q24(_ value: UInt128) -> Int32 {
  guard value > 0 else { return Int32.min }
  let leadingZeroes = value.leadingZeroBitCount
  let normalised = value &<< UInt128(truncatingIfNeeded: leadingZeroes)
  // Q1.63: one up to two.
  var mantissa = UInt64(truncatingIfNeeded: normalised &>> 64)
  var log2Q32 = UInt64(truncatingIfNeeded: 127 &- leadingZeroes)
  var step = 0
  while step < 32 {
    let square = mantissa.multipliedFullWidth(by: mantissa)
    log2Q32 = log2Q32 &<< 1
    if square.high &>> 63 == 1 {
      mantissa = square.high
      log2Q32 |= 1
    } else {
      mantissa = (square.high &<< 1) | (square.low &>> 63)
    }
    step &+= 1
  }
  // log10(2) × 2⁶⁴; the high half of the product is log10 in Q.32.
  let log10Q32 = log2Q32.multipliedFullWidth(by: 5_553_023_288_523_357_132).high
  return Int32(truncatingIfNeeded: (log10Q32 &+ 128) &>> 8)
}
