/// A number as the kernel writes it: `125.000000`, `-0.000038245`, `24`.
///
/// Only for comparing settings: no result of the data path rests on it.
struct DecimalText {
  let value: Double

  /// The number, or nil where the text is none.
  init?(_ text: String) {
    var digits = 0.0
    var scale = 1.0
    var digitCount = 0
    var hasPoint = false
    for (position, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: "+"):
        guard position == 0 else { return nil }
      case UInt8(ascii: "."):
        guard !hasPoint else { return nil }
        hasPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits = digits * 10 + Double(byte - UInt8(ascii: "0"))
        if hasPoint { scale *= 10 }
        digitCount += 1
      default: return nil
      }
    }
    guard digitCount > 0, digitCount <= 30 else { return nil }
    value = (text.utf8.first == UInt8(ascii: "-") ? -digits : digits) / scale
  }

  /// Whether two texts say the same: as numbers within 10⁻⁵ of them, or else letter by letter.
  static func agree(_ first: String, _ second: String) -> Bool {
    guard let one = DecimalText(first), let other = DecimalText(second) else {
      return first == second
    }
    return abs(one.value - other.value) <= 1e-5 * max(abs(one.value), abs(other.value))
  }
}
