/// Judges a driver's time stamps one after the other, for frames that are missing between two.
///
/// Most drivers stamp each frame. Some read several frames out of a hardware queue and give all of
/// them one stamp; then a step in time is as long as the largest such burst seen.
struct StampSequence {
  enum Verdict: Equatable {
    case next
    /// The step is too long for no frame to be missing.
    case afterLoss
    /// The stamps run backward.
    case backward
    /// No sensor was silent for so long: the stamp is none.
    case absurd
  }

  /// A minute: the supervisor closes a silent device much sooner.
  private static var longestStep: Int64 { 60_000_000_000 }

  private(set) var newest: Int64 = 0
  private(set) var hasStarted = false
  private var burst: Int64 = 1
  private var largestBurst: Int64 = 1

  /// What the step to a stamp says; nothing is changed.
  func judge(_ stamp: Int64, periodNanoseconds: Int64) -> Verdict {
    guard hasStarted else { return .next }
    let (step, isBeyond) = stamp.subtractingReportingOverflow(newest)
    if isBeyond || step < 0 { return .backward }
    if step > Self.longestStep { return .absurd }
    let longest = largestBurst &* periodNanoseconds &+ periodNanoseconds / 2
    return step > longest ? .afterLoss : .next
  }

  /// Takes a stamp as the newest one.
  mutating func accept(_ stamp: Int64) {
    burst = hasStarted && stamp == newest ? min(burst &+ 1, 4096) : 1
    largestBurst = max(largestBurst, burst)
    newest = stamp
    hasStarted = true
  }
}
