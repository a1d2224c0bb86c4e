import FixedPoint
import SeismicTypes

/// The measures of a stretch of noise, and of all three components' accelerations.
struct NoiseStretch: BitwiseCopyable {
  var sums = PWaveSums()
  var northEnergy: UInt128 = 0
  var eastEnergy: UInt128 = 0

  @_noAllocation @_noLocks
  init() {}

  @inline(__always) @_noAllocation @_noLocks
  mutating func add(_ record: inout MotionRecord, _ acceleration: Vector3) {
    sums.add(&record)
    addSquare(of: acceleration.north, to: &northEnergy)
    addSquare(of: acceleration.east, to: &eastEnergy)
  }

  @_noAllocation @_noLocks
  mutating func merge(_ other: NoiseStretch) {
    sums.merge(other.sums)
    northEnergy = northEnergy &+ other.northEnergy
    eastEnergy = eastEnergy &+ other.eastEnergy
  }

  /// Exchanges measure by measure, so that the first holds the smaller of each two.
  @_noAllocation @_noLocks
  mutating func order(with other: inout NoiseStretch) {
    sums.order(with: &other.sums)
    orderPair(&northEnergy, &other.northEnergy)
    orderPair(&eastEnergy, &other.eastEnergy)
  }

  /// The rms of each component's acceleration in pm/s².
  @_noAllocation @_noLocks
  func accelerationRms() -> Vector3 {
    guard sums.sampleCount > 0 else { return Vector3() }
    let count = UInt128(truncatingIfNeeded: sums.sampleCount)
    return Vector3(
      vertical: Int64(truncatingIfNeeded: squareRoot(sums.accelerationEnergy / count)),
      north: Int64(truncatingIfNeeded: squareRoot(northEnergy / count)),
      east: Int64(truncatingIfNeeded: squareRoot(eastEnergy / count)))
  }
}
