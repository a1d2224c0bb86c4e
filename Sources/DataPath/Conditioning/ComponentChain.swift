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

  /// The five signals of `GroundMotion` for one component, in the group's scale.
  struct Outputs {
    var acceleration: Int64
    var velocity: Int64
    var displacement: Int64
    var shakingAcceleration: Int64
    var shakingVelocity: Int64
  }

  /// One sample of an accelerometer.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(
    acceleration sample: Int64, weight: Q60, _ coefficients: StateVariableCoefficients
  ) -> Outputs {
    let shaking = baseline.remove(from: sample, weight: weight)
    let first = accelerationFilter.process(shaking, coefficients)
    let velocity = velocityFilter.process(first.highPass, coefficients)
    return outputs(
      acceleration: first.highPass, velocity: velocity.bandPass * coefficients.integralSeconds,
      shakingAcceleration: shaking,
      // The integral of the first high-pass is the PGV tap: no second filter is needed for it.
      shakingVelocity: first.bandPass * coefficients.integralSeconds, coefficients)
  }

  /// One sample of a velocity sensor, whose acceleration is the difference of two samples.
  ///
  /// Not inlined: a copy for each component would cost the board's program a kilobyte.
  ///
  /// - Parameters:
  ///   - sample: The velocity, within ±2⁵⁵.
  ///   - extended: What extends the sensor's response; nil for nothing.
  ///   - isFirst: Whether there is no sample before this one; the acceleration is zero then.
  ///   - rate: The sample rate in Hz, Q10.52.
  ///   - weight: The baseline's weight of this sample.
  ///   - coefficients: Those of the 0.075 Hz high-pass.
  /// - Returns: The five signals.
  @inline(never) @_noAllocation @_noLocks
  mutating func process(
    velocity sample: Int64, _ extended: ResponseExtension?, isFirst: Bool, rate: Int64, weight: Q60,
    _ coefficients: StateVariableCoefficients
  ) -> Outputs {
    var velocity = baseline.remove(from: sample, weight: weight)
    var level = sample
    if let extended {
      velocity = extended.process(velocity, &extensionFilter)
      level = velocity
    }
    let change = isFirst ? 0 : level &- previousVelocity
    previousVelocity = level
    let acceleration = saturatedQuotient(
      Int128(truncatingIfNeeded: change) &* Int128(truncatingIfNeeded: rate), right: 52)
    let first = accelerationFilter.process(acceleration, coefficients)
    let second = velocityFilter.process(first.highPass, coefficients)
    return outputs(
      acceleration: first.highPass, velocity: second.bandPass * coefficients.integralSeconds,
      shakingAcceleration: acceleration,
      shakingVelocity: shakingFilter.process(velocity, coefficients).highPass, coefficients)
  }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func outputs(
    acceleration: Int64, velocity: Int64, shakingAcceleration: Int64, shakingVelocity: Int64,
    _ coefficients: StateVariableCoefficients
  ) -> Outputs {
    let third = displacementFilter.process(velocity, coefficients)
    return Outputs(
      acceleration: acceleration, velocity: velocity,
      displacement: third.bandPass * coefficients.integralSeconds,
      shakingAcceleration: shakingAcceleration, shakingVelocity: shakingVelocity)
  }
}
