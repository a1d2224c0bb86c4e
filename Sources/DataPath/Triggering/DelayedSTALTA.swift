/// The delayed STA/LTA on the energy of the samples, exact: the long window ends before the short one
/// begins, so that no onset raises what it is measured against.
///
/// The short window holds the last S samples, the long one the L samples that end S + 1 before the
/// newest (Withers 1998, p. 98); the ratio counts as 0 for the first S + L + 50 samples, as in ObsPy.
/// ObsPy 1.5.1's own `delayed_sta_lta` adds the samples that leave its windows where it should
/// subtract them: its ratio stays near L/S for ever, and its decisions are not followed here.
struct DelayedSTALTA: BitwiseCopyable, Sendable {
  private var shortTerm: EnergyWindow
  private var longTerm: EnergyWindow
  /// The sample that left the short window last, one sample away from the long one.
  private var waiting: Int32 = 0
  private var seenSampleCount: Int64 = 0
  private let longTermFloorSum: Int64
  /// How many samples come before the first ratio.
  let mutedSampleCount: Int64

  /// Windows in memory made for these lengths.
  init(_ lengths: WindowLengths, in memory: WindowMemory) {
    shortTerm = EnergyWindow(in: memory, from: 0, sampleCount: lengths.shortTermSampleCount)
    longTerm = EnergyWindow(
      in: memory, from: lengths.shortTermSampleCount, sampleCount: lengths.longTermSampleCount)
    longTermFloorSum = lengths.longTermFloorSum
    mutedSampleCount = lengths.shortTermSampleCount + lengths.longTermSampleCount + 50
  }

  /// Takes one sample; a frozen long window leaves out those whose turn has come meanwhile.
  @_noAllocation @_noLocks
  mutating func process(_ counts: Int32, isLongTermFrozen: Bool) {
    seenSampleCount = seenSampleCount &+ 1
    if !isLongTermFrozen { _ = longTerm.push(waiting) }
    waiting = shortTerm.push(counts)
  }

  @_noAllocation @_noLocks
  func sums() -> EnergySums {
    EnergySums(
      shortTerm: shortTerm, longTerm: longTerm, longTermFloorSum: longTermFloorSum,
      isReady: seenSampleCount > mutedSampleCount)
  }

  @_noAllocation @_noLocks
  mutating func restart() {
    seenSampleCount = 0
    waiting = 0
    shortTerm.restart()
    longTerm.restart()
  }
}
