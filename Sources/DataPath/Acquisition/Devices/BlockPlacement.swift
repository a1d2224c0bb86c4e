package import SeismicTypes

/// Where a block stands on the station's time line.
package struct BlockPlacement: BitwiseCopyable, Sendable {
  /// UTC of the first sample.
  package var startTime: Timestamp
  /// The first sample on CLOCK_MONOTONIC_RAW.
  package var startRawNanoseconds: Int64
  package var sampleIndex: Int64
  /// Samples that are missing before the block.
  package var missingSampleCount: Int64
  /// Whether samples are missing before the block or time jumped against them.
  package var isBroken: Bool
  /// What UTC did since the block before.
  package var clockStep: ClockStep
  /// The source's true rate as far as it is known.
  package var measuredRate: SampleRate
  /// Of the kernel's clock and the stamps, `UInt32.max` when unsynchronised.
  package var clockErrorMicroseconds: UInt32

  /// The block's flags.
  package var flags: BlockFlags {
    var flags = BlockFlags(rawValue: 0)
    if isBroken { flags.insert(.followsGap) }
    if clockErrorMicroseconds == .max { flags.insert(.clockUnsynchronised) }
    return flags
  }
}

/// A source's true rate, for the log.
package struct RateReport: Equatable, Sendable {
  package var measured: SampleRate
  package var nominal: SampleRate
  /// How far the stamps lie from the fitted line.
  package var jitterNanoseconds: Int64
  /// The time that the fit rests on, at most ten minutes.
  package var spanNanoseconds: Int64

  /// The measured rate against the nominal one, in parts per billion.
  package var partsPerBillion: Int64 {
    let difference = Int128(measured.microhertz - nominal.microhertz) * 1_000_000_000
    return Int64(truncatingIfNeeded: difference / Int128(nominal.microhertz))
  }
}
