internal import FixedPoint
internal import SeismicTypes

/// The rms of each component's acceleration after chain 1 over ten quiet seconds.
struct NoiseMeter: BitwiseCopyable {
  private let windowSampleCount: Int64
  private var sampleCount: Int64 = 0
  private var verticalEnergy: UInt128 = 0
  private var northEnergy: UInt128 = 0
  private var eastEnergy: UInt128 = 0
  /// The newest whole window's rms in nm/s²; nil before the first.
  private(set) var rmsNanometresPerSecondSquared: Vector3?
  /// Whether the newest sample completed a window.
  private(set) var hasNewWindow = false

  @_noAllocation @_noLocks
  init(sampleRate: SampleRate) {
    windowSampleCount = sampleRate.sampleCount(milliseconds: 10_000)
  }

  /// Adds a sample; a sample that is not quiet starts the window again.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(_ motion: GroundMotion, isQuiet: Bool) {
    hasNewWindow = false
    guard isQuiet && motion.isBaselineSettled else {
      if sampleCount > 0 { restart() }
      return
    }
    let acceleration = motion.accelerationPicometresPerSecondSquared
    verticalEnergy = verticalEnergy &+ squared(acceleration.vertical)
    northEnergy = northEnergy &+ squared(acceleration.north)
    eastEnergy = eastEnergy &+ squared(acceleration.east)
    sampleCount &+= 1
    guard sampleCount >= windowSampleCount else { return }
    rmsNanometresPerSecondSquared = Vector3(
      vertical: rms(verticalEnergy), north: rms(northEnergy), east: rms(eastEnergy))
    hasNewWindow = true
    restart()
  }

  @inline(__always) @_noAllocation @_noLocks
  mutating func restart() {
    sampleCount = 0
    verticalEnergy = 0
    northEnergy = 0
    eastEnergy = 0
  }

  @_noAllocation @_noLocks
  private func rms(_ energy: UInt128) -> Int64 {
    let mean = energy / UInt128(truncatingIfNeeded: sampleCount)
    return Int64(truncatingIfNeeded: squareRoot(mean) / 1000)
  }
}
