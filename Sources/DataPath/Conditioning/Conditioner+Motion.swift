import FixedPoint
import SeismicTypes

extension Conditioner {
  /// The calibrated frame through the three chains, rounded to picometres into `motion`.
  @inline(__always) @_noAllocation @_noLocks
  mutating func condition(
    _ input: Vector3, _ weight: Q60, isFirst: Bool, jumping: ComponentSet, isHeld: Bool,
    into motion: inout GroundMotion
  ) {
    var leveled = Vector3()
    leveled.vertical = verticalChain.level(input.vertical, weight: weight)
    leveled.north = northChain.level(input.north, weight: weight)
    leveled.east = eastChain.level(input.east, weight: weight)
    let shaking = isVelocity ? differences(input, &leveled, isFirst: isFirst) : leveled
    let up = verticalChain.accelerate(shaking.vertical, highPass)
    let north = northChain.accelerate(shaking.north, highPass)
    let east = eastChain.accelerate(shaking.east, highPass)
    round(
      up.highPass, north.highPass, east.highPass,
      into: &motion.accelerationPicometresPerSecondSquared)
    integrate(up.highPass, north.highPass, east.highPass, into: &motion)
    round(
      shaking.vertical, shaking.north, shaking.east,
      into: &motion.shakingAccelerationPicometresPerSecondSquared)
    if isVelocity {
      round(
        verticalChain.shakingVelocity(of: leveled.vertical, highPass),
        northChain.shakingVelocity(of: leveled.north, highPass),
        eastChain.shakingVelocity(of: leveled.east, highPass),
        into: &motion.shakingVelocityPicometresPerSecond)
      return
    }
    // The integral of the first high-pass is the PGV tap: no second filter is needed for it.
    round(
      up.bandPass * highPass.integralSeconds, north.bandPass * highPass.integralSeconds,
      east.bandPass * highPass.integralSeconds, into: &motion.shakingVelocityPicometresPerSecond)
    if levels.process(shaking, jumping: jumping, isHeld: isHeld) {
      rest(at: levels.changes)
    }
  }

  /// Velocity and displacement of the three components' accelerations.
  @inline(__always) @_noAllocation @_noLocks
  private mutating func integrate(
    _ up: Int64, _ north: Int64, _ east: Int64, into motion: inout GroundMotion
  ) {
    let upVelocity = verticalChain.velocity(of: up, highPass)
    let northVelocity = northChain.velocity(of: north, highPass)
    let eastVelocity = eastChain.velocity(of: east, highPass)
    round(
      upVelocity, northVelocity, eastVelocity, into: &motion.velocityPicometresPerSecond)
    round(
      verticalChain.displacement(of: upVelocity, highPass),
      northChain.displacement(of: northVelocity, highPass),
      eastChain.displacement(of: eastVelocity, highPass), into: &motion.displacementPicometres)
  }

  /// The accelerations of a velocity sensor's three components; where the sensor's response is extended,
  /// the velocities become those of the extended sensor.
  @inline(never) @_noAllocation @_noLocks
  private mutating func differences(
    _ input: Vector3, _ leveled: inout Vector3, isFirst: Bool
  ) -> Vector3 {
    var velocity = input
    if let extensions {
      leveled.vertical = verticalChain.extend(leveled.vertical, by: extensions.vertical)
      leveled.north = northChain.extend(leveled.north, by: extensions.north)
      leveled.east = eastChain.extend(leveled.east, by: extensions.east)
      velocity = leveled
    }
    var differences = Vector3()
    differences.vertical = verticalChain.difference(
      velocity.vertical, isFirst: isFirst, rate: rate)
    differences.north = northChain.difference(velocity.north, isFirst: isFirst, rate: rate)
    differences.east = eastChain.difference(velocity.east, isFirst: isFirst, rate: rate)
    return differences
  }

  /// Brings components whose level has shifted to rest at their new level.
  @inline(never) @_noAllocation @_noLocks
  private mutating func rest(at changes: Vector3) {
    if changes.vertical != 0 {
      verticalChain.rest(atChange: changes.vertical)
      memory.vertical = verticalChain
    }
    if changes.north != 0 {
      northChain.rest(atChange: changes.north)
      memory.north = northChain
    }
    if changes.east != 0 {
      eastChain.rest(atChange: changes.east)
      memory.east = eastChain
    }
  }

  /// Whole picometres, rounded to nearest with ties upward.
  @inline(__always) @_noAllocation @_noLocks
  private func round(_ up: Int64, _ north: Int64, _ east: Int64, into result: inout Vector3) {
    result.vertical = (up &+ roundingHalf) &>> stateScaleBits
    result.north = (north &+ roundingHalf) &>> stateScaleBits
    result.east = (east &+ roundingHalf) &>> stateScaleBits
  }

  /// What the channels' guards say of this sample; the chains are kept or brought back where a jump
  /// begins or has proved a fault.
  @inline(never) @_noAllocation @_noLocks
  mutating func judgeChannels() -> ChannelFaults {
    if verticalGuard.isNotable || !isSingle && (northGuard.isNotable || eastGuard.isNotable) {
      rememberChains()
    }
    var faults = ChannelFaults()
    faults.clipped = union(
      verticalGuard.isClipped, !isSingle && northGuard.isClipped, !isSingle && eastGuard.isClipped)
    faults.masked = union(
      verticalGuard.isMasked, !isSingle && northGuard.isMasked, !isSingle && eastGuard.isMasked)
    faults.unproven = union(
      verticalGuard.isUnproven, !isSingle && northGuard.isUnproven,
      !isSingle && eastGuard.isUnproven)
    return faults
  }

  /// The components that are no ground motion now; those of a single channel's absent ones always.
  @inline(__always) @_noAllocation @_noLocks
  func maskedComponents(besides masked: ComponentSet) -> ComponentSet {
    let absent: UInt8 = isSingle ? 6 : 0
    return ComponentSet(rawValue: masked.rawValue | absent | levels.maskedComponents)
  }

  @inline(__always) @_noAllocation @_noLocks
  private func union(_ first: Bool, _ second: Bool, _ third: Bool) -> ComponentSet {
    let sets = componentsOfChannel
    return ComponentSet(
      rawValue: (first ? sets.first.rawValue : 0) | (second ? sets.second.rawValue : 0)
        | (third ? sets.third.rawValue : 0))
  }
}

/// The components that the channels' faults reach at one sample; a routine sample has none.
struct ChannelFaults: BitwiseCopyable {
  /// Of channels at or beyond 98 % of full scale.
  var clipped = ComponentSet(rawValue: 0)
  /// Of channels that measure no ground motion now.
  var masked = ComponentSet(rawValue: 0)
  /// Of channels in a jump that may yet prove no ground motion.
  var unproven = ComponentSet(rawValue: 0)

  @_noAllocation @_noLocks
  init() {}
}
