/// What a block says of its samples beside their values.
package struct BlockFlags: OptionSet, BitwiseCopyable, Sendable {
  package let rawValue: UInt32

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Whether every flag of `flags` is set.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  package func has(_ flags: BlockFlags) -> Bool { rawValue & flags.rawValue == flags.rawValue }

  /// Samples are missing, or the clock stepped, between the previous block and this one.
  package static var followsGap: BlockFlags {
    @inlinable @inline(__always) @_noAllocation @_noLocks get { BlockFlags(rawValue: 1) }
  }
  /// The clock was not synchronised when the block was stamped.
  package static var clockUnsynchronised: BlockFlags {
    @inlinable @inline(__always) @_noAllocation @_noLocks get { BlockFlags(rawValue: 2) }
  }
  /// The source has ended; the block holds no samples and none will follow.
  package static var endOfSource: BlockFlags {
    @inlinable @inline(__always) @_noAllocation @_noLocks get { BlockFlags(rawValue: 4) }
  }
  /// The source has fallen silent and may come back; the block holds no samples.
  package static var sourceInterrupted: BlockFlags {
    @inlinable @inline(__always) @_noAllocation @_noLocks get { BlockFlags(rawValue: 8) }
  }
}

/// The 64 bytes before the samples of a block: when they were taken and how.
///
/// The samples follow as Int32 counts, interleaved: shape [sampleCount][channelCount].
package struct SampleBlockHeader: BitwiseCopyable, Sendable {
  /// The time of the first sample.
  package var startTime: Timestamp
  /// The index of the first sample since the source started; missing samples are counted too.
  package var sampleIndex: Int64
  /// The nominal rate.
  package var sampleRate: SampleRate
  /// When the block was committed to the ring.
  package var committedAt: MonotonicInstant
  package var channelCount: UInt32
  package var sampleCount: UInt32
  /// Estimated clock error, `UInt32.max` when unsynchronised.
  package var clockErrorMicroseconds: UInt32
  package var flags: BlockFlags
  /// Samples missing before this block; zero without `followsGap` or when only the clock stepped.
  package var missingSampleCount: Int64
  /// The source's true rate, by which its samples are timed; filters and windows count in
  /// `sampleRate`.
  package var measuredRate: SampleRate

  @_noAllocation @_noLocks
  package init(
    startTime: Timestamp, sampleIndex: Int64, sampleRate: SampleRate, channelCount: UInt32,
    sampleCount: UInt32, flags: BlockFlags = BlockFlags(rawValue: 0),
    clockErrorMicroseconds: UInt32 = .max, missingSampleCount: Int64 = 0,
    measuredRate: SampleRate? = nil
  ) {
    self.startTime = startTime
    self.sampleIndex = sampleIndex
    self.sampleRate = sampleRate
    self.committedAt = MonotonicInstant(nanoseconds: 0)
    self.channelCount = channelCount
    self.sampleCount = sampleCount
    self.clockErrorMicroseconds = clockErrorMicroseconds
    self.flags = flags
    self.missingSampleCount = missingSampleCount
    self.measuredRate = measuredRate ?? sampleRate
  }

  /// The header of sample `offset` as a block of its own.
  @_noAllocation @_noLocks
  package func single(_ offset: Int) -> SampleBlockHeader {
    var header = self
    header.startTime = time(ofSample: Int64(offset))
    header.sampleIndex = sampleIndex &+ Int64(offset)
    header.sampleCount = 1
    if offset > 0 {
      header.flags = BlockFlags(rawValue: flags.rawValue & ~BlockFlags.followsGap.rawValue)
      header.missingSampleCount = 0
    }
    return header
  }

  /// The time of sample `offset` of this block.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  package func time(ofSample offset: Int64) -> Timestamp {
    startTime.advanced(byNanoseconds: measuredRate.nanoseconds(ofSamples: offset))
  }
}
