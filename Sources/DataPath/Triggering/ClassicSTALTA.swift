/// The classic STA/LTA on the energy of the samples, exact.
///
/// The ratio of the mean energy of the last S samples to that of the last L, both windows ending at
/// the same sample (Withers 1998; ObsPy's `classic_sta_lta`); it counts as 0 before L samples. Both
/// are sums in Int64 without any error and the decision compares products of 128 bits, so the
/// decision is that of exact arithmetic. While the long window is frozen it takes no samples.
struct ClassicSTALTA: BitwiseCopyable, Sendable {
  private var shortTerm: EnergyWindow
  private var longTerm: EnergyWindow
  private var seenSampleCount: Int64 = 0
  private let longTermFloorSum: Int64

  /// Windows in memory made for these lengths.
  init(_ lengths: WindowLengths, in memory: WindowMemory) {
    shortTerm = EnergyWindow(in: memory, from: 0, sampleCount: lengths.shortTermSampleCount)
    longTerm = EnergyWindow(
      in: memory, from: lengths.shortTermSampleCount, sampleCount: lengths.longTermSampleCount)
    longTermFloorSum = lengths.longTermFloorSum
  }

  @_noAllocation @_noLocks
  mutating func process(_ counts: Int32, isLongTermFrozen: Bool) {
    seenSampleCount = seenSampleCount &+ 1
    _ = shortTerm.push(counts)
    if !isLongTermFrozen { _ = longTerm.push(counts) }
  }

  @_noAllocation @_noLocks
  func sums() -> EnergySums {
    EnergySums(
      shortTerm: shortTerm, longTerm: longTerm, longTermFloorSum: longTermFloorSum,
      isReady: seenSampleCount >= longTerm.capacity)
  }

  @_noAllocation @_noLocks
  mutating func restart() {
    seenSampleCount = 0
    shortTerm.restart()
    longTerm.restart()
  }
}
