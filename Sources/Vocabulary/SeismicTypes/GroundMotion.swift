// These types are public, though nothing leaves the package: on the host an `@inlinable` function is
// written out in another room only where it is public, and these are used at every sample.

/// One value for each component of a three-component sensor: up, north, east.
public struct Vector3: BitwiseCopyable, Equatable, Sendable {
  public var vertical: Int64
  public var north: Int64
  public var east: Int64

  @inlinable @inline(__always) @_noAllocation @_noLocks
  public init(vertical: Int64, north: Int64, east: Int64) {
    self.vertical = vertical
    self.north = north
    self.east = east
  }

  /// The zero vector.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public init() { self.init(vertical: 0, north: 0, east: 0) }

  /// The largest magnitude of the components.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public func largestMagnitude() -> Int64 {
    let v = vertical < 0 ? 0 &- vertical : vertical
    let n = north < 0 ? 0 &- north : north
    let e = east < 0 ? 0 &- east : east
    // One after the other, so that no branch guesses which component moves most.
    let larger = v > n ? v : n
    return larger > e ? larger : e
  }
}

/// A set of components: bit 0 vertical, bit 1 north, bit 2 east.
public struct ComponentSet: OptionSet, BitwiseCopyable, Sendable {
  public let rawValue: UInt8

  @inlinable @inline(__always) @_noAllocation @_noLocks
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Whether every component of `components` is in the set.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public func has(_ components: ComponentSet) -> Bool {
    rawValue & components.rawValue == components.rawValue
  }

  public static var vertical: ComponentSet {
    @inlinable @inline(__always) @_noAllocation @_noLocks get { ComponentSet(rawValue: 1) }
  }
  public static var north: ComponentSet {
    @inlinable @inline(__always) @_noAllocation @_noLocks get { ComponentSet(rawValue: 2) }
  }
  public static var east: ComponentSet {
    @inlinable @inline(__always) @_noAllocation @_noLocks get { ComponentSet(rawValue: 4) }
  }
}

/// One conditioned sample of a three-component group, what every later stage reads.
///
/// "Chain 1" is the fixed conditioning chain of the station: acceleration, velocity and displacement
/// after one, two and three causal two-pole 0.075 Hz high-passes. The shaking velocity is the tap
/// that PGV is measured on: one high-pass only.
public struct GroundMotion: BitwiseCopyable, Equatable, Sendable {
  public var accelerationPicometresPerSecondSquared: Vector3
  public var velocityPicometresPerSecond: Vector3
  public var displacementPicometres: Vector3
  /// Baseline-removed acceleration without a high-pass, what PGA is measured on.
  public var shakingAccelerationPicometresPerSecondSquared: Vector3
  /// Velocity after one 0.075 Hz high-pass, what PGV is measured on.
  public var shakingVelocityPicometresPerSecond: Vector3
  /// The band-passed vertical component in trigger counts, saturated at 24 bits.
  public var triggerCounts: Int32
  /// Components at or beyond 98 % of full scale at this sample.
  public var clippedComponents: ComponentSet
  /// Components whose motion is not ground motion now: a spike, a step, a rail, a flat line.
  public var maskedComponents: ComponentSet
  /// Components in a jump that may yet prove a spike or a step: no shaking is read off them.
  public var unprovenComponents: ComponentSet
  /// Whether the running mean has settled, so that shaking is measured against a true baseline.
  public var isBaselineSettled: Bool

  @_noAllocation @_noLocks
  public init() {
    accelerationPicometresPerSecondSquared = Vector3()
    velocityPicometresPerSecond = Vector3()
    displacementPicometres = Vector3()
    shakingAccelerationPicometresPerSecondSquared = Vector3()
    shakingVelocityPicometresPerSecond = Vector3()
    triggerCounts = 0
    clippedComponents = ComponentSet(rawValue: 0)
    maskedComponents = ComponentSet(rawValue: 0)
    unprovenComponents = ComponentSet(rawValue: 0)
    isBaselineSettled = false
  }
}

/// The largest motion observed since an event's onset, each the largest single component.
public struct ObservedPeaks: BitwiseCopyable, Equatable, Sendable {
  public var pgaPicometresPerSecondSquared: Int64 = 0
  public var pgvPicometresPerSecond: Int64 = 0
  public var pgdPicometres: Int64 = 0

  @_noAllocation @_noLocks
  public init() {}
}
