/// How many datagrams a receiver accepted, knew already, and refused for which reason.
package struct ReceptionCounts: BitwiseCopyable, Sendable {
  package internal(set) var acceptedCount: UInt64 = 0
  package internal(set) var duplicateCount: UInt64 = 0
  private var refused: InlineArray<12, UInt64> = InlineArray(repeating: 0)

  package init() {}

  package func refusedCount(_ reason: RefusalReason) -> UInt64 { refused[Int(reason.rawValue)] }

  mutating func countRefusal(_ reason: RefusalReason) { refused[Int(reason.rawValue)] += 1 }
}
