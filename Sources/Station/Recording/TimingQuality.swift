/// Timing quality of a record's header, 0…100 per cent, from the estimated clock error.
///
/// The formats leave its meaning to the recorder. Here 100 is an error of a microsecond or less, and
/// each doubling takes off 3 (a factor of ten 10): 1 ms is 70, 1 s 40; 0 says that the clock is not
/// synchronised.
enum TimingQuality {
  /// The quality of an error in microseconds, `UInt32.max` for none known.
  static func of(clockErrorMicroseconds error: UInt32) -> Int {
    guard error != .max else { return 0 }
    guard error > 1 else { return 100 }
    let doublings = UInt32.bitWidth - (error - 1).leadingZeroBitCount
    return 100 - 3 * doublings
  }
}
