/// The last samples of a fixed number and the exact sum of their squares.
///
/// With samples of 24 bits a square is at most 2⁴⁶, so that fewer than 2¹⁷ of them fit Int64: the sum
/// has no error and never drifts, however long it runs.
///
/// `@safe`: `next` stays below the capacity, and `WindowMemory` outlives the window.
@safe
struct EnergyWindow: BitwiseCopyable, @unchecked Sendable {
  // @unchecked Sendable: only the one trigger built on the memory touches the samples.
  private let samples: UnsafeMutablePointer<Int32>
  let capacity: Int64
  private var next: Int64 = 0
  private var filledCount: Int64 = 0
  /// The sum of the squares of the samples in the window, counts².
  private(set) var energySum: Int64 = 0

  static var largestSampleCount: Int64 { (1 << 17) - 1 }

  /// A window in the memory from a place on; the memory has room for it.
  init(in memory: WindowMemory, from first: Int64, sampleCount: Int64) {
    unsafe samples = memory.samples + Int(first)
    capacity = sampleCount
  }

  /// Takes a sample in.
  ///
  /// - Parameter sample: At most 24 bits.
  /// - Returns: The sample that leaves the window for it, 0 while the window fills.
  @_noAllocation @_noLocks
  mutating func push(_ sample: Int32) -> Int32 {
    var dropped: Int32 = 0
    if filledCount < capacity {
      filledCount = filledCount &+ 1
    } else {
      dropped = unsafe samples[Int(truncatingIfNeeded: next)]
    }
    unsafe samples[Int(truncatingIfNeeded: next)] = sample
    next = next &+ 1 == capacity ? 0 : next &+ 1
    let added = Int64(sample)
    let removed = Int64(dropped)
    energySum = energySum &+ (added &* added &- removed &* removed)
    return dropped
  }

  /// Empties the window, at no cost for its length.
  @_noAllocation @_noLocks
  mutating func restart() {
    next = 0
    filledCount = 0
    energySum = 0
  }
}
