internal import CLinux

/// When a sound card's frames were taken, from the driver's stamps.
package struct CaptureClock {
  private let rateHertz: Int64
  private let stampsAreRaw: Bool

  package init(rateHertz: Int, stampsAreRaw: Bool) {
    self.rateHertz = Int64(rateHertz)
    self.stampsAreRaw = stampsAreRaw
  }

  /// When the newest of the frames that are about to be read was taken.
  ///
  /// The stamp is when the driver looked at the hardware; frames it had by then are younger by the
  /// queue before them.
  ///
  /// - Parameters:
  ///   - stampNanoseconds: The driver's stamp, CLOCK_MONOTONIC_RAW or CLOCK_MONOTONIC; 0 where it
  ///     gives none, and then the time is now.
  ///   - framesBehind: Frames between the converter and the newest frame of the read.
  /// - Returns: The time on CLOCK_MONOTONIC_RAW.
  package func time(stampNanoseconds: Int64, framesBehind: Int64) -> Int64 {
    var stamp = stampNanoseconds
    if stamp == 0 {
      stamp = clinux_raw_nanoseconds()
    } else if !stampsAreRaw {
      stamp &+= clinux_raw_nanoseconds() &- clinux_monotonic_nanoseconds()
    }
    return stamp &- duration(ofFrames: framesBehind)
  }

  /// The time that frames take, rounded toward zero.
  package func duration(ofFrames count: Int64) -> Int64 {
    // Up to 2³³ frames, half a day at 192 kHz: below 2⁶³.
    count &* 1_000_000_000 / rateHertz
  }

  /// The frames that went by between two of them: rounded, zero where the times say nothing.
  ///
  /// - Parameters:
  ///   - newest: When the last frame before the loss was taken.
  ///   - first: When the first frame behind it was.
  /// - Returns: Nil where the loss is longer than an hour, which only UTC can measure.
  package func lostFrameCount(between newest: Int64, and first: Int64) -> Int64? {
    let span = first &- newest
    guard span >= 0 else { return 0 }
    guard span <= 3_600_000_000_000 else { return nil }
    let doubled = span &* 2 / 1000 &* rateHertz / 1_000_000
    return max(0, (doubled &+ 1) / 2 &- 1)
  }
}
