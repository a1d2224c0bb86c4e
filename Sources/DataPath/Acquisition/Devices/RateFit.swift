internal import FixedPoint
internal import SeismicTypes

/// The straight line through the stamps of a source's last ten minutes: its true rate, and when each
/// of its samples was taken.
///
/// A sample's nominal time is its index by the nominal rate; its deviation is how much later it was
/// stamped, both in nanoseconds; the line gives the deviation at a nominal time. Stamps go into bins
/// of a second (an eighth at the start), each bin gives a point, at most 600 points the line. Delays
/// only ever add (science.md §7), so that half of the stamps is left out: in a bin of several, those
/// delayed most; of bins with one each, the points above the median of a first fit.
/// All sums are exact, in 128 bits.
struct RateFit: Sendable {
  private static var capacity: Int { 600 }
  private static var shortBin: Int64 { 125_000_000 }
  private static var longBin: Int64 { 1_000_000_000 }
  private static var shortBinCount: Int { 8 }
  /// Fewer points are all used.
  private static var leastCountCut: Int { 16 }
  /// How many stamps the mean square is taken over.
  private static var longestMean: Int128 { 64 }
  private static var longestSpan: Int64 { 600_000_000_000 }
  /// A slope of one.
  private static var one: Int128 { 1000 << 40 }
  /// A stamp this close to the line is never an outlier.
  private static var smallestLimit: Int64 { 1_000_000 }
  /// What a rate known beforehand weighs, in µs²: (jitter of 0.5 ms / its uncertainty)².
  ///
  /// At first
  /// 0.1 %, after a break 10 ppm.
  private static var looseWeight: Int128 { 250_000_000_000 }
  private static var tightWeight: Int128 { 2_500_000_000_000_000 }
  private static var tightSpan: Int64 { 60_000_000_000 }

  private var points: [StampBin.Point]
  private var residuals: [Int64]
  private var count = 0
  private var next = 0
  private var bin = StampBin()
  /// The nominal time at which the line began.
  private var begin: Int64
  private var closedBinCount = 0
  /// Those of them with more than one stamp.
  private var fullBinCount = 0
  /// The line's deviation at the nominal time `centre`, and its slope: ns per µs in Q40.
  private var centre: Int64
  private var level: Int64
  private var slope: Int128 = 0
  private var knownSlope: Int128 = 0
  private var weight: Int128
  /// The mean square of the stamps' distance from the line, outliers left out, in ns².
  private var meanSquare: Int128 = 0
  private var squareCount: Int128 = 0
  /// The nominal time that the points span.
  private(set) var spanNanoseconds: Int64 = 0

  /// A line of nominal rate through one stamp.
  init(nominal: Int64, deviation: Int64) {
    points = [StampBin.Point](
      repeating: StampBin.Point(nominal: 0, deviation: 0), count: Self.capacity)
    residuals = [Int64](repeating: 0, count: Self.capacity)
    weight = Self.looseWeight
    centre = nominal
    level = deviation
    begin = nominal
  }

  /// Begins a new line through one stamp; what is known of the rate stays.
  mutating func restart(nominal: Int64, deviation: Int64) {
    if spanNanoseconds > Self.tightSpan { weight = Self.tightWeight }
    knownSlope = slope
    count = 0
    next = 0
    closedBinCount = 0
    fullBinCount = 0
    spanNanoseconds = 0
    bin.clear()
    centre = nominal
    level = deviation
    begin = nominal
  }

  /// The line's deviation at a nominal time.
  func deviation(atNominal nominal: Int64) -> Int64 {
    level + Self.quotient(slope * Int128(nominal - centre), Self.one)
  }

  /// How much longer than nominal a sample lasts, in parts per billion.
  var periodPartsPerBillion: Int64 { Self.quotient(slope * 1_000_000_000, Self.one) }

  /// The true rate of a source of this nominal rate.
  func measured(_ rate: SampleRate) -> SampleRate {
    SampleRate(
      microhertz: Self.quotient(Int128(rate.microhertz) * Self.one, Self.one + slope))
  }

  /// How far stamps lie from the line: the root of their mean square over some 64 of them.
  var jitterNanoseconds: Int64 { Int64(squareRoot(UInt128(meanSquare))) }

  /// A stamp further from the line than this is an outlier, once there is a line.
  var limitNanoseconds: Int64 {
    closedBinCount < Self.shortBinCount ? .max : max(Self.smallestLimit, 5 * jitterNanoseconds)
  }

  /// Takes a stamp into account.
  ///
  /// - Parameters:
  ///   - nominal: The nominal time of the block's newest sample.
  ///   - deviation: How much later it was stamped.
  ///   - blockNanoseconds: The time that the block's samples take: a block as long as a bin is one.
  mutating func put(nominal: Int64, deviation: Int64, blockNanoseconds: Int64) {
    let residual = deviation - self.deviation(atNominal: nominal)
    squareCount = min(squareCount + 1, Self.longestMean)
    meanSquare += (Int128(residual) * Int128(residual) - meanSquare) / squareCount
    let length = closedBinCount < Self.shortBinCount ? Self.shortBin : Self.longBin
    if bin.count > 0, nominal - bin.start >= length { closeBin() }
    bin.put(
      StampBin.Stamp(
        point: StampBin.Point(nominal: nominal, deviation: deviation),
        residual: residual))
    if blockNanoseconds >= length { closeBin() }
  }

  /// How wrong the line may be at a nominal time, for want of points: 2 % of the time since it began.
  func doubt(atNominal nominal: Int64) -> Int64 {
    closedBinCount < Self.shortBinCount ? (nominal - begin) / 50 : 0
  }

  private mutating func closeBin() {
    guard let point = bin.point() else { return }
    if bin.count > 1 { fullBinCount += 1 }
    bin.clear()
    points[next] = point
    next = (next + 1) % Self.capacity
    count = min(count + 1, Self.capacity)
    closedBinCount += 1
    fit(notAbove: .max)
    guard count >= Self.leastCountCut, 2 * fullBinCount < closedBinCount else { return }
    fit(notAbove: medianResidual())
  }

  /// Fits the line through the points of the last ten minutes that are not further above the line
  /// before than a limit.
  private mutating func fit(notAbove limit: Int64) {
    let newest = points[(next + Self.capacity - 1) % Self.capacity]
    var used: Int128 = 0
    var sumX: Int128 = 0
    var sumY: Int128 = 0
    var sumXX: Int128 = 0
    var sumXY: Int128 = 0
    for place in 0..<count {
      let point = points[place]
      let age = newest.nominal - point.nominal
      guard age <= Self.longestSpan, limit == .max || residual(of: point) <= limit else { continue }
      spanNanoseconds = max(spanNanoseconds, age)
      let x = Int128(-age / 1000)
      let y = Int128(point.deviation - newest.deviation)
      used += 1
      sumX += x
      sumY += y
      sumXX += x * x
      sumXY += x * y
    }
    guard used > 0 else { return }
    // Both are `used` times the sums about the mean, so that nothing is rounded before the division.
    let above = (used * sumXY - sumX * sumY) * (1 << 40) + used * weight * knownSlope
    let below = used * sumXX - sumX * sumX + used * weight
    // A tenth is no clock's error: a device that says so does not know its own time.
    slope = max(-Self.one / 10, min(Self.one / 10, roundedWideQuotient(above, below)))
    centre = newest.nominal + Self.quotient(sumX * 1000, used)
    level = newest.deviation + Self.quotient(sumY, used)
  }

  private func residual(of point: StampBin.Point) -> Int64 {
    point.deviation - deviation(atNominal: point.nominal)
  }

  private mutating func medianResidual() -> Int64 {
    for place in 0..<count { residuals[place] = residual(of: points[place]) }
    return selected(count / 2, of: &residuals, count: count)
  }

  private static func quotient(_ above: Int128, _ below: Int128) -> Int64 {
    Int64(truncatingIfNeeded: roundedWideQuotient(above, below))
  }
}
