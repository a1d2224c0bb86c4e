/// Hammers the rings from real threads; run it under ThreadSanitizer with `run-ring-stress`.
///
/// One argument: the messages per scenario, 1,000,000 if absent.
@main
enum SampleRingStress {
  static func main() {
    let messageCount = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
    for slotCount in [1, 2, 3, 7, 64] {
      SlotStress.run(slotCount: slotCount, messageCount: messageCount)
    }
    for (sourceCount, slotCount) in [(1, 1), (1, 4), (3, 3), (2, 64)] {
      BlockStress.run(
        sourceCount: sourceCount, slotCount: slotCount, blockCount: messageCount / sourceCount)
    }
    print("passed")
  }
}
