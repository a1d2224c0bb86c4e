import Testing
import Triggering

/// A ratio and the memory it needs.
private struct Ratio {
  private var ratio: ShortToLongTermRatio
  private let memory: WindowMemory?

  init(
    _ algorithm: Trigger.Algorithm, _ shortTermSampleCount: Int64, _ longTermSampleCount: Int64,
    minimumCounts: Int64 = 0
  ) {
    let lengths = WindowLengths(
      shortTermSampleCount: shortTermSampleCount, longTermSampleCount: longTermSampleCount,
      minimumLongTermCounts: minimumCounts)
    memory = WindowMemory(algorithm, lengths)
    ratio = ShortToLongTermRatio(algorithm, lengths, in: memory)
  }

  var shortTermAverageQ16: Int64 { ratio.shortTermAverageQ16 }

  func isRatioAtLeast(thresholdQ8: Int64) -> Bool {
    withExtendedLifetime(memory) { ratio.isRatioAtLeast(thresholdQ8: thresholdQ8) }
  }

  mutating func process(_ counts: Int32, isLongTermFrozen: Bool) {
    ratio.process(counts, isLongTermFrozen: isLongTermFrozen)
  }

  mutating func restart() { ratio.restart() }
}

/// Every algorithm against ObsPy's on and off indices: Fixtures/stalta/decisions.csv.
struct RatioAlgorithmTests {
  private static func algorithm(_ word: Substring) throws -> Trigger.Algorithm {
    switch word {
    case "recursive": .recursive
    case "classic": .classic
    case "delayed": .delayed
    default: try #require(word == "allen" ? .allen : nil)
    }
  }

  @Test func everyAlgorithmTurnsOnAndOffWhereObsPyDoes() throws {
    let counts = try fixtureRows("stalta/recursive.csv").map { try #require(Int32($0[0])) }
    var judged: [String: Int] = [:]
    for row in try fixtureRows("stalta/decisions.csv") {
      let numbers = row.dropFirst().prefix(4).compactMap { Int64($0) }
      try #require(numbers.count == 4)
      var ratio = try Ratio(Self.algorithm(row[0]), numbers[0], numbers[1])
      var intervals: [Int] = []
      var isOn = false
      for (index, count) in counts.enumerated() {
        ratio.process(count, isLongTermFrozen: false)
        if isOn, !ratio.isRatioAtLeast(thresholdQ8: numbers[3]) {
          intervals.append(index - 1)
          isOn = false
        } else if !isOn, ratio.isRatioAtLeast(thresholdQ8: numbers[2]) {
          intervals.append(index)
          isOn = true
        }
      }
      if isOn { intervals.append(counts.count - 1) }
      #expect(intervals == row[5].split(separator: " ").compactMap { Int($0) }, "\(row)")
      judged[String(row[0]), default: 0] += intervals.count / 2
    }
    #expect(judged.values.allSatisfy { $0 >= 5 } && judged.count == 4)
  }

  @Test(arguments: [Trigger.Algorithm.recursive, .classic, .delayed, .allen])
  func aFrozenLongTermSeesNothingOfTheBurst(algorithm: Trigger.Algorithm) {
    var ratio = Ratio(algorithm, 5, 50)
    for index in 0..<300 { ratio.process(index % 2 == 0 ? 100 : -100, isLongTermFrozen: false) }
    #expect(!ratio.isRatioAtLeast(thresholdQ8: 300))
    for index in 0..<100 { ratio.process(index % 2 == 0 ? 1000 : -1000, isLongTermFrozen: true) }
    #expect(ratio.isRatioAtLeast(thresholdQ8: 99 * 256))
    #expect(!ratio.isRatioAtLeast(thresholdQ8: 101 * 256))
  }

  @Test(arguments: [Trigger.Algorithm.recursive, .classic, .delayed, .allen])
  func silenceIsBelowEveryThresholdButAnEarthquakeInItIsNot(algorithm: Trigger.Algorithm) {
    var ratio = Ratio(algorithm, 5, 50, minimumCounts: 1)
    for _ in 0..<200 {
      ratio.process(0, isLongTermFrozen: false)
      #expect(!ratio.isRatioAtLeast(thresholdQ8: 257))
    }
    ratio.process(50, isLongTermFrozen: false)
    #expect(ratio.isRatioAtLeast(thresholdQ8: 1024))
  }

  @Test(arguments: [Trigger.Algorithm.recursive, .classic, .delayed, .allen])
  func fullScaleOverTheLongestWindowDoesNotOverflow(algorithm: Trigger.Algorithm) {
    let longest: Int64 = (1 << 17) - 1
    var ratio = Ratio(algorithm, 1, longest)
    for index in 0..<(longest * 2) {
      ratio.process(index % 2 == 0 ? -8_388_608 : 8_388_607, isLongTermFrozen: false)
    }
    #expect(ratio.isRatioAtLeast(thresholdQ8: 255))
    #expect(!ratio.isRatioAtLeast(thresholdQ8: 65_535))
    #expect(ratio.shortTermAverageQ16 > 0)
  }

  @Test(arguments: [Trigger.Algorithm.recursive, .classic, .delayed, .allen])
  func aRestartForgetsEverything(algorithm: Trigger.Algorithm) {
    var ratio = Ratio(algorithm, 5, 50)
    for _ in 0..<300 { ratio.process(5_000, isLongTermFrozen: false) }
    ratio.restart()
    var fresh = Ratio(algorithm, 5, 50)
    for index in 0..<400 {
      let count = Int32(index % 7) * (index > 300 ? 40 : 3)
      ratio.process(count, isLongTermFrozen: false)
      fresh.process(count, isLongTermFrozen: false)
      #expect(ratio.shortTermAverageQ16 == fresh.shortTermAverageQ16)
      for threshold: Int64 in [128, 300, 1024] {
        #expect(
          ratio.isRatioAtLeast(thresholdQ8: threshold)
            == fresh.isRatioAtLeast(thresholdQ8: threshold))
      }
    }
  }
}
