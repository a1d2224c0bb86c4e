import SeismicTypes

/// Gathers the readings of one interval of UTC, such as an hour.
struct SlowInterval: Equatable, Sendable {
  /// What an interval has come to.
  struct Total: Equatable, Sendable {
    /// Number of the interval since 1970.
    var index: Int64
    var levelSumThousandths: Int128 = 0
    var levelCount: Int64 = 0
    var counts: Int64 = 0
    var countedNanoseconds: Int64 = 0
  }

  let nanoseconds: Int64
  private(set) var total: Total?

  init(seconds: Int64) { nanoseconds = max(1, seconds) &* 1_000_000_000 }

  /// Ends the interval when its time is over.
  ///
  /// - Parameter time: Now; a clock that is set back begins the interval anew.
  /// - Returns: The interval that has ended.
  mutating func advance(to time: Timestamp) -> Total? {
    let index = time.nanoseconds / nanoseconds
    guard let current = total else {
      total = Total(index: index)
      return nil
    }
    guard index != current.index else { return nil }
    total = Total(index: index)
    return index > current.index ? current : nil
  }

  mutating func add(_ reading: SlowReading) {
    switch reading {
    case .level(let thousandths):
      total?.levelSumThousandths += Int128(thousandths)
      total?.levelCount += 1
    case .counts(let counts, let nanoseconds):
      total?.counts += counts
      total?.countedNanoseconds += nanoseconds
    }
  }

  /// The state as plain numbers.
  var words: [Int64] {
    guard let total else { return [-1, 0, 0, 0, 0] }
    return [
      total.index, Int64(clamping: total.levelSumThousandths), total.levelCount, total.counts,
      total.countedNanoseconds,
    ]
  }

  static let wordCount = 5

  /// Takes up a state; false for numbers that it cannot have.
  mutating func restore(_ words: [Int64]) -> Bool {
    guard words.count == Self.wordCount else { return false }
    for word in words[2...] where word < 0 || word > 1 << 56 { return false }
    guard words[0] >= 0 else {
      total = nil
      return words[0] == -1
    }
    total = Total(
      index: words[0], levelSumThousandths: Int128(words[1]), levelCount: words[2],
      counts: words[3], countedNanoseconds: words[4])
    return true
  }
}
