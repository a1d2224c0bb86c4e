import Testing
import Triggering

/// ObsPy's on and off indices and the exact-integer model are the judges: Fixtures/stalta.
struct RecursiveSTALTATests {
  @Test func reproducesTheIntegerModelBitForBit() throws {
    var ratio = RecursiveSTALTA(
      shortTermSampleCount: 25, longTermSampleCount: 500, minimumLongTermCounts: 0)
    for (index, row) in try fixtureRows("stalta/recursive.csv").enumerated() {
      ratio.process(try #require(Int32(row[0])), isLongTermFrozen: false)
      try #require(ratio.shortTermAverageQ16 == Int64(row[1]), "sample \(index)")
      try #require(ratio.longTermAverageQ16 == Int64(row[2]), "sample \(index)")
      try #require(ratio.isRatioAtLeast(thresholdQ8: 896) == (row[3] == "1"), "sample \(index)")
      try #require(ratio.isRatioAtLeast(thresholdQ8: 256) == (row[4] == "1"), "sample \(index)")
    }
  }

  @Test func turnsOnAndOffWhereObsPyDoes() throws {
    var ratio = RecursiveSTALTA(
      shortTermSampleCount: 25, longTermSampleCount: 500, minimumLongTermCounts: 0)
    var intervals: [[Int]] = []
    var start: Int?
    for (index, row) in try fixtureRows("stalta/recursive.csv").enumerated() {
      ratio.process(try #require(Int32(row[0])), isLongTermFrozen: false)
      if let on = start {
        if !ratio.isRatioAtLeast(thresholdQ8: 256) {
          intervals.append([on, index - 1])
          start = nil
        }
      } else if ratio.isRatioAtLeast(thresholdQ8: 896) {
        start = index
      }
    }
    #expect(intervals == [[500, 610], [1484, 1595], [10348, 10459]])
  }

  @Test func aFrozenLongTermAverageKeepsItsValue() {
    var ratio = RecursiveSTALTA(
      shortTermSampleCount: 5, longTermSampleCount: 50, minimumLongTermCounts: 0)
    for _ in 0..<100 { ratio.process(100, isLongTermFrozen: false) }
    let before = ratio.longTermAverageQ16
    for _ in 0..<100 { ratio.process(10_000, isLongTermFrozen: true) }
    #expect(ratio.longTermAverageQ16 == before)
    #expect(ratio.isRatioAtLeast(thresholdQ8: 60_000))
  }

  @Test func silenceIsBelowEveryThresholdButAnEarthquakeInItIsNot() {
    var ratio = RecursiveSTALTA(
      shortTermSampleCount: 5, longTermSampleCount: 50, minimumLongTermCounts: 1)
    for _ in 0..<200 {
      ratio.process(0, isLongTermFrozen: false)
      #expect(!ratio.isRatioAtLeast(thresholdQ8: 257))
    }
    ratio.process(1, isLongTermFrozen: false)
    #expect(!ratio.isRatioAtLeast(thresholdQ8: 257))
    ratio.process(50, isLongTermFrozen: false)
    #expect(ratio.isRatioAtLeast(thresholdQ8: 1024))
  }

  @Test func fullScaleDoesNotOverflow() {
    var ratio = RecursiveSTALTA(
      shortTermSampleCount: 1, longTermSampleCount: 15_000, minimumLongTermCounts: 1)
    for _ in 0..<20_000 { ratio.process(-8_388_608, isLongTermFrozen: false) }
    #expect(ratio.shortTermAverageQ16 == 1 << 62)
    #expect(ratio.isRatioAtLeast(thresholdQ8: 256))
    #expect(!ratio.isRatioAtLeast(thresholdQ8: 65_535))
    ratio.process(0, isLongTermFrozen: false)
    #expect(ratio.shortTermAverageQ16 == 0)
  }

  @Test("falls by half from full scale where the short window holds two samples")
  func halfFromFullScale() {
    var ratio = RecursiveSTALTA(
      shortTermSampleCount: 2, longTermSampleCount: 100, minimumLongTermCounts: 1)
    for _ in 0..<200 { ratio.process(-8_388_608, isLongTermFrozen: false) }
    #expect(ratio.shortTermAverageQ16 == 1 << 62)
    ratio.process(0, isLongTermFrozen: false)
    #expect(ratio.shortTermAverageQ16 == 1 << 61)
  }
}
