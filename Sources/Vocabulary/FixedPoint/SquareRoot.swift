/// The square root, rounded toward zero: the largest r with r² ≤ value.
///
/// One bit of the root is decided by each step, from the highest down: 64 steps, no division.
@_noAllocation @_noLocks
package func squareRoot(_ value: UInt128) -> UInt64 {
  var remainder = value
  var root: UInt128 = 0
  var bit: UInt128 = 1 &<< 126
  while bit > remainder && bit > 0 { bit = bit &>> 2 }
  while bit > 0 {
    let trial = root | bit
    root = root &>> 1
    if remainder >= trial {
      remainder = remainder &- trial
      root = root | bit
    }
    bit = bit &>> 2
  }
  return UInt64(truncatingIfNeeded: root)
}
