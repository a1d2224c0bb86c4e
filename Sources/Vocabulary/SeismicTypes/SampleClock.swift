/// Turns the index of a sample into the time it was taken, from one sample whose time is known.
///
/// Counting from one anchor, not from each block's first sample, gives a sample the same nanosecond
/// at every block size.
package struct SampleClock: BitwiseCopyable, Sendable {
  package let anchorSampleIndex: Int64
  package let anchorTime: Timestamp
  package let sampleRate: SampleRate

  @_noAllocation @_noLocks
  package init(anchorSampleIndex: Int64, anchorTime: Timestamp, sampleRate: SampleRate) {
    self.anchorSampleIndex = anchorSampleIndex
    self.anchorTime = anchorTime
    self.sampleRate = sampleRate
  }

  @_noAllocation @_noLocks
  package func time(ofSample sampleIndex: Int64) -> Timestamp {
    anchorTime.advanced(
      byNanoseconds: sampleRate.nanoseconds(ofSamples: sampleIndex &- anchorSampleIndex))
  }
}

/// Where on the time line of its source a sample stands, and when the station got hold of it.
package struct SamplePosition: BitwiseCopyable, Sendable {
  package var sampleIndex: Int64
  package var clock: SampleClock
  /// When the block that holds the sample was committed to the ring.
  package var committedAt: MonotonicInstant

  @_noAllocation @_noLocks
  package init(sampleIndex: Int64, clock: SampleClock, committedAt: MonotonicInstant) {
    self.sampleIndex = sampleIndex
    self.clock = clock
    self.committedAt = committedAt
  }

  @_noAllocation @_noLocks
  package func time() -> Timestamp { clock.time(ofSample: sampleIndex) }
}
