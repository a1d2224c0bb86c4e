extension GroundMotion {
  /// The magnitude of this sample's shaking on the components that surely measure ground motion.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public func unmaskedPeaks() -> ObservedPeaks {
    var peaks = ObservedPeaks()
    peaks.pgaPicometresPerSecondSquared =
      unmasked(shakingAccelerationPicometresPerSecondSquared).largestMagnitude()
    peaks.pgvPicometresPerSecond = unmasked(shakingVelocityPicometresPerSecond).largestMagnitude()
    peaks.pgdPicometres = unmasked(displacementPicometres).largestMagnitude()
    return peaks
  }

  /// The vector with masked and unproven components set to zero.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public func unmasked(_ vector: Vector3) -> Vector3 {
    let left = ComponentSet(rawValue: maskedComponents.rawValue | unprovenComponents.rawValue)
    if left.rawValue == 0 { return vector }
    return Vector3(
      vertical: left.has(.vertical) ? 0 : vector.vertical,
      north: left.has(.north) ? 0 : vector.north, east: left.has(.east) ? 0 : vector.east)
  }
}

extension ObservedPeaks {
  /// Raises each peak to the other's where that is larger.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func raise(to other: ObservedPeaks) {
    if other.pgaPicometresPerSecondSquared > pgaPicometresPerSecondSquared {
      pgaPicometresPerSecondSquared = other.pgaPicometresPerSecondSquared
    }
    if other.pgvPicometresPerSecond > pgvPicometresPerSecond {
      pgvPicometresPerSecond = other.pgvPicometresPerSecond
    }
    if other.pgdPicometres > pgdPicometres { pgdPicometres = other.pgdPicometres }
  }
}
