import FixedPoint
import SeismicTypes

/// Follows the horizontal energy from the onset on and says when an S wave has arrived.
///
/// All of it is of the velocities above 0.5 Hz, H² = n² + e² and Z² per sample.
/// - An S wave arrives where the mean H² of the newest 0.5 s is more than 3 times that of up to 2 s
///   before, and H²/(H² + Z²) is above 3/4; from 1 s after the onset on.
/// - The onset itself is an S wave's where H²/(H² + Z²) over the first 0.5 or 1.0 s is above 0.9, or
///   above 0.55 in a ground that moved already: H² + Z² from 3 to 1 s before the onset was more than 8
///   times that of the noise. Only a P wave moves the ground ahead of S.
struct SWaveDetector: BitwiseCopyable {
  /// What one sample adds, nm²/s².
  struct Energy: BitwiseCopyable {
    var horizontal: UInt128 = 0
    var vertical: UInt128 = 0

    @_noAllocation @_noLocks
    init() {}

    @_noAllocation @_noLocks
    init(_ record: MotionRecord) {
      let vertical = record.velocityAboveHalfHertz / 1000
      let north = Int64(record.north)
      let east = Int64(record.east)
      horizontal = squared(north) &+ squared(east)
      self.vertical = squared(vertical)
    }
  }

  let shortSampleCount: Int64
  let longSampleCount: Int64
  private(set) var hasArrived = false
  private(set) var isOnset = false
  private var sampleCount: Int64 = 0
  private var shortHorizontal: UInt128 = 0
  private var shortVertical: UInt128 = 0
  private var longHorizontal: UInt128 = 0

  @_noAllocation @_noLocks
  init(sampleRate: SampleRate) {
    shortSampleCount = sampleRate.sampleCount(milliseconds: 500)
    longSampleCount = sampleRate.sampleCount(milliseconds: 2_000)
  }

  /// Takes the next sample since the onset.
  ///
  /// - Parameters:
  ///   - energy: Of this sample.
  ///   - short: Of the sample that leaves the newest 0.5 s; zero before the onset.
  ///   - long: Of the sample that leaves the 2 s before those; zero before the onset.
  @_noAllocation @_noLocks
  mutating func add(_ energy: Energy, leavingShort short: Energy, leavingLong long: Energy) {
    sampleCount &+= 1
    shortHorizontal = shortHorizontal &+ energy.horizontal &- short.horizontal
    shortVertical = shortVertical &+ energy.vertical &- short.vertical
    longHorizontal = longHorizontal &+ short.horizontal &- long.horizontal
    guard !hasArrived, sampleCount >= 2 &* shortSampleCount else { return }
    let before = sampleCount &- shortSampleCount
    let count = UInt128(
      truncatingIfNeeded: before < longSampleCount ? before : longSampleCount)
    let rises =
      shortHorizontal &* count
      > 3 &* longHorizontal &* UInt128(truncatingIfNeeded: shortSampleCount)
    hasArrived = rises && shortHorizontal > 3 &* shortVertical
  }

  /// Judges the onset by the sums of the first 0.5 or 1.0 s.
  ///
  /// - Parameters:
  ///   - sums: Since the onset.
  ///   - noise: Of the noise before; horizontals that do not stand out of it prove no S wave. Nil where
  ///     none is known.
  ///   - hasMovedBefore: Whether the ground moved already.
  @_noAllocation @_noLocks
  mutating func judgeOnset(_ sums: PWaveSums, noise: PWaveSums?, hasMovedBefore: Bool) {
    if let noise {
      let mean = noise.horizontalEnergy / UInt128(truncatingIfNeeded: noise.sampleCount)
      guard
        sums.horizontalEnergy / UInt128(truncatingIfNeeded: sums.sampleCount) / 9 > mean
      else { return }
    }
    let vertical = sums.velocityAboveHalfHertzEnergy
    let isHorizontal = sums.horizontalEnergy / 9 > vertical
    let isMostlyHorizontal = sums.horizontalEnergy / 11 > vertical / 9
    if isHorizontal || (hasMovedBefore && isMostlyHorizontal) {
      isOnset = true
      hasArrived = true
    }
  }
}
