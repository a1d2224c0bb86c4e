import FixedPoint
import SeismicTypes

extension Conditioner {
  /// The calibrated frame through the three chains, rounded to picometres into `motion`.
  @inline(__always) @_noAllocation @_noLocks
  mutating func condition(
    _ input: Vector3, _ weight: Q60, isFirst: Bool, isHeld: Bool,
    into motion: inout GroundMotion
  ) {
    let up: ComponentChain.Outputs
    let north: ComponentChain.Outputs
    let east: ComponentChain.Outputs
    if isVelocity {
      up = verticalChain.process(
        velocity: input.vertical, extensions?.vertical, isFirst: isFirst, rate: rate,
        weight: weight, highPass)
      north = northChain.process(
        velocity: input.north, extensions?.north, isFirst: isFirst, rate: rate, weight: weight,
        highPass)
      east = eastChain.process(
        velocity: input.east, extensions?.east, isFirst: isFirst, rate: rate, weight: weight,
        highPass)
    } else {
      up = verticalChain.process(acceleration: input.vertical, weight: weight, highPass)
      north = northChain.process(acceleration: input.north, weight: weight, highPass)
      east = eastChain.process(acceleration: input.east, weight: weight, highPass)
      let hasShifted = levels.process(
        up.shakingAcceleration, north.shakingAcceleration, east.shakingAcceleration,
        jumping: jumpingComponents(), isHeld: isHeld)
      if hasShifted { rest(at: levels.changes) }
    }
    round(
      up.acceleration, north.acceleration, east.acceleration,
      into: &motion.accelerationPicometresPerSecondSquared)
    round(up.velocity, north.velocity, east.velocity, into: &motion.velocityPicometresPerSecond)
    round(
      up.displacement, north.displacement, east.displacement,
      into: &motion.displacementPicometres)
    round(
      up.shakingAcceleration, north.shakingAcceleration, east.shakingAcceleration,
      into: &motion.shakingAccelerationPicometresPerSecondSquared)
    round(
      up.shakingVelocity, north.shakingVelocity, east.shakingVelocity,
      into: &motion.shakingVelocityPicometresPerSecond)
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

  /// The components that a channel at or beyond 98 % of full scale reaches.
  @inline(__always) @_noAllocation @_noLocks
  func clippedComponents() -> ComponentSet {
    union(
      verticalGuard.isClipped, !isSingle && northGuard.isClipped, !isSingle && eastGuard.isClipped)
  }

  /// The components in a jump or a shift of level that may yet prove no ground motion.
  @inline(__always) @_noAllocation @_noLocks
  func unprovenComponents() -> ComponentSet {
    ComponentSet(rawValue: jumpingComponents().rawValue | levels.unprovenComponents)
  }

  /// The components whose channels are in a jump.
  @inline(__always) @_noAllocation @_noLocks
  private func jumpingComponents() -> ComponentSet {
    union(
      verticalGuard.isUnproven, !isSingle && northGuard.isUnproven,
      !isSingle && eastGuard.isUnproven)
  }

  /// The components that are no ground motion now; those of a single channel's absent ones always.
  @inline(__always) @_noAllocation @_noLocks
  func maskedComponents() -> ComponentSet {
    let absent: UInt8 = isSingle ? 6 : 0
    let masked = union(
      verticalGuard.isMasked, !isSingle && northGuard.isMasked, !isSingle && eastGuard.isMasked)
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
