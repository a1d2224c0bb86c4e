import SeismicTypes

/// The three chains as they stood before a channel jumped, to return to where that was a fault.
struct ChainMemory: BitwiseCopyable {
  var vertical = ComponentChain()
  var north = ComponentChain()
  var east = ComponentChain()

  @_noAllocation @_noLocks
  init() {}
}

extension Conditioner {
  /// Keeps the chains where a jump begins and brings them back where one proved a fault.
  ///
  /// One memory serves all channels: it holds the state before the first of the jumps that are open. A
  /// second channel's chain then returns up to half a second further back, which at rest is no
  /// difference.
  @inline(never) @_noAllocation @_noLocks
  mutating func rememberChains() {
    var faulty: UInt8 = 0
    let sets = componentsOfChannel
    if verticalGuard.endsFault { faulty |= sets.first.rawValue }
    if !isSingle && northGuard.endsFault { faulty |= sets.second.rawValue }
    if !isSingle && eastGuard.endsFault { faulty |= sets.third.rawValue }
    let components = ComponentSet(rawValue: faulty)
    if components.has(.vertical) { verticalChain = memory.vertical }
    if components.has(.north) { northChain = memory.north }
    if components.has(.east) { eastChain = memory.east }
    let begins =
      verticalGuard.beginsJump || !isSingle && (northGuard.beginsJump || eastGuard.beginsJump)
    let isInJump =
      verticalGuard.isInJump || !isSingle && (northGuard.isInJump || eastGuard.isInJump)
    guard begins && !isInJump else { return }
    memory.vertical = verticalChain
    memory.north = northChain
    memory.east = eastChain
  }
}
