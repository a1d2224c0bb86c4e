/// Takes a spike back out of the samples that follow it, so that nothing of it is left once integrated.
///
/// A spike of acceleration leaves a velocity, its sum, and until that is taken back a displacement,
/// its sum times its age: the moment. Over four samples the line of least squares that repays both is
/// added; it stays below 4.2 times the spike. Spikes that follow sooner join the debt.
struct SpikeRepayment: BitwiseCopyable {
  /// How many samples repay a spike.
  static var sampleCount: Int64 { @_noAllocation @_noLocks get { 4 } }

  private var sum: Int64 = 0
  private var moment: Int64 = 0
  private var samplesLeft: Int64 = 0

  @_noAllocation @_noLocks
  init() {}

  var isDue: Bool { @inline(__always) @_noAllocation @_noLocks get { samplesLeft > 0 } }

  /// Takes on a spike that the present sample has proven.
  @_noAllocation @_noLocks
  mutating func add(sum: Int64, moment: Int64) {
    self.sum &+= sum
    self.moment &+= moment
    samplesLeft = Self.sampleCount
  }

  /// What to add to the present sample; the last one leaves no sum.
  ///
  /// With k samples left, sum S and moment M, the line is −(2(2k − 1)·S + 6·M) / (k·(k + 1)) now.
  @inline(never) @_noAllocation @_noLocks
  mutating func next() -> Int64 {
    let k = samplesLeft
    let amount =
      k == 1
      ? 0 &- sum : 0 &- (2 &* (2 &* k &- 1) &* sum &+ 6 &* moment) / (k &* (k &+ 1))
    samplesLeft &-= 1
    sum &+= amount
    moment = samplesLeft == 0 ? 0 : moment &+ sum
    return amount
  }
}
