extension CBORReader {
  /// Passes over one item of any kind, holding it to every rule of the contract.
  ///
  /// `level` is the nesting level of the item, were it a container. The payload's is 1, and containers
  /// below 4 are refused, which bounds the recursion.
  package mutating func skip(level: Int) throws(RefusalReason) {
    let head = try head()
    switch head.majorType {
    case 0, 1, 7: return
    case 2: try advance(by: head.argument)
    case 3: _ = try textBody(count: head.argument, maximumCount: 32)
    case 4: try skipElements(count: head.argument, level: level)
    case 5: try skipEntries(count: head.argument, level: level)
    default: throw .structure
    }
  }

  /// Every element takes at least one byte, so a false count ends at the end of the bytes.
  private mutating func skipElements(count: UInt64, level: Int) throws(RefusalReason) {
    guard level <= 4 else { throw .structure }
    var remaining = count
    while remaining > 0 {
      try skip(level: level + 1)
      remaining -= 1
    }
  }

  private mutating func skipEntries(count: UInt64, level: Int) throws(RefusalReason) {
    guard level <= 4 else { throw .structure }
    var remaining = count
    var previous: UInt64?
    while remaining > 0 {
      previous = try key(after: previous)
      try skip(level: level + 1)
      remaining -= 1
    }
  }
}
