/// The largest velocity in each of nine octaves: 0.09375–0.1875, …, 24–48 Hz (those of EPIC).
///
/// In nm/s, saturated at 2.1 m/s: an octave of ground motion has not been seen to reach that.
public struct BandPeaks: BitwiseCopyable, Sendable {
  public static var count: Int { @inlinable @inline(__always) @_noAllocation @_noLocks get { 9 } }

  @usableFromInline var peaksNanometresPerSecond: InlineArray<9, Int32> = InlineArray(repeating: 0)

  @_noAllocation @_noLocks
  package init() {}

  /// The peak of octave `index`, 0 (lowest) … 8, in nm/s.
  public subscript(_ index: Int) -> Int32 {
    @inlinable @inline(__always) @_noAllocation @_noLocks get { peaksNanometresPerSecond[index] }
    @inlinable @inline(__always) @_noAllocation @_noLocks set {
      peaksNanometresPerSecond[index] = newValue
    }
  }
}

extension BandPeaks: Equatable {
  @_noAllocation @_noLocks
  public static func == (lhs: BandPeaks, rhs: BandPeaks) -> Bool {
    for index in 0..<9 where lhs[index] != rhs[index] { return false }
    return true
  }
}

extension BandPeaks {
  /// Sets every octave to zero.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func clear() {
    var index = 0
    while index < 9 {
      peaksNanometresPerSecond[index] = 0
      index &+= 1
    }
  }

  /// Raises each peak to the other's where that is larger.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func raise(to other: BandPeaks) {
    var index = 0
    while index < 9 {
      // Without a branch: which octaves rise cannot be foretold.
      self[index] = other[index] > self[index] ? other[index] : self[index]
      index &+= 1
    }
  }

  /// Exchanges octave by octave, so that the first holds the smaller of each two.
  @_noAllocation @_noLocks
  package mutating func order(with other: inout BandPeaks) {
    var index = 0
    while index < 9 {
      if self[index] > other[index] {
        let held = self[index]
        self[index] = other[index]
        other[index] = held
      }
      index &+= 1
    }
  }
}
