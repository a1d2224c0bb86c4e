/// One reading of a slow source.
package enum SlowReading: Equatable, Sendable {
  /// A level in thousandths of its unit.
  case level(thousandths: Int64)
  /// Pulses seen in a time.
  case counts(Int64, nanoseconds: Int64)
}
