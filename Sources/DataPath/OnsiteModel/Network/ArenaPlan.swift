/// Finds a place in one arena for blocks that live from a first to a last step.
///
/// The largest blocks are placed first, each in the lowest gap among those placed that live at the same
/// time (the greedy plan of TensorFlow Lite Micro). Places are multiples of 16.
struct ArenaPlan {
  struct Block {
    let byteCount: Int
    let firstStep: Int
    var lastStep: Int
    fileprivate(set) var start = -1

    init(byteCount: Int, firstStep: Int, lastStep: Int) {
      self.byteCount = (byteCount + 15) & ~15
      self.firstStep = firstStep
      self.lastStep = lastStep
    }

    fileprivate func overlaps(_ other: Block) -> Bool {
      firstStep <= other.lastStep && other.firstStep <= lastStep
    }
  }

  private(set) var blocks: [Block] = []
  private(set) var byteCount = 0

  /// Adds a block and returns its number.
  mutating func add(_ block: Block) -> Int {
    blocks.append(block)
    return blocks.count - 1
  }

  mutating func extend(_ number: Int, toStep step: Int) {
    blocks[number].lastStep = max(blocks[number].lastStep, step)
  }

  /// Gives every block its place.
  mutating func place() {
    for _ in 0..<blocks.count {
      var largest = -1
      for (index, block) in blocks.enumerated() where block.start < 0 {
        if largest < 0 || block.byteCount > blocks[largest].byteCount { largest = index }
      }
      let start = lowestGap(for: blocks[largest])
      blocks[largest].start = start
      byteCount = max(byteCount, start + blocks[largest].byteCount)
    }
  }

  private func lowestGap(for block: Block) -> Int {
    var start = 0
    var hasMoved = true
    while hasMoved {
      hasMoved = false
      for other in blocks where other.start >= 0 && other.overlaps(block) {
        guard start < other.start + other.byteCount, other.start < start + block.byteCount else {
          continue
        }
        start = other.start + other.byteCount
        hasMoved = true
      }
    }
    return start
  }
}
