/// How strong the shaking is, observed or predicted: always the same PGV, on every station.
///
/// A struct, not an enum with raw values: those compare through generic code, which the hot path
/// must not call.
package struct AlertLevel: BitwiseCopyable, Comparable, Sendable {
  /// 0…4, as datagrams carry it.
  package let rawValue: UInt8

  /// The level of a number, nil above 4.
  @_noAllocation @_noLocks
  package init?(rawValue: UInt8) {
    guard rawValue <= 4 else { return nil }
    self.rawValue = rawValue
  }

  @inline(__always) @_noAllocation @_noLocks
  private init(_ rawValue: UInt8) { self.rawValue = rawValue }

  /// Below every threshold.
  package static var none: AlertLevel {
    @inline(__always) @_noAllocation @_noLocks get { AlertLevel(0) }
  }
  /// PGV ≥ 1 cm/s.
  package static var light: AlertLevel {
    @inline(__always) @_noAllocation @_noLocks get { AlertLevel(1) }
  }
  /// PGV ≥ 3.4 cm/s.
  package static var moderate: AlertLevel {
    @inline(__always) @_noAllocation @_noLocks get { AlertLevel(2) }
  }
  /// PGV ≥ 8.18 cm/s.
  package static var strong: AlertLevel {
    @inline(__always) @_noAllocation @_noLocks get { AlertLevel(3) }
  }
  /// PGV ≥ 31 cm/s.
  package static var severe: AlertLevel {
    @inline(__always) @_noAllocation @_noLocks get { AlertLevel(4) }
  }

  /// The highest level whose threshold the velocity reaches.
  @inline(__always) @_noAllocation @_noLocks
  package init(pgvPicometresPerSecond pgv: Int64) {
    if pgv < 10_000_000_000 {
      self.init(0)
    } else if pgv < 34_000_000_000 {
      self.init(1)
    } else if pgv < 81_800_000_000 {
      self.init(2)
    } else if pgv < 310_000_000_000 {
      self.init(3)
    } else {
      self.init(4)
    }
  }

  /// log10 of the level's threshold in cm/s, in millionths, rounded to nearest.
  ///
  /// `none` has no threshold; it answers with a value no velocity falls below.
  @inline(__always) @_noAllocation @_noLocks
  package func thresholdLog10Millionths() -> Int64 {
    switch rawValue {
    case 0: -1_000_000_000
    case 1: 0
    case 2: 531_479
    case 3: 912_753
    default: 1_491_362
    }
  }

  // The derived forms of the standard library are generic code, so each is written here.

  @inline(__always) @_noAllocation @_noLocks
  package static func == (lhs: AlertLevel, rhs: AlertLevel) -> Bool { lhs.rawValue == rhs.rawValue }

  @inline(__always) @_noAllocation @_noLocks
  package static func != (lhs: AlertLevel, rhs: AlertLevel) -> Bool { lhs.rawValue != rhs.rawValue }

  @inline(__always) @_noAllocation @_noLocks
  package static func < (lhs: AlertLevel, rhs: AlertLevel) -> Bool { lhs.rawValue < rhs.rawValue }

  @inline(__always) @_noAllocation @_noLocks
  package static func <= (lhs: AlertLevel, rhs: AlertLevel) -> Bool { lhs.rawValue <= rhs.rawValue }

  @inline(__always) @_noAllocation @_noLocks
  package static func > (lhs: AlertLevel, rhs: AlertLevel) -> Bool { lhs.rawValue > rhs.rawValue }

  @inline(__always) @_noAllocation @_noLocks
  package static func >= (lhs: AlertLevel, rhs: AlertLevel) -> Bool { lhs.rawValue >= rhs.rawValue }
}
