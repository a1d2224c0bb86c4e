import FixedPoint
package import SeismicTypes

/// One slow quantity, from its readings to reports: gathers an interval, turns it into the unit, and has
/// the monitor and the absolute limits judge it.
package struct SlowChannel: Equatable, Sendable {
  package let parameters: Parameters
  private var interval: SlowInterval
  private var monitor: AnomalyMonitor
  private var classes: ConcentrationClass
  private var alarmCount: Int64 = 0
  /// The newest interval's value with its standard deviation, in thousandths of the unit; nil before
  /// the first.
  package private(set) var latest: SlowValue?
  /// Intervals that were judged, and those that had too little in them.
  package private(set) var judgedCount: Int64 = 0
  package private(set) var skippedCount: Int64 = 0

  package init(_ parameters: Parameters) {
    self.parameters = parameters
    interval = SlowInterval(seconds: parameters.intervalSeconds)
    monitor = AnomalyMonitor(parameters.monitor)
    classes = ConcentrationClass(limitsThousandths: parameters.limitsThousandths)
  }

  package var isAlarm: Bool { monitor.isAlarm }
  package var isWarmingUp: Bool { monitor.isWarmingUp }

  /// Adds a reading of this moment.
  ///
  /// - Parameters:
  ///   - reading: What was read.
  ///   - time: When, UTC.
  ///   - weather: Of the time, for the interval that this reading may end.
  /// - Returns: What the interval that has ended says, mostly nothing.
  package mutating func add(
    _ reading: SlowReading, at time: Timestamp, weather: Weather? = nil
  ) -> [SlowReport] {
    let reports = advance(to: time, weather: weather)
    interval.add(reading)
    return reports
  }

  /// Lets time go on without a reading.
  package mutating func advance(to time: Timestamp, weather: Weather? = nil) -> [SlowReport] {
    let before = interval.total?.index
    guard let total = interval.advance(to: time), let before, let now = interval.total else {
      return []
    }
    let reports = judge(total, weather)
    // Intervals that nothing was read in, as while the station was off.
    for _ in 0..<min(max(now.index - before - 1, 0), 16) { monitor.skip() }
    return reports
  }

  private mutating func judge(
    _ total: SlowInterval.Total, _ weather: Weather?
  ) -> [SlowReport] {
    guard let counted = value(of: total) else {
      skippedCount += 1
      monitor.skip()
      return []
    }
    judgedCount += 1
    latest = counted.value
    let verdict = monitor.process(counted.monitoredQ16, weather: weather)
    var reports: [SlowReport] = []
    if let kind = kind(of: verdict) {
      reports.append(
        SlowReport(
          kind: kind, valueThousandths: counted.value.thousandths,
          baselineThousandths: thousandths(verdict.expectedQ16),
          sigmaThousandths: span(verdict.sigmaQ16)))
    }
    if !parameters.limitsThousandths.isEmpty,
      let level = classes.process(counted.value.thousandths)
    {
      reports.append(
        SlowReport(
          kind: .classChanged(level), valueThousandths: counted.value.thousandths,
          baselineThousandths: classes.meanThousandths,
          sigmaThousandths: counted.value.sigmaThousandths))
    }
    return reports
  }

  private mutating func kind(of verdict: AnomalyMonitor.Verdict) -> SlowReport.Kind? {
    alarmCount = verdict.isAlarm ? alarmCount + 1 : 0
    switch verdict.change {
    case .began: return .anomalyBegan
    case .ended: return .anomalyEnded
    case .relearning: return .anomalyRelearned
    case .none:
      return verdict.isAlarm && alarmCount % Int64(ConcentrationClass.intervalCount) == 0
        ? .anomalyGoesOn : nil
    }
  }
}

/// A value with one standard deviation, in thousandths of its unit.
package struct SlowValue: Equatable, Sendable {
  package var thousandths: Int64
  package var sigmaThousandths: Int64
}

extension SlowChannel {
  /// An interval's value in the unit and as the monitor takes it; nil when half of it is missing.
  private func value(
    of total: SlowInterval.Total
  ) -> (value: SlowValue, monitoredQ16: Int64)? {
    if total.levelCount > 0 {
      let mean = Int64(clamping: total.levelSumThousandths / Int128(total.levelCount))
      let monitored = monitored(mean)
      let sigma = parameters.sensitivity == nil ? 0 : span(root(ofQ16: max(monitored, 0)))
      return (SlowValue(thousandths: mean, sigmaThousandths: sigma), monitored)
    }
    guard total.countedNanoseconds >= interval.nanoseconds / 2,
      let corrected = CorrectedCounts(
        counted: total.counts, nanoseconds: total.countedNanoseconds,
        deadNanoseconds: parameters.deadNanoseconds)
    else { return nil }
    // What was counted in a part of the interval stands for all of it.
    let full = Int128(interval.nanoseconds)
    let monitored = Int64(
      clamping: Int128(corrected.countsQ16) * full / Int128(total.countedNanoseconds))
    guard let sensitivity = parameters.sensitivity else {
      return (
        SlowValue(
          thousandths: thousandths(monitored),
          sigmaThousandths: span(root(ofQ16: corrected.varianceQ16))), monitored
      )
    }
    let concentration = ActivityConcentration(
      counts: corrected, seconds: max(1, total.countedNanoseconds / 1_000_000_000),
      sensitivity: sensitivity)
    return (
      SlowValue(
        thousandths: concentration.millibecquerelsPerCubicMetre,
        sigmaThousandths: concentration.sigmaMillibecquerelsPerCubicMetre), monitored
    )
  }

  private func root(ofQ16 value: Int64) -> Int64 {
    Int64(clamping: squareRoot(UInt128(UInt64(max(value, 0))) << 16))
  }

  /// A level in the unit as the monitor takes it: as itself, or as the counts an interval would have
  /// had.
  private func monitored(_ thousandths: Int64) -> Int64 {
    guard let sensitivity = parameters.sensitivity else {
      return Int64(clamping: (Int128(thousandths) << 16) / 1000)
    }
    let divisor =
      Int128(sensitivity.microcountsPerHourPerBecquerel) * Int128(parameters.intervalSeconds)
    let counts = (Int128(thousandths) << 16) * divisor / 3_600_000_000_000
    return Int64(clamping: counts)
      &+ sensitivity.backgroundCountsQ16(inSeconds: parameters.intervalSeconds)
  }

  /// A value of the monitor in thousandths of the unit.
  private func thousandths(_ monitoredQ16: Int64) -> Int64 {
    let background =
      parameters.sensitivity?.backgroundCountsQ16(inSeconds: parameters.intervalSeconds) ?? 0
    return span(monitoredQ16 &- background)
  }

  /// A difference of values of the monitor in thousandths of the unit.
  private func span(_ differenceQ16: Int64) -> Int64 {
    guard let sensitivity = parameters.sensitivity else {
      return Int64(clamping: (Int128(differenceQ16) * 1000 + 32_768) >> 16)
    }
    let divisor =
      Int128(sensitivity.microcountsPerHourPerBecquerel) * Int128(parameters.intervalSeconds)
    return Int64(clamping: Int128(differenceQ16) * 3_600_000_000_000 / (divisor << 16))
  }
}

extension SlowChannel {
  package static let wordCount =
    2 + SlowInterval.wordCount + AnomalyMonitor.wordCount + ConcentrationClass.wordCount

  /// Everything learnt, as plain numbers for the state file.
  package var words: [Int64] {
    [parameters.fingerprint, alarmCount] + interval.words + monitor.words + classes.words
  }

  /// Takes up a state where it was left.
  ///
  /// - Parameter words: What `words` gave.
  /// - Returns: False, and nothing taken, for numbers of other settings or that cannot be.
  package mutating func restore(_ words: [Int64]) -> Bool {
    guard words.count == Self.wordCount, words[0] == parameters.fingerprint, words[1] >= 0,
      words[1] < 1 << 56
    else { return false }
    var restored = self
    let monitorStart = 2 + SlowInterval.wordCount
    let classStart = monitorStart + AnomalyMonitor.wordCount
    guard restored.interval.restore(Array(words[2..<monitorStart])),
      restored.monitor.restore(Array(words[monitorStart..<classStart])),
      restored.classes.restore(Array(words[classStart...]))
    else { return false }
    restored.alarmCount = words[1]
    self = restored
    return true
  }
}
