internal import Recording
internal import SampleRing
internal import SeismicTypes

/// One source's ring as the archive's thread serves it.
final class ArchiveLane {
  private var consumer: SampleConsumer
  let losses: ArchiveLosses

  /// Blocks a turn, so that flushes are never late by much.
  private static let largestTurn = 256

  init(_ consumer: consuming SampleConsumer, losses: ArchiveLosses) {
    self.consumer = consumer
    self.losses = losses
  }

  /// Archives what the ring holds, up to a turn's blocks; whether there was any.
  func turn(_ archive: Archive, source: Int) -> Bool {
    var blocks = 0
    while blocks < Self.largestTurn, Self.take(&consumer, archive, source) {
      consumer.release()
      blocks += 1
    }
    return blocks > 0
  }

  /// One block, whose span must not outlive the look at it.
  private static func take(
    _ consumer: inout SampleConsumer, _ archive: Archive, _ source: Int
  ) -> Bool {
    guard let block = consumer.peek() else { return false }
    archive.process(block.header, block.counts, ofSource: source)
    return true
  }
}
