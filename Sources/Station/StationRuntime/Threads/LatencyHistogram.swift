/// How old samples were when their block stood in the ring, counted in fixed classes.
package struct LatencyHistogram: Sendable {
  /// The classes' upper edges in microseconds; a last class holds what is older.
  private static var edges: [Int64] {
    [
      100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
      2_000_000, 5_000_000, 10_000_000,
    ]
  }

  private let edges = Self.edges
  private var counts = [Int64](repeating: 0, count: Self.edges.count + 1)
  /// Samples so far.
  package private(set) var count: Int64 = 0
  /// Samples stamped later than they stood in the ring: a double that runs ahead of time.
  private var earlyCount: Int64 = 0
  private var longestMicroseconds: Int64 = 0

  package init() {}

  /// Counts a block's samples.
  ///
  /// - Parameters:
  ///   - nanoseconds: The age of the newest sample.
  ///   - sampleCount: How many samples the block has.
  ///   - periodNanoseconds: The time between two of them.
  package mutating func count(
    newestAge nanoseconds: Int64, sampleCount: Int, periodNanoseconds: Int64
  ) {
    for sample in 0..<sampleCount {
      let microseconds = (nanoseconds + Int64(sample) * periodNanoseconds) / 1000
      count += 1
      if microseconds < 0 { earlyCount += 1 }
      longestMicroseconds = max(longestMicroseconds, microseconds)
      counts[place(of: microseconds)] += 1
    }
  }

  /// The histogram in words: classes that hold samples, by their upper edge.
  package var text: String {
    var text = "samples=\(count) longestMicroseconds=\(longestMicroseconds)"
    if earlyCount > 0 { text += " early=\(earlyCount)" }
    for place in counts.indices where counts[place] > 0 {
      let edge = place < edges.count ? "upTo\(edges[place])us" : "more"
      text += " \(edge)=\(counts[place])"
    }
    return text
  }

  private func place(of microseconds: Int64) -> Int {
    var place = 0
    while place < edges.count && microseconds > edges[place] { place += 1 }
    return place
  }
}
