import CLinux

/// A detector that gives a pulse for each decay it sees, counted by the kernel.
///
/// One thread uses it. The kernel counts or queues by itself, so that it may be read seldom: a GPIO line
/// holds 1024 pulses, a counter as many as it is wide.
package final class PulseCounter {
  /// Where the pulses are.
  package enum Input: Equatable, Sendable {
    /// A line of a GPIO chip.
    case line(chip: String, offset: UInt32, isFalling: Bool)
    /// The folder of a count of the kernel's counter subsystem, such as
    /// `/sys/bus/counter/devices/counter0/count0`.
    case counter(folder: String)
  }

  /// What one read has given.
  package enum Outcome: Equatable, Sendable {
    /// Pulses since the read before, and the time they came in.
    case pulses(Int64, nanoseconds: Int64)
    case failed(DeviceFault)
  }

  private let input: Input
  private var edges: PulseEdges
  private var descriptor: Int32 = -1
  private var bytes = [UInt8](repeating: 0, count: 64 * PulseEdges.byteCount)
  /// A counter's newest value, and the value behind which it begins at zero again.
  private var counterValue: Int64 = 0
  private var counterCeiling: Int64?
  private var readAt: Int64 = 0

  /// - Parameters:
  ///   - input: Where the pulses are.
  ///   - deadNanoseconds: The shortest time between two pulses of a line; what is shorter is bounce.
  package init(_ input: Input, deadNanoseconds: Int64) {
    self.input = input
    edges = PulseEdges(deadNanoseconds: deadNanoseconds)
  }

  /// Bounces left out and edges that the kernel had no room for, since the start.
  package var faults: (bounceCount: Int64, lostCount: Int64) {
    (edges.bounceCount, edges.lostCount)
  }

  /// Opens the line, or finds the counter; also after `close()`.
  package func open() throws(AcquisitionError) {
    close()
    switch input {
    case .line(let chip, let offset, let isFalling):
      // The path is lent for the length of the call.
      let opened = unsafe clinux_gpio_open_edges(chip, offset, isFalling ? 1 : 0)
      guard opened >= 0 else {
        throw .deviceUnavailable(device: "\(chip) line \(offset)", reason: reason(-opened))
      }
      descriptor = opened
      edges.restart()
    case .counter(let folder):
      guard let value = SysfsNumber.nanos(at: folder + "/count") else {
        throw .deviceUnavailable(device: folder, reason: "count is no number, or not there")
      }
      counterValue = value / 1_000_000_000
      counterCeiling = SysfsNumber.nanos(at: folder + "/ceiling").map { $0 / 1_000_000_000 }
    }
    readAt = clinux_monotonic_nanoseconds()
  }

  private func reason(_ error: Int32) -> String {
    // A text that the C library keeps.
    error == 25 ? "it is no GPIO chip" : unsafe String(cString: clinux_error_text(error))
  }

  /// The pulses since the read before, or why there is no telling.
  package func read() -> Outcome {
    let before = readAt
    let count: Int64
    switch input {
    case .line:
      let earlier = edges.pulseCount
      // A line that floats may give edges faster than they are read.
      for _ in 0..<64 {
        // The callee writes no more than the buffer holds.
        let read = unsafe clinux_gpio_read(descriptor, &bytes, Int64(bytes.count))
        if read < 0 { return .failed(DeviceFault(errno: Int(read))) }
        edges.take(bytes[..<Int(read)])
        if read < bytes.count { break }
      }
      count = edges.pulseCount - earlier
    case .counter(let folder):
      guard let nanos = SysfsNumber.nanos(at: folder + "/count") else {
        return .failed(.unplugged)
      }
      count = advance(to: nanos / 1_000_000_000)
    }
    readAt = clinux_monotonic_nanoseconds()
    return .pulses(count, nanoseconds: readAt - before)
  }

  /// What a counter has counted, across its wrap; one that was set back without a ceiling begins anew.
  private func advance(to value: Int64) -> Int64 {
    let before = counterValue
    counterValue = value
    if value >= before { return value - before }
    guard let ceiling = counterCeiling, ceiling >= before else { return value }
    return ceiling - before + 1 + value
  }

  /// Gives the line back.
  package func close() {
    guard descriptor >= 0 else { return }
    clinux_gpio_close(descriptor)
    descriptor = -1
  }
}
