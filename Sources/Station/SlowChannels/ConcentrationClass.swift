/// The class of a mean over 24 intervals by absolute limits, such as those of WHO, EPA and EU for radon.
///
/// A class is entered at its limit and left at 95 % of it, so that a mean at a limit does not flutter.
package struct ConcentrationClass: Equatable, Sendable {
  package static let intervalCount = 24

  /// In thousandths of the unit, rising.
  package let limitsThousandths: [Int64]
  /// How many limits the mean has passed; nil until 24 values are there.
  package private(set) var level: Int?
  private var values: [Int64] = []

  package init(limitsThousandths: [Int64]) { self.limitsThousandths = limitsThousandths }

  /// The mean of the values held.
  package var meanThousandths: Int64 {
    guard !values.isEmpty else { return 0 }
    var sum: Int128 = 0
    for value in values { sum += Int128(value) }
    return Int64(clamping: sum / Int128(values.count))
  }

  /// Takes an interval's value.
  ///
  /// - Parameter valueThousandths: In thousandths of the unit.
  /// - Returns: The class now, where it has changed or is known for the first time and is not the
  ///   lowest.
  package mutating func process(_ valueThousandths: Int64) -> Int? {
    values.append(valueThousandths)
    if values.count > Self.intervalCount { values.removeFirst() }
    guard values.count == Self.intervalCount else { return nil }
    let before = level ?? 0
    let mean = Int128(meanThousandths)
    var now = 0
    for (index, limit) in limitsThousandths.enumerated() {
      let isHeld = before > index && mean * 100 >= Int128(limit) * 95
      if mean >= Int128(limit) || isHeld { now = index + 1 }
    }
    level = now
    return now == before ? nil : now
  }

  /// The state as plain numbers: level (−1 unknown), then the values, oldest first.
  var words: [Int64] {
    let missing = [Int64](repeating: .min, count: Self.intervalCount - values.count)
    return [Int64(level ?? -1)] + missing + values
  }

  static let wordCount = 1 + intervalCount

  /// Takes up a state; false for numbers that it cannot have.
  mutating func restore(_ words: [Int64]) -> Bool {
    guard words.count == Self.wordCount, words[0] >= -1,
      words[0] <= Int64(limitsThousandths.count)
    else { return false }
    var held: [Int64] = []
    for word in words[1...] where word != .min { held.append(word) }
    guard (words[0] == -1) == (held.count < Self.intervalCount) else { return false }
    level = words[0] == -1 ? nil : Int(words[0])
    values = held
    return true
  }
}
