package import SeismicTypes

/// When the samples of a recorded or synthetic source are due, in real time or at a factor of it.
///
/// Only arithmetic: the source thread sleeps until the deadline itself.
package struct PacedClock: BitwiseCopyable, Sendable {
  package let start: MonotonicInstant
  package let sampleRate: SampleRate
  /// 1000 is real time, 10000 ten times as fast.
  package let speedThousandths: Int64

  /// A clock whose sample 0 is taken at `start`; speeds below 1 are taken as 1 thousandth.
  @_noAllocation @_noLocks
  package init(start: MonotonicInstant, sampleRate: SampleRate, speedThousandths: Int64 = 1000) {
    self.start = start
    self.sampleRate = sampleRate
    self.speedThousandths = speedThousandths < 1 ? 1 : speedThousandths
  }

  /// When a sample is due, rounded down to a nanosecond; a block is due with its last sample.
  ///
  /// Indices count missing samples, so gaps take their time. The product is formed in 128 bits; a time
  /// beyond 146 years is held there, for a gap between two records may be longer.
  @_noAllocation @_noLocks
  package func deadline(ofSample sampleIndex: Int64) -> MonotonicInstant {
    let elapsed = sampleRate.nanoseconds(ofSamples: sampleIndex)
    let longest = Int128(truncatingIfNeeded: Int64.max / 2)
    let paced =
      Int128(truncatingIfNeeded: elapsed) &* 1000 / Int128(truncatingIfNeeded: speedThousandths)
    let held = Int64(truncatingIfNeeded: paced > longest ? longest : paced)
    return MonotonicInstant(nanoseconds: start.nanoseconds &+ held)
  }
}
