import FixedPoint
import SeismicTypes

/// The running measures of one P wave since its onset; a `PWaveWindow` is a copy of them.
struct PWaveAccumulator: BitwiseCopyable {
  private(set) var sampleCount: Int64 = 0
  private(set) var observed = ObservedPeaks()
  var containsGap = false
  private var isClipped = false
  private var maskedSampleCount: Int64 = 0
  private var paPicometresPerSecondSquared: Int64 = 0
  private var pvPicometresPerSecond: Int64 = 0
  private var pdPicometres: Int64 = 0
  private var velocityEnergy: UInt128 = 0
  private var displacementEnergy: UInt128 = 0

  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  mutating func add(_ record: MotionRecord) {
    sampleCount = sampleCount &+ 1
    paPicometresPerSecondSquared = Self.peak(paPicometresPerSecondSquared, record.acceleration)
    pvPicometresPerSecond = Self.peak(pvPicometresPerSecond, record.velocity)
    pdPicometres = Self.peak(pdPicometres, record.displacement)
    addSquare(of: record.velocity, to: &velocityEnergy)
    addSquare(of: record.displacement, to: &displacementEnergy)
    observed.pgaPicometresPerSecondSquared = Self.peak(
      observed.pgaPicometresPerSecondSquared, record.shakingAcceleration)
    observed.pgvPicometresPerSecond = Self.peak(
      observed.pgvPicometresPerSecond, record.shakingVelocity)
    observed.pgdPicometres = Self.peak(observed.pgdPicometres, record.shakingDisplacement)
    isClipped = isClipped || record.isClipped
    if record.isVerticalMasked { maskedSampleCount &+= 1 }
    containsGap = containsGap || record.isMissing
  }

  /// The measures so far as a window of the given nominal length.
  @_noAllocation @_noLocks
  func window(milliseconds: Int64) -> PWaveWindow {
    var window = PWaveWindow()
    window.windowMilliseconds = Int32(truncatingIfNeeded: milliseconds)
    window.sampleCount = sampleCount
    window.paPicometresPerSecondSquared = paPicometresPerSecondSquared
    window.pvPicometresPerSecond = pvPicometresPerSecond
    window.pdPicometres = pdPicometres
    window.tauCMicroseconds = characteristicPeriodMicroseconds(
      displacementEnergy: displacementEnergy, velocityEnergy: velocityEnergy)
    window.observed = observed
    window.isClipped = isClipped
    window.isMasked = maskedSampleCount &* 8 > sampleCount
    window.containsGap = containsGap
    return window
  }

  @_noAllocation @_noLocks
  private static func peak(_ peak: Int64, _ value: Int64) -> Int64 {
    let magnitude = value < 0 ? 0 &- value : value
    return magnitude > peak ? magnitude : peak
  }
}
