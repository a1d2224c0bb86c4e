import FixedPoint
import SeismicTypes

extension Calibration {
  /// The weights of a group's channels, computed in integers from their sensitivities and axes.
  @_optimize(size)
  init(_ parameters: Conditioner.Parameters) throws(ConditioningError) {
    let channels = parameters.channels
    var gains: [ChannelGain] = []
    for index in channels.indices {
      guard let gain = ChannelGain(countsPerUnit: channels[index].countsPerUnit) else {
        throw .sensitivityOutOfRange(channel: index)
      }
      gains.append(gain)
    }
    let largest = gains.reduce(Int64.min) { max($0, $1.floorLog2) }
    scaleBits = Self.scaleBits(gains, parameters)
    // A weight is at most 4 (an oblique axis) × 2^(largest + 1 + s) steps: 2⁶¹ at most.
    fractionBits = min(60, 58 - largest - scaleBits)
    let inverse = try OrientationMatrix.components(
      of: channels, levelledBy: parameters.levelling)
    vertical = Row()
    north = Row()
    east = Row()
    vertical = try row(inverse.vertical, gains, channels)
    north = try row(inverse.north, gains, channels)
    east = try row(inverse.east, gains, channels)
    isDiagonal =
      (vertical.second | vertical.third | north.first | north.third | east.first | east.second) == 0
    // A guard calls nothing routine beyond twice full scale.
    prepareLift(
      countBits: 1 + (channels.map { bitCount(Int64($0.fullScaleCounts)) }.max() ?? 31))
  }

  /// s, chosen so that the finest channel's count is at least 2²⁴ steps where full scale allows.
  ///
  /// The acceleration of a velocity sensor counts: rate × the change between two samples.
  private static func scaleBits(
    _ gains: [ChannelGain], _ parameters: Conditioner.Parameters
  ) -> Int64 {
    let isVelocity = parameters.channels[0].quantity == .velocity
    let rateBits = isVelocity ? bitCount(parameters.sampleRate.microhertz / 1_000_000) : 0
    var finest = Int64.max
    var fullScaleBits = Int64.min
    for (gain, channel) in zip(gains, parameters.channels) {
      finest = min(finest, gain.floorLog2 + max(0, rateBits - 1))
      let swing = bitCount(Int64(channel.fullScaleCounts)) + (isVelocity ? 1 : 0)
      fullScaleBits = max(fullScaleBits, gain.floorLog2 + 1 + swing + rateBits)
    }
    return max(0, min(24 - finest, 55 - fullScaleBits))
  }

  /// The trigger's vertical in counts × 2²⁴: the channel that tells most of it counts for one.
  var verticalWeights: Vector3 {
    let largest = Int64(
      max(vertical.first.magnitude, vertical.second.magnitude, vertical.third.magnitude))
    return Vector3(
      vertical: roundedShift(Q60.ratio(vertical.first, to: largest).rawValue, right: 36),
      north: roundedShift(Q60.ratio(vertical.second, to: largest).rawValue, right: 36),
      east: roundedShift(Q60.ratio(vertical.third, to: largest).rawValue, right: 36))
  }

  private func row(
    _ axis: OrientationMatrix.Row, _ gains: [ChannelGain], _ channels: [Conditioner.Channel]
  ) throws(ConditioningError) -> Row {
    var result = Row()
    for index in channels.indices {
      let weight = weight(axis.weights[index], gains[index])
      switch index {
      case 0: result.first = weight
      case 1: result.second = weight
      default: result.third = weight
      }
      let offset = channels[index].offsetCounts * 65_536
      guard offset.magnitude <= 0x1p47 else { throw .offsetOutOfRange(channel: index) }
      result.offset += (Int128(weight) * Int128(Int64(offset.rounded()))) >> 16
    }
    return result
  }

  /// Direction × worth of one count in steps × 2^fractionBits.
  private func weight(_ direction: Q60, _ gain: ChannelGain) -> Int64 {
    let product = Int128(gain.mantissa) * Int128(direction.rawValue)
    // The product has the exponent of the gain and 60 fraction bits of the direction.
    let shift = min(126, 60 - gain.exponent - scaleBits - fractionBits)
    let rounded = (product + (Int128(1) << Int128(shift - 1))) >> Int128(shift)
    return Int64(gain.isNegative ? -rounded : rounded)
  }
}
