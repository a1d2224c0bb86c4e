package import SeismicTypes

/// How long blocks wait until they have been processed, and how many missed their deadline.
///
/// A block's deadline is the time its own samples last, at least a millisecond: a station that is later
/// falls behind its sensor.
package struct BlockDeadlines: BitwiseCopyable {
  package private(set) var blockCount: Int64 = 0
  package private(set) var missCount: Int64 = 0
  package private(set) var longestNanoseconds: Int64 = 0

  @_noAllocation @_noLocks
  package init() {}

  /// Takes note of a block that has just been processed.
  ///
  /// - Parameters:
  ///   - header: The block's.
  ///   - now: The instant, on the clock of `committedAt`.
  @_noAllocation @_noLocks
  package mutating func note(_ header: SampleBlockHeader, at now: Int64) {
    let age = now &- header.committedAt.nanoseconds
    let period = header.sampleRate.nanoseconds(ofSamples: Int64(header.sampleCount))
    blockCount &+= 1
    if age > longestNanoseconds { longestNanoseconds = age }
    if age > (period > 1_000_000 ? period : 1_000_000) { missCount &+= 1 }
  }
}
