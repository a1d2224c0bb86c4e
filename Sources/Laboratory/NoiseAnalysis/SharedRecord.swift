import SeismicTypes

/// The samples that records of one channel each have in common: what sensors side by side saw at the
/// same time.
///
/// Records are laid over each other to the nearest sample; what is left, less than half a sample, is a
/// delay, which coherences and Sleeman's quotients do not see.
package struct SharedRecord: Sendable {
  package let channelTexts: [String]
  package let sampleRateHertz: Double
  /// Shape [stretch][channel][sampleCount].
  package let stretches: [[[Int32]]]

  /// Finds the common samples.
  ///
  /// - Parameters:
  ///   - records: One channel each, all of one rate.
  ///   - files: Their names, for messages.
  ///   - segmentSeconds: The shortest stretch that is of use.
  /// - Throws: `NoiseError` for records of other rates, of several channels, or of other times.
  package init(
    _ records: [NoiseRecord], files: [String], segmentSeconds: Double
  ) throws(NoiseError) {
    precondition(!records.isEmpty && records.count == files.count)
    let rate = records[0].sampleRateHertz
    for (record, file) in zip(records, files) {
      guard record.channelTexts.count == 1 else {
        throw .notOneChannel(file: file, channels: record.channelTexts)
      }
      // Digitizers that measure their own rate write it anew: 100 ppm are one rate.
      guard abs(record.sampleRateHertz - rate) <= rate * 1e-4 else {
        throw .ratesDiffer(file: file, hertz: record.sampleRateHertz, expectedHertz: rate)
      }
    }
    let origin = records[0].stretches.first?.startTime ?? Timestamp(nanoseconds: 0)
    let pieces = records.map { Self.pieces(of: $0, since: origin, rate) }
    let shortest = max(Int(rate * segmentSeconds), 32)
    var common = pieces[0].map { $0.range }
    for others in pieces.dropFirst() { common = Self.overlaps(common, others.map { $0.range }) }
    let long = common.filter { $0.count >= shortest }
    guard !long.isEmpty else {
      throw .noCommonTime(
        files: files, commonSeconds: Double(common.map(\.count).max() ?? 0) / rate,
        segmentSeconds: segmentSeconds)
    }
    channelTexts = records.map { $0.channelTexts[0] }
    sampleRateHertz = rate
    stretches = long.map { range in
      pieces.map { pieces in Self.samples(range, from: pieces) }
    }
  }

  /// A stretch with the numbers of its samples, counted from the first record's start.
  private struct Piece {
    var range: Range<Int>
    var samples: [Int32]
  }

  private static func pieces(
    of record: NoiseRecord, since origin: Timestamp, _ rate: Double
  ) -> [Piece] {
    record.stretches.map { stretch in
      let seconds = Double(stretch.startTime.nanoseconds - origin.nanoseconds) / 1e9
      let first = Int((seconds * rate).rounded())
      return Piece(
        range: first..<first + stretch.sampleCount, samples: stretch.channels.first ?? [])
    }
  }

  private static func overlaps(_ some: [Range<Int>], _ others: [Range<Int>]) -> [Range<Int>] {
    some.flatMap { range in
      others.map { range.clamped(to: $0) }.filter { !$0.isEmpty }
    }
  }

  private static func samples(_ range: Range<Int>, from pieces: [Piece]) -> [Int32] {
    for piece in pieces where piece.range.lowerBound <= range.lowerBound {
      guard piece.range.upperBound >= range.upperBound else { continue }
      let start = range.lowerBound - piece.range.lowerBound
      return Array(piece.samples[start..<start + range.count])
    }
    return []
  }
}
