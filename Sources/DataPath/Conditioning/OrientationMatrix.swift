import FixedPoint
import SeismicTypes

/// What each channel adds to the vertical, north and east components.
///
/// A channel measures m = u·a along its axis u = (−sin dip, cos dip · cos azimuth,
/// cos dip · sin azimuth) (FDSN StationXML), or along a mixture of the three where its calibration
/// found that it feels the others; the matrix is the inverse of the three axes.
struct OrientationMatrix {
  /// The weights of the channels in one component, Q3.60.
  struct Row {
    var weights: [Q60]
  }

  var vertical: Row
  var north: Row
  var east: Row

  /// The matrix of one vertical channel or three independent ones, then rotated.
  @_optimize(size)
  static func components(
    of channels: [Conditioner.Channel], levelledBy levelling: RotationMatrix
  ) throws(ConditioningError) -> OrientationMatrix {
    var axes: [Axis] = []
    for index in channels.indices {
      guard let axis = Axis(channels[index]) else { throw .orientationOutOfRange(channel: index) }
      axes.append(axis)
    }
    guard axes.count == 3 else {
      guard axes[0].vertical.magnitude == Q60.one.rawValue else { throw .singleChannelNotVertical }
      let zero = Row(weights: [Q60(rawValue: 0)])
      return OrientationMatrix(
        vertical: Row(weights: [Q60(rawValue: axes[0].vertical)]), north: zero, east: zero)
    }
    axes = try mixed(axes, as: channels)
    let columns = [
      axes[1].crossed(with: axes[2]), axes[2].crossed(with: axes[0]),
      axes[0].crossed(with: axes[1]),
    ]
    let determinant = axes[0].dot(columns[0])
    guard determinant.magnitude > Q60.one.rawValue / 4 else { throw .orientationsNotIndependent }
    let inverse = columns.map { $0.divided(by: determinant) }
    return OrientationMatrix(
      vertical: row(levelling.vertical, inverse), north: row(levelling.north, inverse),
      east: row(levelling.east, inverse))
  }

  /// The directions in which the channels feel, by what each feels of the others' axes.
  private static func mixed(
    _ axes: [Axis], as channels: [Conditioner.Channel]
  ) throws(ConditioningError) -> [Axis] {
    var mixed = axes
    for index in channels.indices where !channels[index].crossAxisRatios.isEmpty {
      let ratios = channels[index].crossAxisRatios
      guard ratios.count == 3, ratios.allSatisfy({ $0.magnitude <= 1 }) else {
        throw .crossAxisOutOfRange(channel: index)
      }
      mixed[index] = Axis(vertical: 0, north: 0, east: 0)
      for (axis, ratio) in zip(axes, ratios) {
        let weight = Q60.ratio(Int64((ratio * 1e9).rounded()), to: 1_000_000_000)
        mixed[index].vertical += axis.vertical * weight
        mixed[index].north += axis.north * weight
        mixed[index].east += axis.east * weight
      }
    }
    return mixed
  }

  private static func row(_ rotation: RotationMatrix.Row, _ columns: [Axis]) -> Row {
    let axis = Axis(rotation)
    return Row(weights: columns.map { Q60(rawValue: axis.dot($0)) })
  }
}

/// A direction in Q3.60: up, north, east.
struct Axis {
  var vertical: Int64
  var north: Int64
  var east: Int64

  init(vertical: Int64, north: Int64, east: Int64) {
    self.vertical = vertical
    self.north = north
    self.east = east
  }

  init(_ row: RotationMatrix.Row) {
    self.init(
      vertical: row.vertical.rawValue, north: row.north.rawValue, east: row.east.rawValue)
  }

  /// The axis of a channel, its angles taken to a millionth of a degree; nil when out of range.
  init?(_ channel: Conditioner.Channel) {
    guard channel.azimuthDegrees.magnitude <= 360, channel.dipDegrees.magnitude <= 90 else {
      return nil
    }
    let azimuth = Self.halfTurns(degrees: channel.azimuthDegrees)
    let dip = Self.halfTurns(degrees: channel.dipDegrees)
    let level = Q60.cosine(halfTurns: dip)
    self.init(
      vertical: -Q60.sine(halfTurns: dip).rawValue,
      north: Q60.cosine(halfTurns: azimuth).rawValue * level,
      east: Q60.sine(halfTurns: azimuth).rawValue * level)
  }

  func dot(_ other: Axis) -> Int64 {
    vertical * Q60(rawValue: other.vertical) + north * Q60(rawValue: other.north)
      + east * Q60(rawValue: other.east)
  }

  /// The vector product, right-handed in the order vertical, north, east.
  func crossed(with other: Axis) -> Axis {
    Axis(
      vertical: north * Q60(rawValue: other.east) - east * Q60(rawValue: other.north),
      north: east * Q60(rawValue: other.vertical) - vertical * Q60(rawValue: other.east),
      east: vertical * Q60(rawValue: other.north) - north * Q60(rawValue: other.vertical))
  }

  func divided(by divisor: Int64) -> Axis {
    Axis(
      vertical: Q60.ratio(vertical, to: divisor).rawValue,
      north: Q60.ratio(north, to: divisor).rawValue,
      east: Q60.ratio(east, to: divisor).rawValue)
  }

  private static func halfTurns(degrees: Double) -> Q60 {
    Q60.ratio(Int64((degrees * 1e6).rounded()), to: 180_000_000)
  }
}
