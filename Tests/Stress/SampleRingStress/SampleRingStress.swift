/// Hammers the rings from real threads; run it under ThreadSanitizer with `run-ring-stress`.
///
/// Two arguments: the messages per scenario, 1,000,000 if absent, and the longest that a scenario of two
/// threads which never sleep goes on, 60 s if absent.
@main
enum SampleRingStress {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst().map { Int($0) }
    let messageCount = arguments.first.flatMap { $0 } ?? 1_000_000
    let seconds = arguments.dropFirst().first.flatMap { $0 } ?? 60
    for slotCount in [1, 2, 3, 7, 64] {
      SlotStress.run(slotCount: slotCount, messageCount: messageCount, seconds: seconds)
    }
    for (sourceCount, slotCount) in [(1, 1), (1, 4), (3, 3), (2, 64)] {
      BlockStress.run(
        sourceCount: sourceCount, slotCount: slotCount, blockCount: messageCount / sourceCount)
    }
    print("passed")
  }
}
