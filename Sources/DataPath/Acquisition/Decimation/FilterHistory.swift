/// The newest values of a few channels, and their sums weighted by one filter's coefficients.
struct FilterHistory: Sendable {
  /// Newest first, Q26.
  private let coefficients: [Int32]
  /// Shape [channels][2 × taps]: every value stands twice, a filter's length apart, so that the
  /// newest ones are always in one piece, newest first.
  private var values: [Int64]
  /// Where the newest value stands; it walks backward.
  private var newest = 0

  init(coefficients: [Int32], channelCount: Int) {
    self.coefficients = coefficients
    values = Array(repeating: 0, count: 2 * coefficients.count * channelCount)
  }

  /// Sets every value to zero.
  mutating func clear() {
    for index in values.indices { values[index] = 0 }
  }

  /// Makes room for the next value of every channel.
  mutating func advance() {
    newest = newest == 0 ? coefficients.count - 1 : newest - 1
  }

  /// Stores a channel's newest value.
  mutating func put(_ value: Int64, channel: Int) {
    let start = channel * 2 * coefficients.count + newest
    values[start] = value
    values[start + coefficients.count] = value
  }

  /// The weighted sum of a channel's values, in their scale × 2²⁶.
  func output(ofChannel channel: Int) -> Int64 {
    let start = channel * 2 * coefficients.count + newest
    var sum: Int64 = 0
    for tap in 0..<coefficients.count {
      sum &+= Int64(coefficients[tap]) &* values[start + tap]
    }
    return sum
  }
}
