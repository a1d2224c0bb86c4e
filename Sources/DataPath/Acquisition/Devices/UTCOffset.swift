/// A jump of UTC against the raw clock between two blocks.
package enum ClockStep: Equatable, BitwiseCopyable, Sendable {
  case none
  /// Somebody set the clock, or its discipline stepped it.
  case step(nanoseconds: Int64)
  /// A leap second: POSIX time repeated one second, or left one out.
  case leapSecond(nanoseconds: Int64)
}

/// What UTC is ahead of the raw clock, watched for jumps.
struct UTCOffset: Sendable {
  /// A change beyond this is a step (science.md §7), together with what a steered clock may have
  /// gained or lost since: a thousandth.
  private static var largestChange: Int64 { 10_000_000 }
  private static var largestLeapError: Int64 { 100_000_000 }

  private(set) var offsetNanoseconds: Int64 = 0
  private var readAt: Int64?
  private var aheadOfUTCSeconds: Int32 = 0

  /// Takes a reading of the clocks.
  ///
  /// - Parameter clock: The reading.
  /// - Returns: What UTC did since the reading before.
  mutating func update(_ clock: ClockReading) -> ClockStep {
    let change = clock.offsetNanoseconds &- offsetNanoseconds
    let elapsed = clock.rawNanoseconds &- (readAt ?? clock.rawNanoseconds)
    let isFirst = readAt == nil
    let leap = clock.internationalAtomicSeconds - aheadOfUTCSeconds
    offsetNanoseconds = clock.offsetNanoseconds
    readAt = clock.rawNanoseconds
    aheadOfUTCSeconds = clock.internationalAtomicSeconds
    guard !isFirst, abs(change) > Self.largestChange + elapsed / 1000 else { return .none }
    let isLeap =
      abs(leap) == 1 && abs(change + Int64(leap) * 1_000_000_000) < Self.largestLeapError
    return isLeap ? .leapSecond(nanoseconds: change) : .step(nanoseconds: change)
  }
}
