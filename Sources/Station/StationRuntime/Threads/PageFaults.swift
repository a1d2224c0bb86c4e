internal import CLinux

/// Counts a thread's page faults from ten seconds after its start: by then all that the path touches has
/// been touched.
struct PageFaults {
  private static let settlingNanoseconds: Int64 = 10_000_000_000

  private let countsFrom: Int64
  private var isCounting = false
  private var minorAtFirst: Int64 = 0
  private var majorAtFirst: Int64 = 0

  /// Made before the thread runs.
  init() { countsFrom = clinux_monotonic_nanoseconds() + Self.settlingNanoseconds }

  /// Publishes the counts so far; call it on the thread itself.
  mutating func publish(to state: StationState) {
    guard isCounting || clinux_monotonic_nanoseconds() >= countsFrom else { return }
    var minor: Int64 = 0
    var major: Int64 = 0
    // The callee writes the two numbers.
    unsafe clinux_thread_faults(&minor, &major)
    if !isCounting {
      isCounting = true
      minorAtFirst = minor
      majorAtFirst = major
    }
    state.minorFaultCount.publish(minor - minorAtFirst)
    state.majorFaultCount.publish(major - majorAtFirst)
  }
}
