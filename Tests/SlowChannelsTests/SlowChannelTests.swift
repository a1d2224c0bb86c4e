import Foundation
import SeismicTypes
import SlowChannels
import Testing

@Suite("A slow channel")
struct SlowChannelTests {
  /// A pulse counter of 0.81 counts an hour per Bq/m³ (an RD200M's class).
  static func radon(_ change: (inout SlowChannel.Parameters) -> Void = { _ in }) -> SlowChannel {
    var parameters = SlowChannel.Parameters(quantity: "radon", unit: "Bq/m3")
    parameters.sensitivity = RadonSensitivity(microcountsPerHourPerBecquerel: 810_000)
    parameters.limitsThousandths = [100_000, 148_000, 300_000]
    change(&parameters)
    return SlowChannel(parameters)
  }

  /// Ten-minute readings of hourly Poisson counts at a concentration that follows the hour.
  static func run(
    _ channel: inout SlowChannel, hours: Range<Int>, seed: UInt64, becquerels: (Int) -> Double
  ) -> [(hour: Int, report: SlowReport)] {
    var random = RandomCounts(seed: seed)
    var reports: [(hour: Int, report: SlowReport)] = []
    for hour in hours {
      for part in 0..<6 {
        let time = Timestamp(nanoseconds: Int64(hour * 6 + part) * 600_000_000_000)
        let counts = random.poisson(becquerels(hour) * 0.81 / 6)
        for report in channel.add(.counts(counts, nanoseconds: 600_000_000_000), at: time) {
          reports.append((hour - 1, report))
        }
      }
    }
    return reports
  }

  @Test("gives concentration and uncertainty of 81 counts as 100 ± 11 Bq/m³")
  func concentration() throws {
    var channel = Self.radon()
    _ = channel.add(.counts(81, nanoseconds: 3_600_000_000_000), at: Timestamp(nanoseconds: 0))
    _ = channel.advance(to: Timestamp(nanoseconds: 3_600_000_000_000))
    #expect(channel.latest?.thousandths == 100_000)
    #expect(channel.latest?.sigmaThousandths == 11_111)
  }

  @Test("takes off a background with its own uncertainty")
  func background() throws {
    // k = 1/h per Bq/m³; 90 counts in an hour, of them 30 by 720 in a day without radon:
    // σ = √(90 + 30/24) = 9.55.
    var sensitivity = RadonSensitivity(microcountsPerHourPerBecquerel: 1_000_000)
    sensitivity.backgroundCounts = 720
    sensitivity.backgroundSeconds = 86_400
    let counts = try #require(
      CorrectedCounts(counted: 90, nanoseconds: 3_600_000_000_000, deadNanoseconds: 0))
    let activity = ActivityConcentration(counts: counts, seconds: 3600, sensitivity: sensitivity)
    #expect(activity.millibecquerelsPerCubicMetre == 60_000)
    #expect(abs(activity.sigmaMillibecquerelsPerCubicMetre - 9552) <= 1)
  }

  @Test("corrects counts for dead time and refuses what no correction holds for")
  func deadTime() throws {
    // 1000 a second with 100 µs: n = m/(1 − 0.1), σ² = N/0.9⁴.
    let counts = try #require(
      CorrectedCounts(counted: 10_000, nanoseconds: 10_000_000_000, deadNanoseconds: 100_000))
    #expect(counts.countsQ16 >> 16 == 11_111)
    #expect(abs(Double(counts.varianceQ16) / 65536 - 10_000 / 0.6561) < 0.1)
    #expect(
      CorrectedCounts(counted: 5001, nanoseconds: 1_000_000_000, deadNanoseconds: 100_000) == nil)
    #expect(CorrectedCounts(counted: .max, nanoseconds: 1, deadNanoseconds: 2) == nil)
    #expect(CorrectedCounts(counted: -1, nanoseconds: 1, deadNanoseconds: 0) == nil)
  }

  @Test("reports a radon anomaly with value, baseline and sigma in Bq/m³, and its end")
  func anomaly() throws {
    var channel = Self.radon { $0.limitsThousandths = [] }
    let reports = Self.run(&channel, hours: 0..<700, seed: 8) {
      (400..<440).contains($0) ? 200 : 60
    }
    let began = try #require(reports.first { $0.report.kind == .anomalyBegan })
    #expect((401...403).contains(began.hour))
    #expect(began.report.valueThousandths > 120_000)
    #expect(abs(began.report.baselineThousandths - 60_000) < 6000)
    // √(48.6 counts) is 8.6 Bq/m³.
    #expect(abs(began.report.sigmaThousandths - 8600) < 1500)
    #expect(reports.contains { $0.report.kind == .anomalyGoesOn })
    let ended = try #require(reports.first { $0.report.kind == .anomalyEnded })
    #expect((438...455).contains(ended.hour))
  }

  @Test("says when the mean of a day passes 100, 148 and 300 Bq/m³ and when it is back")
  func classes() {
    var channel = Self.radon()
    let reports = Self.run(&channel, hours: 0..<400, seed: 12) {
      switch $0 {
      case ..<100: 60
      case ..<150: 125
      case ..<200: 400
      default: 40
      }
    }
    let levels = reports.compactMap { entry -> Int? in
      if case .classChanged(let level) = entry.report.kind { return level }
      return nil
    }
    #expect(levels == [1, 2, 3, 2, 1, 0])
  }

  @Test("does not flutter at a limit")
  func flutter() {
    var classes = ConcentrationClass(limitsThousandths: [100_000])
    var changes = 0
    for hour in 0..<2000 {
      if classes.process(100_000 + (hour / 24 % 2 == 0 ? 2000 : -2000)) != nil { changes += 1 }
    }
    #expect(changes == 1)
  }

  @Test("leaves out an interval of which it saw less than half")
  func partialIntervals() {
    var channel = Self.radon()
    let half: Int64 = 1_800_000_000_000
    _ = channel.add(.counts(40, nanoseconds: half), at: Timestamp(nanoseconds: 0))
    _ = channel.add(.counts(40, nanoseconds: half - 1), at: Timestamp(nanoseconds: 2 * half))
    #expect(channel.latest?.thousandths == 98_765)
    _ = channel.advance(to: Timestamp(nanoseconds: 4 * half))
    #expect(channel.judgedCount == 1)
    #expect(channel.skippedCount == 1)
  }

  @Test("starts its interval anew when the clock is set back")
  func clockStep() {
    var channel = Self.radon()
    let hour: Int64 = 3_600_000_000_000
    _ = channel.add(.counts(500, nanoseconds: hour), at: Timestamp(nanoseconds: 10 * hour))
    _ = channel.add(.counts(81, nanoseconds: hour), at: Timestamp(nanoseconds: 5 * hour))
    _ = channel.advance(to: Timestamp(nanoseconds: 6 * hour))
    #expect(channel.judgedCount == 1)
    #expect(channel.latest?.thousandths == 100_000)
  }

  @Test("goes on from a saved state, and not from one of other settings")
  func restart() {
    var whole = Self.radon()
    var parts = Self.radon()
    let usual = { (hour: Int) in (180..<200).contains(hour) ? 300.0 : 60.0 }
    _ = Self.run(&whole, hours: 0..<190, seed: 1, becquerels: usual)
    _ = Self.run(&parts, hours: 0..<190, seed: 1, becquerels: usual)
    var restored = Self.radon()
    let isTaken = restored.restore(parts.words)
    #expect(isTaken)
    #expect(restored.isAlarm)
    let expected = Self.run(&whole, hours: 190..<400, seed: 2, becquerels: usual)
    let found = Self.run(&restored, hours: 190..<400, seed: 2, becquerels: usual)
    #expect(found.map(\.hour) == expected.map(\.hour))
    #expect(found.map(\.report) == expected.map(\.report))
    var other = Self.radon { $0.intervalSeconds = 600 }
    let isTakenByOther = other.restore(parts.words)
    #expect(!isTakenByOther)
    var random = RandomCounts(seed: 3)
    for _ in 0..<2000 {
      var words = parts.words
      words[1 + Int.random(in: 0..<(words.count - 1), using: &random)] = Int64(
        bitPattern: random.next())
      var victim = Self.radon()
      guard victim.restore(words) else { continue }
      _ = Self.run(&victim, hours: 190..<195, seed: 2, becquerels: usual)
    }
  }

  @Test("watches a level that a module has already turned into Bq/m³ by the counts behind it")
  func moduleLevels() {
    var channel = Self.radon()
    for hour in 0..<200 as Range<Int64> {
      let level = 60_000 + [-8000, 8000, -7000, 7000][Int(hour % 4)]
      _ = channel.add(
        .level(thousandths: hour < 150 ? Int64(level) : 200_000),
        at: Timestamp(nanoseconds: hour * 3_600_000_000_000))
    }
    #expect(channel.isAlarm)
    #expect(channel.latest?.thousandths == 200_000)
    // 162 counts: 12.7 of them are 15.7 Bq/m³.
    #expect(channel.latest?.sigmaThousandths == 15_713)
  }
}
