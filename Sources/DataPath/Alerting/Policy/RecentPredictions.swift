/// The predicted PGV of the last three windows, so that an onset is held against what was predicted
/// before it began.
struct RecentPredictions: BitwiseCopyable {
  private struct Entry: BitwiseCopyable {
    var sampleIndex: Int64 = .min
    var pgvLog10Thousandths: Int32 = .min
  }

  private var newest = Entry()
  private var middle = Entry()
  private var oldest = Entry()

  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  mutating func put(pgvLog10Thousandths: Int32, at sampleIndex: Int64) {
    oldest = middle
    middle = newest
    newest.sampleIndex = sampleIndex
    newest.pgvLog10Thousandths = pgvLog10Thousandths
  }

  /// The newest prediction made at or before a sample, or else the oldest that is known; `Int32.min`
  /// where there is none.
  @_noAllocation @_noLocks
  func pgvLog10Thousandths(before sampleIndex: Int64) -> Int32 {
    if newest.sampleIndex <= sampleIndex { return newest.pgvLog10Thousandths }
    if middle.sampleIndex <= sampleIndex && middle.sampleIndex != .min {
      return middle.pgvLog10Thousandths
    }
    if oldest.sampleIndex != .min { return oldest.pgvLog10Thousandths }
    return middle.sampleIndex != .min ? middle.pgvLog10Thousandths : newest.pgvLog10Thousandths
  }
}
