package import SeismicTypes

/// Puts a device's blocks on the station's time line: indices without holes, UTC, missing samples.
///
/// The device's stamps decide, not when its blocks arrive. Samples are timed by the line fitted
/// through the stamps on CLOCK_MONOTONIC_RAW; UTC is what CLOCK_REALTIME is ahead of that clock when
/// the block is placed. A device that says how many samples it lost is believed; else the time tells.
package struct SourceTimeline: Sendable {
  /// A step beyond this breaks the time line (science.md §7).
  private static var largestStep: Int64 { 10_000_000 }
  /// Outliers that hold on this long, and this many of them, are no outliers.
  private static var longestRun: Int64 { 3_000_000_000 }
  private static var shortestRunCount: Int { 3 }

  private let sampleRate: SampleRate
  private let delayNanoseconds: Int64
  private var fit = RateFit(nominal: 0, deviation: 0)
  private var utc = UTCOffset()
  private var nextSampleIndex: Int64 = 0
  /// Whether the sampling phase is unknown, as at the start and after the device was reopened.
  private var isPhaseLost = true
  private var hasBegun = false
  /// The raw time that index 0 stands for: deviations count from there.
  private var originRawNanoseconds: Int64 = 0
  /// An unbroken run of outliers: how many, since when, and the one nearest to the line.
  private var runCount = 0
  private var runStart: Int64 = 0
  private var runResidual: Int64 = 0

  /// - Parameters:
  ///   - sampleRate: The nominal rate.
  ///   - delayNanoseconds: The group delay of sensor and filters, taken off every stamp.
  package init(sampleRate: SampleRate, delayNanoseconds: Int64) {
    self.sampleRate = sampleRate
    self.delayNanoseconds = delayNanoseconds
  }

  /// The rate found so far.
  package var rate: RateReport {
    RateReport(
      measured: fit.measured(sampleRate), nominal: sampleRate,
      jitterNanoseconds: fit.jitterNanoseconds, spanNanoseconds: fit.spanNanoseconds)
  }

  /// The device has been opened again: unless it says what was lost, the time must tell.
  package mutating func noteReopened() { isPhaseLost = true }

  /// Places a block of at least one frame.
  ///
  /// - Parameters:
  ///   - block: What the device says of it.
  ///   - clock: The clocks after the read.
  /// - Returns: Its place.
  package mutating func place(_ block: DeviceBlock, at clock: ClockReading) -> BlockPlacement {
    let stamp = block.newestFrameRawNanoseconds &- delayNanoseconds
    let before = nextSampleIndex
    let isBroken = advance(to: stamp, block)
    let first = nextSampleIndex
    nextSampleIndex += Int64(block.frameCount)
    let step = utc.update(clock)
    let raw = rawNanoseconds(ofSample: first)
    return BlockPlacement(
      startTime: Timestamp(nanoseconds: raw &+ utc.offsetNanoseconds),
      startRawNanoseconds: raw, sampleIndex: first, missingSampleCount: first - before,
      isBroken: isBroken || first != before || step != .none, clockStep: step,
      measuredRate: fit.measured(sampleRate),
      clockErrorMicroseconds: clockError(clock))
  }

  /// When a sample was taken, by the line.
  private func rawNanoseconds(ofSample index: Int64) -> Int64 {
    let nominal = sampleRate.nanoseconds(ofSamples: index)
    return originRawNanoseconds &+ nominal &+ fit.deviation(atNominal: nominal)
  }

  /// Moves `nextSampleIndex` over missing samples and lets the fit have the stamp.
  ///
  /// - Returns: Whether time jumped against the samples.
  private mutating func advance(to stamp: Int64, _ block: DeviceBlock) -> Bool {
    guard hasBegun else {
      begin(at: stamp, block)
      return false
    }
    let untold = missing(residual(of: stamp, block))
    nextSampleIndex += lostCount(block, byTime: untold)
    if !isPhaseLost && block.lostFrameCount != nil {
      return follow(stamp, block, late: residual(of: stamp, block))
    }
    return join(stamp, block)
  }

  /// How many samples were lost before a block.
  ///
  /// A device that was opened again may count from the opening only: it is believed where the time
  /// agrees to two samples, or to a thousandth.
  private func lostCount(_ block: DeviceBlock, byTime untold: Int64) -> Int64 {
    guard let told = block.lostFrameCount else { return untold }
    // Delivery can be late, never early: more than the time has room for was not lost.
    guard isPhaseLost else {
      return max(0, min(told, max(0, untold) + sampleRate.sampleCount(milliseconds: 1_000)))
    }
    return told > 0 && abs(told - untold) <= max(2, untold / 1000) ? told : untold
  }

  private mutating func begin(at stamp: Int64, _ block: DeviceBlock) {
    hasBegun = true
    isPhaseLost = false
    originRawNanoseconds =
      stamp &- sampleRate.nanoseconds(ofSamples: Int64(block.frameCount) - 1)
    put(stamp, block)
  }

  /// Goes on behind a break: the sampling may have a new phase.
  private mutating func join(_ stamp: Int64, _ block: DeviceBlock) -> Bool {
    let isPhaseKept = !isPhaseLost
    isPhaseLost = false
    let left = residual(of: stamp, block)
    guard isPhaseKept, abs(left) <= fit.limitNanoseconds else {
      restart(at: stamp, block)
      return true
    }
    put(stamp, block)
    return true
  }

  /// Follows a device that says what it lost: a stamp that disagrees is an outlier, until it is a step.
  private mutating func follow(_ stamp: Int64, _ block: DeviceBlock, late: Int64) -> Bool {
    let isFar = abs(late) > Self.largestStep + fit.doubt(atNominal: nominal(of: block))
    guard isFar || abs(late) > fit.limitNanoseconds else {
      runCount = 0
      put(stamp, block)
      return false
    }
    noteOutlier(late)
    // Delivery can be late by any time, but neither early nor, stamped by the hardware, late.
    let isCertain = isFar && (block.isDriverStamped || late < 0)
    let isLong =
      runCount >= Self.shortestRunCount && nominal(of: block) - runStart >= Self.longestRun
    guard isCertain || isLong else { return false }
    let step = isCertain ? late : runResidual
    let missing = missing(step)
    nextSampleIndex += missing
    restart(at: stamp &- (late - step), block)
    return missing > 0 || abs(step) > Self.largestStep
  }

  private mutating func noteOutlier(_ late: Int64) {
    if runCount == 0 {
      runStart = sampleRate.nanoseconds(ofSamples: nextSampleIndex)
      runResidual = late
    }
    runCount += 1
    if abs(late) < abs(runResidual) { runResidual = late }
  }

  /// How many samples fit into a delay.
  private func missing(_ late: Int64) -> Int64 {
    late <= 0 ? 0 : max(0, fit.measured(sampleRate).nearestSampleCount(nanoseconds: late))
  }

  private mutating func restart(at stamp: Int64, _ block: DeviceBlock) {
    runCount = 0
    let nominal = nominal(of: block)
    fit.restart(nominal: nominal, deviation: stamp &- originRawNanoseconds &- nominal)
    put(stamp, block)
  }

  private mutating func put(_ stamp: Int64, _ block: DeviceBlock) {
    let nominal = nominal(of: block)
    fit.put(
      nominal: nominal, deviation: stamp &- originRawNanoseconds &- nominal,
      blockNanoseconds: sampleRate.nanoseconds(ofSamples: Int64(block.frameCount)))
  }

  /// The nominal time of a block's newest sample, were it the next block.
  private func nominal(of block: DeviceBlock) -> Int64 {
    sampleRate.nanoseconds(ofSamples: nextSampleIndex + Int64(block.frameCount) - 1)
  }

  private func residual(of stamp: Int64, _ block: DeviceBlock) -> Int64 {
    stamp &- rawNanoseconds(ofSample: nextSampleIndex + Int64(block.frameCount) - 1)
  }

  /// The kernel's estimate and the stamps' own jitter.
  private func clockError(_ clock: ClockReading) -> UInt32 {
    guard clock.errorMicroseconds != .max else { return .max }
    let error = Int64(clock.errorMicroseconds) + fit.jitterNanoseconds / 1000
    return error >= Int64(UInt32.max) ? .max - 1 : UInt32(error)
  }
}
