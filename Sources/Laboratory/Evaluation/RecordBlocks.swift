internal import SeismicTypes

/// Cuts a record into blocks, never across a gap, and always after a given sample.
struct RecordBlocks {
  private let counts: RecordCounts
  private let samplesPerBlock: Int
  private let cut: Int64?
  private var stretch = 0
  private var offset = 0
  private var range = 0..<0
  private var current = 0
  /// The last sample of the block that `next` described.
  private(set) var newestSampleIndex: Int64 = .min

  init(_ counts: RecordCounts, samplesPerBlock: Int, endingAt cut: Int64?) {
    self.counts = counts
    self.samplesPerBlock = samplesPerBlock
    self.cut = cut
  }

  /// The next block, or nil at the end.
  mutating func next() -> SampleBlockHeader? {
    guard stretch < counts.stretches.count else { return nil }
    let whole = counts.stretches[stretch]
    let frameCount = whole.counts.count / counts.channelCount
    let first = whole.sampleIndex + Int64(offset)
    var count = min(samplesPerBlock, frameCount - offset)
    if let cut, cut >= first { count = min(count, Int(cut - first) + 1) }
    var header = SampleBlockHeader(
      startTime: whole.startTime.advanced(
        byNanoseconds: counts.sampleRate.nanoseconds(ofSamples: Int64(offset))),
      sampleIndex: first, sampleRate: counts.sampleRate,
      channelCount: UInt32(counts.channelCount), sampleCount: UInt32(count))
    if offset == 0 && whole.missingSampleCount > 0 {
      header.flags = .followsGap
      header.missingSampleCount = whole.missingSampleCount
    }
    current = stretch
    range = (offset * counts.channelCount)..<((offset + count) * counts.channelCount)
    newestSampleIndex = first + Int64(count) - 1
    offset += count
    if offset == frameCount { (stretch, offset) = (stretch + 1, 0) }
    return header
  }

  /// Gives out the counts of the block that `next` described.
  func withCounts(_ body: (Span<Int32>) -> Void) {
    let whole = counts.stretches[current].counts
    let span = whole.span
    body(span.extracting(range))
  }
}
