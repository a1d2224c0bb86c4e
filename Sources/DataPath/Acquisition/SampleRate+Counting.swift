import SeismicTypes

extension SampleRate {
  /// The number of samples in an interval, rounded to nearest with ties upward.
  ///
  /// The product is formed in 128 bits: any interval between two times of this century fits.
  func nearestSampleCount(nanoseconds: Int64) -> Int64 {
    let unit: Int64 = 1_000_000_000_000_000
    let product = nanoseconds.multipliedFullWidth(by: microhertz)
    let division = unit.dividingFullWidth(product)
    if division.remainder >= unit / 2 { return division.quotient + 1 }
    if division.remainder < -(unit / 2) { return division.quotient - 1 }
    return division.quotient
  }

  /// The rate in hertz as people write it: `99.97`, `5`.
  var hertzText: String {
    var fraction = "\(1_000_000 + microhertz % 1_000_000)"
    fraction.removeFirst()
    while fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
    let whole = "\(microhertz / 1_000_000)"
    return fraction.isEmpty ? whole : whole + "." + fraction
  }
}
