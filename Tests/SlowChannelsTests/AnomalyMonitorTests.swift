import Foundation
import SlowChannels
import Testing

@Suite("The anomaly monitor")
struct AnomalyMonitorTests {
  /// Runs Poisson counts through a monitor.
  struct Run {
    var verdicts: [AnomalyMonitor.Verdict] = []
    var monitor: AnomalyMonitor

    init(
      _ change: (inout AnomalyMonitor.Parameters) -> Void = { _ in }, hours: Int, seed: UInt64,
      mean: (Int) -> Double
    ) {
      var parameters = AnomalyMonitor.Parameters()
      change(&parameters)
      monitor = AnomalyMonitor(parameters)
      var random = RandomCounts(seed: seed)
      for hour in 0..<hours { verdicts.append(monitor.process(random.poisson(mean(hour)) << 16)) }
    }

    var begunHours: [Int] { verdicts.indices.filter { verdicts[$0].change == .began } }
    var beyondCount: Int { verdicts.filter(\.isBeyond).count }
  }

  @Test("calls hardly anything of five quiet years an anomaly", arguments: [3.0, 20, 80])
  func quietYears(mean: Double) {
    let hours = 5 * 365 * 24
    let run = Run(hours: hours, seed: UInt64(mean), mean: { _ in mean })
    // Single hours beyond three sigma: 0.135 %, up to twice that for the skew of counts and the
    // wandering of the baseline; two of three in a row by chance: less than once a year.
    #expect(Double(run.beyondCount) / Double(hours) < 0.0045)
    #expect(run.begunHours.count <= 5)
  }

  @Test("judges low counts by the exact tail, not by sigmas")
  func lowCounts() {
    let hours = 3 * 365 * 24
    let run = Run({ $0.leaveSigmaThousandths = 3000 }, hours: hours, seed: 4, mean: { _ in 0.5 })
    // For a mean of 0.5 four counts have a probability of 0.18 %, five 0.017 %: five is the bound.
    #expect(run.verdicts.allSatisfy { !$0.isBeyond || $0.valueQ16 >= 4 << 16 })
    #expect(Double(run.beyondCount) / Double(hours) < 0.00135)
    #expect(run.beyondCount > 0)
  }

  @Test("finds a doubling within three hours and its end within a day")
  func doubling() throws {
    let run = Run(hours: 1000, seed: 9, mean: { (500..<560).contains($0) ? 60 : 30 })
    let begun = try #require(run.begunHours.first)
    #expect((500...503).contains(begun))
    let ended = try #require(run.verdicts.firstIndex { $0.change == .ended })
    #expect((556...584).contains(ended))
    #expect(run.begunHours.count <= 2)
  }

  @Test("needs two hours of three: a single hour beyond the bound is no anomaly")
  func persistence() {
    let single = Run(hours: 400, seed: 3, mean: { $0 == 200 ? 200 : 30 })
    #expect(single.verdicts[200].isBeyond)
    #expect(single.begunHours.isEmpty)
    let two = Run(hours: 400, seed: 3, mean: { $0 == 200 || $0 == 202 ? 200 : 30 })
    #expect(two.begunHours == [202])
    #expect(two.verdicts[203].change == .ended)
  }

  @Test("holds on to an anomaly that sinks below the bound it began at")
  func hysteresis() {
    // 30 ± 5.5: 53 begins (over 46), 43 goes on (over 41) and would not have begun.
    var monitor = AnomalyMonitor(AnomalyMonitor.Parameters())
    for hour in 0..<300 { _ = monitor.process(Int64(30 + [-5, 5, -6, 6][hour % 4]) << 16) }
    let quiet = monitor.process(43 << 16)
    #expect(!quiet.isBeyond)
    for _ in 0..<2 { _ = monitor.process(53 << 16) }
    #expect(monitor.isAlarm)
    for _ in 0..<20 {
      let verdict = monitor.process(43 << 16)
      #expect(verdict.isAlarm)
    }
    _ = monitor.process(30 << 16)
    let last = monitor.process(30 << 16)
    #expect(last.change == .ended)
  }

  @Test("keeps its baseline through an anomaly, and learns one that lasts a fortnight")
  func relearning() throws {
    let run = Run(hours: 1600, seed: 21, mean: { $0 < 500 ? 30 : 90 })
    let begun = try #require(run.begunHours.first)
    let relearned = try #require(run.verdicts.firstIndex { $0.change == .relearning })
    #expect(relearned - begun == 14 * 24 - 1)
    let frozen = run.verdicts[begun..<relearned].map(\.expectedQ16)
    #expect(frozen.allSatisfy { $0 == frozen[0] })
    // After 72 hours more the new level is the usual one.
    let mean = Double(run.monitor.meanQ16) / 65536
    #expect(abs(mean - 90) < 4)
    #expect(run.verdicts.suffix(500).allSatisfy { !$0.isAlarm })
  }

  @Test("does not take a missing hour for a quiet one, nor make an alarm across it")
  func missingHours() {
    var monitor = AnomalyMonitor(AnomalyMonitor.Parameters())
    for hour in 0..<300 { _ = monitor.process(Int64(30 + [-5, 5, -6, 6][hour % 4]) << 16) }
    let mean = monitor.meanQ16
    _ = monitor.process(100 << 16)
    for _ in 0..<3 { monitor.skip() }
    let verdict = monitor.process(100 << 16)
    #expect(!verdict.isAlarm)
    #expect(monitor.meanQ16 == mean)
  }

  @Test("keeps what it has learnt over a restart in the middle of an alarm with a missing hour")
  func restartAfterMissingHour() {
    var monitor = AnomalyMonitor(AnomalyMonitor.Parameters())
    for hour in 0..<300 { _ = monitor.process(Int64(30 + [-5, 5, -6, 6][hour % 4]) << 16) }
    for _ in 0..<4 { _ = monitor.process(100 << 16) }
    monitor.skip()
    var restarted = AnomalyMonitor(AnomalyMonitor.Parameters())
    let isRestored = restarted.restore(monitor.words)
    #expect(isRestored)
    #expect(restarted.meanQ16 == monitor.meanQ16)
    let verdict = restarted.process(100 << 16)
    let expected = monitor.process(100 << 16)
    #expect(verdict.isAlarm == expected.isAlarm)
  }

  @Test("watches a level both ways, and no finer than the sensor can tell")
  func levels() {
    var parameters = AnomalyMonitor.Parameters()
    parameters.isCounting = false
    parameters.side = .both
    // 0.1 °C.
    parameters.smallestVarianceQ16 = 655
    var monitor = AnomalyMonitor(parameters)
    let degree: Int64 = 65_536
    for _ in 0..<200 { _ = monitor.process(20 * degree) }
    let verdicts = [degree / 4, -degree / 2, degree / 2].map { monitor.process(20 * degree + $0) }
    #expect(verdicts.map(\.isBeyond) == [false, true, true])
    #expect(verdicts[2].change == .began)
    for _ in 0..<3 { _ = monitor.process(-1 * degree) }
    #expect(monitor.isAlarm)
  }

  @Test("takes weather out of radon: fewer false hours, and an anomaly is found all the same")
  func weather() throws {
    var alarmHours: [Bool: Int] = [:]
    for usesWeather in [false, true] {
      var parameters = AnomalyMonitor.Parameters()
      parameters.usesWeather = usesWeather
      var monitor = AnomalyMonitor(parameters)
      var random = RandomCounts(seed: 77)
      var pressure = 101_325.0
      var count = 0
      var begun: Int?
      for hour in 0..<(3 * 365 * 24) {
        pressure += 0.02 * (101_325 - pressure) + 120 * random.normal()
        let temperature = 12 + 8 * sin(2 * .pi * Double(hour) / 24)
        let weather = Weather(
          temperatureMillidegrees: Int64(temperature * 1000), pressurePascals: Int64(pressure),
          humidityThousandths: 600)
        // Falling pressure draws radon out of the ground.
        let usual = 150 - 0.05 * (pressure - 101_325) - 1.5 * (temperature - 12)
        let isAnomaly = (20_000..<20_048).contains(hour)
        let verdict = monitor.process(
          random.poisson(max(5, usual) + (isAnomaly ? 90 : 0)) << 16, weather: weather)
        if verdict.isAlarm && !isAnomaly && hour > 2000 { count += 1 }
        if isAnomaly && verdict.change == .began { begun = begun ?? hour }
      }
      alarmHours[usesWeather] = count
      if usesWeather { #expect(try #require(begun) < 20_006) }
    }
    // The regression must explain most of what the weather does.
    #expect(alarmHours[true, default: .max] * 4 < alarmHours[false, default: 0])
  }

  @Test("goes on from a saved state exactly as it would have without the stop")
  func restart() {
    var parameters = AnomalyMonitor.Parameters()
    parameters.usesWeather = true
    var random = RandomCounts(seed: 5)
    for stop in [10, 71, 72, 300, 505, 900] {
      var whole = AnomalyMonitor(parameters)
      var parts = AnomalyMonitor(parameters)
      for hour in 0..<1000 {
        if hour == stop {
          var restored = AnomalyMonitor(parameters)
          let isTaken = restored.restore(parts.words)
          #expect(isTaken)
          parts = restored
        }
        let value = random.poisson((500..<520).contains(hour) ? 60 : 30) << 16
        let weather = Weather(
          temperatureMillidegrees: Int64(hour % 24) * 500, pressurePascals: 100_000,
          humidityThousandths: 500)
        let expected = whole.process(value, weather: weather)
        let found = parts.process(value, weather: weather)
        #expect(found == expected)
      }
      #expect(whole == parts)
    }
  }

  @Test("refuses saved numbers that no monitor can have, and survives those it takes")
  func damagedState() {
    var random = RandomCounts(seed: 31)
    var monitor = AnomalyMonitor(AnomalyMonitor.Parameters())
    for _ in 0..<200 { _ = monitor.process(random.poisson(20) << 16) }
    let good = monitor.words
    #expect(!takes(monitor, []))
    #expect(!takes(monitor, good + [0]))
    for (place, value) in [(1, -1), (2, 73), (2, -1), (7, 8), (8, 2), (9, 336), (5, 1 << 60)] {
      var bad = good
      bad[place] = Int64(value)
      #expect(!takes(monitor, bad), "\(place) = \(value)")
    }
    for _ in 0..<5000 {
      var words = good
      for _ in 0..<3 {
        let place = Int.random(in: 0..<words.count, using: &random)
        words[place] = Int64(bitPattern: random.next() >> UInt64.random(in: 0..<64, using: &random))
      }
      var parameters = AnomalyMonitor.Parameters()
      parameters.usesWeather = true
      var victim = AnomalyMonitor(parameters)
      guard victim.restore(words) else { continue }
      for count in [0, 3, 1000, .max, .min] as [Int64] {
        let weather = Weather(
          temperatureMillidegrees: count, pressurePascals: 100_000, humidityThousandths: 500)
        _ = victim.process(count, weather: weather)
      }
    }
  }

  private func takes(_ monitor: AnomalyMonitor, _ words: [Int64]) -> Bool {
    var copy = monitor
    return copy.restore(words)
  }
}
