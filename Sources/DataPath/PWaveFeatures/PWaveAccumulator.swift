import FixedPoint
import SeismicTypes

/// The running measures of one P wave since its onset; a `PWaveWindow` is made of them.
struct PWaveAccumulator: BitwiseCopyable {
  private(set) var sums = PWaveSums()
  private(set) var observed = ObservedPeaks()
  var containsGap = false
  private(set) var isClipped = false
  private(set) var maskedSampleCount: Int64 = 0
  private(set) var longestPeriod = PeriodRatio()
  private(set) var crossingCount: Int64 = 0
  private(set) var polarity: Int8 = 0
  private var isUpward = false
  private let periodDelaySampleCount: Int64
  private let periodThreshold: Int64
  private let polarityThreshold: Int64

  /// Nothing measured yet.
  ///
  /// - Parameters:
  ///   - periodDelaySampleCount: How many samples from the onset on tell no period.
  ///   - periodThreshold: The velocity from which on the period is not the noise's, which X and D
  ///     remember for a second.
  ///   - polarityThreshold: The velocity above 0.5 Hz that noise does not reach.
  @_noAllocation @_noLocks
  init(
    periodDelaySampleCount: Int64 = 0, periodThreshold: Int64 = 0, polarityThreshold: Int64 = .max
  ) {
    self.periodDelaySampleCount = periodDelaySampleCount
    self.periodThreshold = periodThreshold
    self.polarityThreshold = polarityThreshold
  }

  /// Takes in the next sample, its record left as it is.
  @_noAllocation @_noLocks
  mutating func add(_ record: inout MotionRecord) {
    sums.add(&record)
    if sums.sampleCount > periodDelaySampleCount, sums.velocity >= periodThreshold,
      record.period.exceeds(longestPeriod)
    {
      longestPeriod = record.period
    }
    followSign(of: record.velocityAboveHalfHertz)
    observed.pgaPicometresPerSecondSquared = larger(
      observed.pgaPicometresPerSecondSquared, record.shakingAcceleration)
    observed.pgvPicometresPerSecond = larger(
      observed.pgvPicometresPerSecond, record.shakingVelocity)
    observed.pgdPicometres = larger(observed.pgdPicometres, record.shakingDisplacement)
    isClipped = isClipped || record.isClipped
    if record.isVerticalMasked { maskedSampleCount &+= 1 }
    containsGap = containsGap || record.isMissing
  }

  /// Counts the changes of sign and notes the first one that stands out of the noise.
  @_noAllocation @_noLocks
  private mutating func followSign(of velocity: Int64) {
    if polarity == 0, magnitude(velocity) > polarityThreshold { polarity = velocity > 0 ? 1 : -1 }
    guard velocity != 0 else { return }
    let rises = velocity > 0
    if rises != isUpward && sums.sampleCount > 1 { crossingCount &+= 1 }
    isUpward = rises
  }
}
