import FixedPoint
import SeismicTypes

/// Peaks and sums over some samples: of the P wave since its onset, or of a stretch of noise.
///
/// Peaks are magnitudes; energies are sums of squares, exact in 128 bits for 2¹⁷ samples of full scale.
struct PWaveSums: BitwiseCopyable {
  var sampleCount: Int64 = 0
  var acceleration: Int64 = 0
  var velocity: Int64 = 0
  var displacement: Int64 = 0
  var velocityAboveHalfHertz: Int64 = 0
  var displacementAboveHalfHertz: Int64 = 0
  /// The largest |a·v|.
  var power: UInt128 = 0
  var accelerationSum: UInt128 = 0
  var accelerationEnergy: UInt128 = 0
  var velocityEnergy: UInt128 = 0
  var displacementEnergy: UInt128 = 0
  var velocityAboveHalfHertzEnergy: UInt128 = 0
  var displacementAboveHalfHertzEnergy: UInt128 = 0
  /// Of both horizontal velocities above 0.5 Hz.
  var horizontalEnergy: UInt128 = 0
  var bands = BandPeaks()

  @_noAllocation @_noLocks
  init() {}

  /// Takes in a sample; `inout` spares a copy of the record, which is left as it is.
  @inline(__always) @_noAllocation @_noLocks
  mutating func add(_ record: inout MotionRecord) {
    sampleCount = sampleCount &+ 1
    let a = record.acceleration.magnitude
    let v = record.velocity.magnitude
    acceleration = larger(acceleration, Int64(truncatingIfNeeded: a))
    velocity = larger(velocity, Int64(truncatingIfNeeded: v))
    displacement = larger(displacement, magnitude(record.displacement))
    velocityAboveHalfHertz = larger(
      velocityAboveHalfHertz, magnitude(record.velocityAboveHalfHertz))
    displacementAboveHalfHertz = larger(
      displacementAboveHalfHertz, magnitude(record.displacementAboveHalfHertz))
    let product = a.multipliedFullWidth(by: v)
    power = larger(
      power,
      (UInt128(truncatingIfNeeded: product.high) &<< 64)
        | UInt128(truncatingIfNeeded: product.low))
    accelerationSum = accelerationSum &+ UInt128(truncatingIfNeeded: a)
    addSquare(of: record.acceleration, to: &accelerationEnergy)
    addSquare(of: record.velocity, to: &velocityEnergy)
    addSquare(of: record.displacement, to: &displacementEnergy)
    addSquare(of: record.velocityAboveHalfHertz, to: &velocityAboveHalfHertzEnergy)
    addSquare(of: record.displacementAboveHalfHertz, to: &displacementAboveHalfHertzEnergy)
    addSquare(of: Int64(record.north) &* 1000, to: &horizontalEnergy)
    addSquare(of: Int64(record.east) &* 1000, to: &horizontalEnergy)
    bands.raise(to: record.bands)
  }

  /// The rms of the velocity above 0.5 Hz.
  @_noAllocation @_noLocks
  func velocityAboveHalfHertzRms() -> Int64 {
    guard sampleCount > 0 else { return 0 }
    let count = UInt128(truncatingIfNeeded: sampleCount)
    return Int64(truncatingIfNeeded: squareRoot(velocityAboveHalfHertzEnergy / count))
  }

  /// Takes in the samples of another stretch.
  @_noAllocation @_noLocks
  mutating func merge(_ other: PWaveSums) {
    sampleCount = sampleCount &+ other.sampleCount
    acceleration = larger(acceleration, other.acceleration)
    velocity = larger(velocity, other.velocity)
    displacement = larger(displacement, other.displacement)
    velocityAboveHalfHertz = larger(velocityAboveHalfHertz, other.velocityAboveHalfHertz)
    displacementAboveHalfHertz = larger(
      displacementAboveHalfHertz, other.displacementAboveHalfHertz)
    power = larger(power, other.power)
    accelerationSum = accelerationSum &+ other.accelerationSum
    accelerationEnergy = accelerationEnergy &+ other.accelerationEnergy
    velocityEnergy = velocityEnergy &+ other.velocityEnergy
    displacementEnergy = displacementEnergy &+ other.displacementEnergy
    velocityAboveHalfHertzEnergy =
      velocityAboveHalfHertzEnergy &+ other.velocityAboveHalfHertzEnergy
    displacementAboveHalfHertzEnergy =
      displacementAboveHalfHertzEnergy &+ other.displacementAboveHalfHertzEnergy
    horizontalEnergy = horizontalEnergy &+ other.horizontalEnergy
    bands.raise(to: other.bands)
  }

  /// Exchanges measure by measure, so that the first holds the smaller of each two.
  @_noAllocation @_noLocks
  mutating func order(with other: inout PWaveSums) {
    orderPair(&acceleration, &other.acceleration)
    orderPair(&velocity, &other.velocity)
    orderPair(&displacement, &other.displacement)
    orderPair(&velocityAboveHalfHertz, &other.velocityAboveHalfHertz)
    orderPair(&displacementAboveHalfHertz, &other.displacementAboveHalfHertz)
    orderPair(&power, &other.power)
    orderPair(&accelerationSum, &other.accelerationSum)
    orderPair(&accelerationEnergy, &other.accelerationEnergy)
    orderPair(&velocityEnergy, &other.velocityEnergy)
    orderPair(&displacementEnergy, &other.displacementEnergy)
    orderPair(&velocityAboveHalfHertzEnergy, &other.velocityAboveHalfHertzEnergy)
    orderPair(&displacementAboveHalfHertzEnergy, &other.displacementAboveHalfHertzEnergy)
    orderPair(&horizontalEnergy, &other.horizontalEnergy)
    bands.order(with: &other.bands)
  }
}

@inline(__always) @_noAllocation @_noLocks
func magnitude(_ value: Int64) -> Int64 { value < 0 ? 0 &- value : value }

@inline(__always) @_noAllocation @_noLocks
func larger(_ first: Int64, _ second: Int64) -> Int64 { first > second ? first : second }

@inline(__always) @_noAllocation @_noLocks
func larger(_ first: UInt128, _ second: UInt128) -> UInt128 { first > second ? first : second }

@inline(__always) @_noAllocation @_noLocks
func orderPair(_ lower: inout Int64, _ upper: inout Int64) {
  guard lower > upper else { return }
  let held = lower
  lower = upper
  upper = held
}

@inline(__always) @_noAllocation @_noLocks
func orderPair(_ lower: inout UInt128, _ upper: inout UInt128) {
  guard lower > upper else { return }
  let held = lower
  lower = upper
  upper = held
}
