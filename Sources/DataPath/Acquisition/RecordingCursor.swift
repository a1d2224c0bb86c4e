import SeismicTypes

/// The moving part of a reader: no references, so that the hot path counts none.
struct RecordingCursor: BitwiseCopyable, Sendable {
  private let frames: RecordedFrames
  private let channelCount: Int
  private let sampleRate: SampleRate
  private let shiftNanoseconds: Int64
  private let clockErrorMicroseconds: UInt32
  private var stretch = 0
  private var offset = 0
  private var hasEnded = false

  init(
    _ recording: Recording, timeBase: RecordingReader.TimeBase, clockErrorMicroseconds: UInt32
  ) {
    frames = RecordedFrames(recording)
    channelCount = recording.channels.count
    sampleRate = recording.sampleRate
    self.clockErrorMicroseconds = clockErrorMicroseconds
    switch timeBase {
    case .recorded: shiftNanoseconds = 0
    case .startingAt(let time):
      shiftNanoseconds = time.nanoseconds &- recording.startTime.nanoseconds
    }
  }

  @_noAllocation @_noLocks
  mutating func next(
    into counts: inout MutableSpan<Int32>, header: inout SampleBlockHeader
  ) -> Bool {
    guard stretch < frames.stretchCount else { return end(header: &header) }
    let current = frames.stretch(stretch)
    let capacity = counts.count / channelCount
    let remaining = current.frameCount &- offset
    let frameCount = capacity < remaining ? capacity : remaining
    guard frameCount > 0 else { return false }
    header = describe(frameCount, of: current)
    frames.copy(
      from: (current.firstFrame &+ offset) &* channelCount, count: frameCount &* channelCount,
      into: &counts)
    offset &+= frameCount
    if offset == current.frameCount {
      stretch &+= 1
      offset = 0
    }
    return true
  }

  @_noAllocation @_noLocks
  private func describe(_ frameCount: Int, of current: RecordedStretch) -> SampleBlockHeader {
    let start = current.startNanoseconds &+ shiftNanoseconds
    var flags = BlockFlags(rawValue: 0)
    if clockErrorMicroseconds == .max { flags = BlockFlags.clockUnsynchronised }
    let followsGap = offset == 0 && current.missingSampleCount > 0
    if followsGap { flags = BlockFlags(rawValue: flags.rawValue | BlockFlags.followsGap.rawValue) }
    return SampleBlockHeader(
      startTime: Timestamp(
        nanoseconds: start &+ sampleRate.nanoseconds(ofSamples: Int64(offset))),
      sampleIndex: current.sampleIndex &+ Int64(offset), sampleRate: sampleRate,
      channelCount: UInt32(truncatingIfNeeded: channelCount),
      sampleCount: UInt32(truncatingIfNeeded: frameCount), flags: flags,
      clockErrorMicroseconds: clockErrorMicroseconds,
      missingSampleCount: followsGap ? current.missingSampleCount : 0)
  }

  /// The block without samples that ends the source, once.
  @_noAllocation @_noLocks
  private mutating func end(header: inout SampleBlockHeader) -> Bool {
    guard !hasEnded else { return false }
    hasEnded = true
    let last = frames.stretch(frames.stretchCount &- 1)
    offset = last.frameCount
    header = describe(0, of: last)
    header.flags = BlockFlags(rawValue: header.flags.rawValue | BlockFlags.endOfSource.rawValue)
    return true
  }
}
