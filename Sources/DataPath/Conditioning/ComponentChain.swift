import FixedPoint

/// Chain 1 of one component: three 0.075 Hz high-passes, and the tap PGV is measured on.
///
/// Every signal has the group's scale: 2^−s pm/s², pm/s and pm.
struct ComponentChain: BitwiseCopyable {
  private var baseline = RunningMean()
  private var previousVelocity: Int64 = 0
  private var accelerationFilter = StateVariableFilter()
  private var velocityFilter = StateVariableFilter()
  private var displacementFilter = StateVariableFilter()
  /// The one high-pass of a velocity sensor's own signal; at rest for an accelerometer.
  private var shakingFilter = StateVariableFilter()
  /// That of a geophone's extended response; at rest without one.
  private var extensionFilter = StateVariableFilter()

  @_noAllocation @_noLocks
  init() {}

  /// The running mean as it stands.
  var baselineMean: Int64 { @_noAllocation @_noLocks get { baseline.value } }

  /// A chain at rest on a mean that is known.
  @_noAllocation @_noLocks
  init(baselineMean: Int64) { baseline.move(by: baselineMean) }

  /// Begins at rest where the signal's level has changed: what the filters held was that change.
  @_noAllocation @_noLocks
  mutating func rest(atChange change: Int64) {
    baseline.move(by: change)
    accelerationFilter = StateVariableFilter()
    velocityFilter = StateVariableFilter()
    displacementFilter = StateVariableFilter()
  }

  // The steps of one sample. The conditioner takes each step for all three components before the next:
  // what waits for one component's product computes another's meanwhile.

  /// What the running mean leaves of a sample within ±2⁵⁵: an accelerometer's shaking.
  @inline(__always) @_noAllocation @_noLocks
  mutating func level(_ sample: Int64, weight: Q60) -> Int64 {
    baseline.remove(from: sample, weight: weight)
  }

  /// A velocity sensor's acceleration, the difference of two samples.
  ///
  /// - Parameters:
  ///   - sample: The velocity, within ±2⁵⁵.
  ///   - isFirst: Whether there is no sample before this one; the acceleration is zero then.
  ///   - rate: The sample rate in Hz, Q10.52.
  /// - Returns: The acceleration.
  @inline(__always) @_noAllocation @_noLocks
  mutating func difference(_ sample: Int64, isFirst: Bool, rate: Int64) -> Int64 {
    let change = isFirst ? 0 : sample &- previousVelocity
    previousVelocity = sample
    return saturatedQuotient(
      Int128(truncatingIfNeeded: change) &* Int128(truncatingIfNeeded: rate), right: 52)
  }

  /// A velocity at rest about zero as the sensor with its response extended would have it.
  @inline(__always) @_noAllocation @_noLocks
  mutating func extend(_ velocity: Int64, by extended: ResponseExtension) -> Int64 {
    extended.process(velocity, &extensionFilter)
  }

  /// The first high-pass: acceleration, and the band-pass whose integral is the PGV tap.
  @inline(__always) @_noAllocation @_noLocks
  mutating func accelerate(
    _ shaking: Int64, _ coefficients: LowCornerCoefficients
  ) -> StateVariableFilter.Outputs {
    accelerationFilter.process(shaking, coefficients)
  }

  /// The second high-pass, integrated: velocity.
  @inline(__always) @_noAllocation @_noLocks
  mutating func velocity(
    of acceleration: Int64, _ coefficients: LowCornerCoefficients
  ) -> Int64 {
    velocityFilter.process(acceleration, coefficients).bandPass * coefficients.integralSeconds
  }

  /// The third high-pass, integrated: displacement.
  @inline(__always) @_noAllocation @_noLocks
  mutating func displacement(
    of velocity: Int64, _ coefficients: LowCornerCoefficients
  ) -> Int64 {
    displacementFilter.process(velocity, coefficients).bandPass * coefficients.integralSeconds
  }

  /// The one high-pass of a velocity sensor's own signal: its PGV tap.
  @inline(__always) @_noAllocation @_noLocks
  mutating func shakingVelocity(
    of velocity: Int64, _ coefficients: LowCornerCoefficients
  ) -> Int64 {
    shakingFilter.process(velocity, coefficients).highPass
  }
}
