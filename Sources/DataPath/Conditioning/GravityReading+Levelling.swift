import FixedPoint
import SeismicTypes

/// Set-up and housekeeping arithmetic: exact enough for angles to 10⁻⁶ degree, not for the hot path.
extension GravityReading {
  /// Standard gravity, 9.80665 m/s².
  package static let standardGravity: Int64 = 9_806_650_000_000

  /// |ĝ| over the local gravity, less one, in parts per million; limited to ±10⁶.
  package func deviationPartsPerMillion(
    localPicometresPerSecondSquared local: Int64 = standardGravity
  ) -> Int64 {
    let (_, _, length) = polar
    return max(-1_000_000, min(1_000_000, roundedQuotient((length - local) * 1000, local / 1000)))
  }

  /// The angle between ĝ and up, 0…180,000 millidegrees.
  package var tiltMillidegrees: Int64 {
    roundedQuotient(polar.tilt * 180_000, Q60.one.rawValue >> 20)
  }

  /// The smallest rotation that turns ĝ up; nil when ĝ is too small, or more than 90° from up.
  ///
  /// The turn about the horizontal axis ĝ × up; heading cannot be seen in gravity and is kept.
  package var levellingRotation: RotationMatrix? {
    let mean = meanPicometresPerSecondSquared
    let (tilt, level, length) = polar
    guard mean.vertical > 0, length > Self.standardGravity / 2 else { return nil }
    guard level > 0 else { return .identity }
    let angle = Q60(rawValue: tilt << 20)
    let cosine = Q60.cosine(halfTurns: angle).rawValue
    let sine = Q60.sine(halfTurns: angle).rawValue
    let north = Q60.ratio(mean.north, to: level)
    let east = Q60.ratio(mean.east, to: level)
    // In the plane of up and the tilt's heading h: up' = c·up + s·h, h' = c·h − s·up.
    let rest = Q60.one.rawValue - cosine
    return RotationMatrix(
      vertical: RotationMatrix.Row(
        vertical: Q60(rawValue: cosine), north: Q60(rawValue: sine * north),
        east: Q60(rawValue: sine * east)),
      north: RotationMatrix.Row(
        vertical: Q60(rawValue: -(sine * north)),
        north: Q60(rawValue: Q60.one.rawValue - rest * north * north),
        east: Q60(rawValue: -(rest * north * east))),
      east: RotationMatrix.Row(
        vertical: Q60(rawValue: -(sine * east)),
        north: Q60(rawValue: -(rest * north * east)),
        east: Q60(rawValue: Q60.one.rawValue - rest * east * east)))
  }

  /// Tilt in half turns (Q40), horizontal part and length of the mean.
  private var polar: (tilt: Int64, level: Int64, length: Int64) {
    let mean = meanPicometresPerSecondSquared
    let (_, level) = Self.polar(x: mean.north.magnitude, y: mean.east.magnitude)
    let (angle, length) = Self.polar(x: mean.vertical.magnitude, y: UInt64(level))
    let tilt = angle >> 20
    return (mean.vertical < 0 ? (Q60.one.rawValue >> 20) - tilt : tilt, level, length)
  }

  /// Angle (half turns, Q60) and length of a vector in the first quadrant, by halving the angle.
  private static func polar(x: UInt64, y: UInt64) -> (angle: Int64, length: Int64) {
    let x = Int64(x)
    let y = Int64(y)
    var angle: Int64 = 0
    var step = Q60.one.rawValue / 4
    while step > 1 << 12 {
      let middle = Q60(rawValue: angle + step)
      if y * Q60.cosine(halfTurns: middle) >= x * Q60.sine(halfTurns: middle) { angle += step }
      step /= 2
    }
    let direction = Q60(rawValue: angle)
    return (angle, x * Q60.cosine(halfTurns: direction) + y * Q60.sine(halfTurns: direction))
  }
}
