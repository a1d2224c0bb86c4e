/// Unsigned decimal numbers of files and command lines: digits only, no sign, no overflow.
enum DecimalNumber {
  static func parse(_ digits: ArraySlice<UInt8>) -> UInt64? {
    guard !digits.isEmpty else { return nil }
    var number: UInt64 = 0
    for digit in digits {
      guard digit >= 0x30, digit <= 0x39 else { return nil }
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, isLarger) = product.addingReportingOverflow(UInt64(digit - 0x30))
      guard !isTooLarge, !isLarger else { return nil }
      number = sum
    }
    return number
  }
}
