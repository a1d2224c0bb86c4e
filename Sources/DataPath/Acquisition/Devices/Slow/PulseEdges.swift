/// Counts the pulses in a GPIO line's edges as the kernel hands them out: 48 bytes an edge, its stamp in
/// nanoseconds at 0 and its number on the line at 20 (linux/gpio.h, `gpio_v2_line_event`).
///
/// An edge within the dead time of the pulse before is its bounce. Edges that found no room in the
/// kernel's queue are known by the missing numbers and counted as pulses.
package struct PulseEdges: Sendable {
  package static let byteCount = 48

  private let deadNanoseconds: UInt64
  private var pulseNanoseconds: UInt64?
  private var number: UInt32?
  package private(set) var pulseCount: Int64 = 0
  package private(set) var bounceCount: Int64 = 0
  /// Edges that the kernel could not queue.
  package private(set) var lostCount: Int64 = 0

  package init(deadNanoseconds: Int64) { self.deadNanoseconds = UInt64(max(0, deadNanoseconds)) }

  /// Takes whole edges.
  ///
  /// - Parameter bytes: What was read; a part of an edge at its end is left out.
  package mutating func take(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while rest.count >= Self.byteCount {
      take(
        stamp: Self.number(rest.prefix(8)),
        number: UInt32(truncatingIfNeeded: Self.number(rest.dropFirst(20).prefix(4))))
      rest = rest.dropFirst(Self.byteCount)
    }
  }

  private mutating func take(stamp: UInt64, number: UInt32) {
    if let before = self.number {
      // More than half of the range is a step back, as after the line was opened again.
      let lost = number &- before &- 1
      if lost < UInt32.max / 2 {
        lostCount += Int64(lost)
        pulseCount += Int64(lost)
      }
    }
    self.number = number
    if let pulse = pulseNanoseconds, stamp >= pulse, stamp - pulse < deadNanoseconds {
      bounceCount += 1
      return
    }
    pulseNanoseconds = stamp
    pulseCount += 1
  }

  /// The line was opened again: numbers and stamps begin anew, the totals stay.
  package mutating func restart() {
    number = nil
    pulseNanoseconds = nil
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var number: UInt64 = 0
    for byte in bytes.reversed() { number = number << 8 | UInt64(byte) }
    return number
  }
}
