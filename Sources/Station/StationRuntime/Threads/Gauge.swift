internal import Synchronization

/// A figure that one thread publishes and others read, for heartbeats and the log.
struct Gauge: ~Copyable, Sendable {
  private let word: Atomic<Int64>

  init(_ value: Int64) { word = Atomic(value) }

  /// The figure last published.
  var value: Int64 {
    // Ordering: relaxed, a statistic that nothing else depends on.
    word.load(ordering: .relaxed)
  }

  /// Publishes a figure; one thread does.
  func publish(_ value: Int64) {
    // Ordering: relaxed, a statistic that nothing else depends on.
    word.store(value, ordering: .relaxed)
  }
}
