package import SeismicTypes

/// Puts a device's blocks on the station's time line: indices without holes, UTC, missing samples.
package struct SourceTimeline: Sendable {
  /// Where the first frame of a block stands.
  package struct Placement: BitwiseCopyable, Sendable {
    package var startTime: Timestamp
    package var sampleIndex: Int64
    /// Samples that are missing before the block.
    package var missingSampleCount: Int64
    package var flags: BlockFlags
    package var clockErrorMicroseconds: UInt32
  }

  private let sampleRate: SampleRate
  private let delayNanoseconds: Int64
  private var nextSampleIndex: Int64 = 0
  private var nextSampleRawNanoseconds: Int64?

  /// - Parameters:
  ///   - sampleRate: The nominal rate.
  ///   - delayNanoseconds: The group delay of sensor and filters, taken off every stamp.
  package init(sampleRate: SampleRate, delayNanoseconds: Int64) {
    self.sampleRate = sampleRate
    self.delayNanoseconds = delayNanoseconds
  }

  /// Places a block of at least one frame.
  ///
  /// - Parameters:
  ///   - block: What the device says of it.
  ///   - clock: The clocks after the read.
  /// - Returns: Its place.
  package mutating func place(_ block: DeviceBlock, at clock: ClockReading) -> Placement {
    let length = sampleRate.nanoseconds(ofSamples: Int64(block.frameCount) - 1)
    let first = block.newestFrameRawNanoseconds &- delayNanoseconds &- length
    let missing = missingSampleCount(before: block, firstFrameAt: first)
    nextSampleIndex &+= missing
    let index = nextSampleIndex
    nextSampleIndex &+= Int64(block.frameCount)
    nextSampleRawNanoseconds =
      first &+ sampleRate.nanoseconds(ofSamples: Int64(block.frameCount))
    var flags = BlockFlags(rawValue: 0)
    if missing > 0 { flags = BlockFlags.followsGap }
    if clock.errorMicroseconds == .max {
      flags = BlockFlags(rawValue: flags.rawValue | BlockFlags.clockUnsynchronised.rawValue)
    }
    return Placement(
      startTime: Timestamp(nanoseconds: first &+ clock.offsetNanoseconds), sampleIndex: index,
      missingSampleCount: missing, flags: flags,
      clockErrorMicroseconds: clock.errorMicroseconds)
  }

  private func missingSampleCount(before block: DeviceBlock, firstFrameAt first: Int64) -> Int64 {
    guard let expected = nextSampleRawNanoseconds else { return 0 }
    if let lost = block.lostFrameCount { return max(0, lost) }
    let late = first &- expected
    return late <= 0 ? 0 : sampleRate.nearestSampleCount(nanoseconds: late)
  }
}
