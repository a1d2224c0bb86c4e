/// Two lower-case hexadecimal digits for each byte.
func hexadecimalText(of bytes: Span<UInt8>) -> String {
  var text = ""
  for index in 0..<bytes.count {
    text.unicodeScalars.append(hexadecimalDigit(bytes[index] >> 4))
    text.unicodeScalars.append(hexadecimalDigit(bytes[index] & 15))
  }
  return text
}

/// Sixteen lower-case hexadecimal digits, the highest byte first.
func hexadecimalText(of bits: UInt64) -> String {
  var text = ""
  for shift in stride(from: 60, through: 0, by: -4) {
    text.unicodeScalars.append(hexadecimalDigit(UInt8(truncatingIfNeeded: bits >> UInt64(shift))))
  }
  return text
}

private func hexadecimalDigit(_ bits: UInt8) -> Unicode.Scalar {
  let digit = bits & 15
  return Unicode.Scalar(digit < 10 ? 0x30 + digit : 0x57 + digit)
}
