/// The ratio that the trigger decides on, by any of its algorithms.
package struct ShortToLongTermRatio: BitwiseCopyable, Sendable {
  private enum Kind: BitwiseCopyable, Sendable {
    case recursive(RecursiveSTALTA)
    case classic(ClassicSTALTA)
    case delayed(DelayedSTALTA)
    case allen(AllenCharacteristic)
  }

  private var kind: Kind
  /// How many samples come before the first ratio.
  package let warmUpSampleCount: Int64

  /// A ratio of an algorithm and lengths.
  ///
  /// - Parameters:
  ///   - algorithm: How it compares.
  ///   - lengths: Of its windows.
  ///   - memory: Made for this algorithm and these lengths and for this ratio alone; whoever holds the
  ///     ratio keeps it. Recursive averages need none.
  package init(
    _ algorithm: Trigger.Algorithm, _ lengths: WindowLengths, in memory: WindowMemory? = nil
  ) {
    switch algorithm {
    case .recursive:
      kind = .recursive(RecursiveSTALTA(lengths))
      warmUpSampleCount = lengths.longTermSampleCount
    case .allen:
      kind = .allen(AllenCharacteristic(lengths))
      warmUpSampleCount = lengths.longTermSampleCount
    case .classic:
      kind = .classic(ClassicSTALTA(lengths, in: Self.require(memory)))
      warmUpSampleCount = lengths.longTermSampleCount - 1
    case .delayed:
      let delayed = DelayedSTALTA(lengths, in: Self.require(memory))
      kind = .delayed(delayed)
      warmUpSampleCount = delayed.mutedSampleCount
    }
  }

  private static func require(_ memory: WindowMemory?) -> WindowMemory {
    guard let memory else { preconditionFailure("this algorithm needs its window memory") }
    return memory
  }

  /// Takes one sample of at most 24 bits; a frozen long-term average keeps its value.
  @inline(__always) @_noAllocation @_noLocks
  package mutating func process(_ counts: Int32, isLongTermFrozen: Bool) {
    switch kind {
    case .recursive(var ratio):
      ratio.process(counts, isLongTermFrozen: isLongTermFrozen)
      kind = .recursive(ratio)
    case .classic(var ratio):
      ratio.process(counts, isLongTermFrozen: isLongTermFrozen)
      kind = .classic(ratio)
    case .delayed(var ratio):
      ratio.process(counts, isLongTermFrozen: isLongTermFrozen)
      kind = .delayed(ratio)
    case .allen(var ratio):
      ratio.process(counts, isLongTermFrozen: isLongTermFrozen)
      kind = .allen(ratio)
    }
  }

  /// Whether the ratio reaches the threshold, decided without a division; false in the warm-up.
  ///
  /// - Parameter thresholdQ8: The ratio × 256, below 2¹⁶.
  /// - Returns: The decision, for the classic and the delayed windows exact.
  @_noAllocation @_noLocks
  package func isRatioAtLeast(thresholdQ8: Int64) -> Bool {
    switch kind {
    case .recursive(let ratio): ratio.isRatioAtLeast(thresholdQ8: thresholdQ8)
    case .classic(let ratio): ratio.sums().isRatioAtLeast(thresholdQ8: thresholdQ8)
    case .delayed(let ratio): ratio.sums().isRatioAtLeast(thresholdQ8: thresholdQ8)
    case .allen(let ratio): ratio.isRatioAtLeast(thresholdQ8: thresholdQ8)
    }
  }

  /// The mean energy of the short term, counts² × 2¹⁶.
  package var shortTermAverageQ16: Int64 {
    @_noAllocation @_noLocks get {
      switch kind {
      case .recursive(let ratio): ratio.shortTermAverageQ16
      case .classic(let ratio): ratio.sums().shortTermAverageQ16()
      case .delayed(let ratio): ratio.sums().shortTermAverageQ16()
      case .allen(let ratio): ratio.shortTermAverageQ16()
      }
    }
  }

  /// The ratio in thousandths, rounded toward zero and 0 in the warm-up: for pictures and logs, no
  /// decision uses it.
  package var ratioThousandths: Int64 {
    switch kind {
    case .recursive(let ratio): ratio.ratioThousandths
    case .classic(let ratio): ratio.sums().ratioThousandths()
    case .delayed(let ratio): ratio.sums().ratioThousandths()
    case .allen(let ratio): ratio.ratioThousandths()
    }
  }

  /// Forgets everything, as after a gap.
  @_noAllocation @_noLocks
  package mutating func restart() {
    switch kind {
    case .recursive(var ratio):
      ratio.restart()
      kind = .recursive(ratio)
    case .classic(var ratio):
      ratio.restart()
      kind = .classic(ratio)
    case .delayed(var ratio):
      ratio.restart()
      kind = .delayed(ratio)
    case .allen(var ratio):
      ratio.restart()
      kind = .allen(ratio)
    }
  }
}
