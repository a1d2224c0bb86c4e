extension AnomalyMonitor {
  /// What a monitor has learnt, all of it, so that it survives a restart.
  struct State: Equatable, Sendable {
    var meanQ16: Int64 = 0
    var varianceQ16: Int64 = 0
    /// Values of the warm-up taken so far, their sum and the sum of their squares.
    var warmUpCount = 0
    var sumQ16: Int128 = 0
    var squareSumQ32: Int128 = 0
    /// The newest values, the newest in bit 0: 1 where it was beyond its bound.
    var history: UInt32 = 0
    var isAlarm = false
    /// Values of the alarm that lasts.
    var freezeCount = 0
    var regression = WeatherRegression()
  }

  /// Numbers in the words of a state.
  package static let wordCount =
    10 + 3 * WeatherRegression.count
    + WeatherRegression.count * WeatherRegression.count + 2

  /// The state as plain numbers, for the state file.
  package var words: [Int64] {
    let regression = state.regression
    return [
      state.meanQ16, state.varianceQ16, Int64(state.warmUpCount),
      Int64(truncatingIfNeeded: state.sumQ16 >> 64), Int64(truncatingIfNeeded: state.sumQ16),
      Int64(truncatingIfNeeded: state.squareSumQ32 >> 64),
      Int64(truncatingIfNeeded: state.squareSumQ32), Int64(state.history),
      state.isAlarm ? 1 : 0, Int64(state.freezeCount),
    ] + regression.regressors + regression.means + regression.coefficients
      + regression.covariance + [regression.pressureBefore, regression.takenCount]
  }

  /// Takes up a state where it was left.
  ///
  /// - Parameter words: What `words` gave.
  /// - Returns: False, and nothing taken, for numbers that no monitor of these parameters can hold.
  package mutating func restore(_ words: [Int64]) -> Bool {
    guard words.count == Self.wordCount, Self.isPossible(words, parameters) else { return false }
    var restored = State()
    restored.meanQ16 = words[0]
    restored.varianceQ16 = words[1]
    restored.warmUpCount = Int(words[2])
    restored.sumQ16 = Self.wide(words[3], words[4])
    restored.squareSumQ32 = Self.wide(words[5], words[6])
    restored.history = UInt32(words[7])
    restored.isAlarm = words[8] == 1
    restored.freezeCount = Int(words[9])
    let count = WeatherRegression.count
    restored.regression.regressors = Array(words[10..<(10 + count)])
    restored.regression.means = Array(words[(10 + count)..<(10 + 2 * count)])
    restored.regression.coefficients = Array(words[(10 + 2 * count)..<(10 + 3 * count)])
    let start = 10 + 3 * count
    restored.regression.covariance = Array(words[start..<(start + count * count)])
    restored.regression.pressureBefore = words[start + count * count]
    restored.regression.takenCount = words[start + count * count + 1]
    state = restored
    return true
  }

  private static func wide(_ high: Int64, _ low: Int64) -> Int128 {
    Int128(high) << 64 | Int128(UInt64(bitPattern: low))
  }

  private static func isPossible(_ words: [Int64], _ parameters: Parameters) -> Bool {
    guard words[0].magnitude <= UInt64(largestDeviation), words[1] >= 0, words[1] <= 1 << 62,
      words[2] >= 0, words[2] <= Int64(parameters.warmUpCount), words[3] == words[4] >> 63,
      words[4].magnitude < 1 << 57, words[5] >= 0, words[5] < 1 << 38, words[7] >= 0,
      words[7] < 1 << Int64(parameters.persistenceWindow), words[8] == 0 || words[8] == 1,
      words[9] >= 0, words[9] < Int64(parameters.maximumFreezeCount), words.last ?? -1 >= 0
    else { return false }
    // The regression's numbers are held to their ranges as it works; beyond these its products
    // would not be.
    for word in words[10...] where word.magnitude > 1 << 58 { return false }
    return true
  }
}
