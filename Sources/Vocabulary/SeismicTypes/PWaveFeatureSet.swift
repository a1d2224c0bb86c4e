/// A set of the features of a `PWaveWindow`.
package struct PWaveFeatureSet: OptionSet, BitwiseCopyable, Sendable {
  package let rawValue: UInt32

  @inlinable @_noAllocation @_noLocks
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Whether every feature of `features` is in the set.
  @inlinable @_noAllocation @_noLocks
  package func has(_ features: PWaveFeatureSet) -> Bool {
    rawValue & features.rawValue == features.rawValue
  }

  /// The set with `features` added; `OptionSet.union` is generic code.
  @inlinable @_noAllocation @_noLocks
  package func adding(_ features: PWaveFeatureSet) -> PWaveFeatureSet {
    PWaveFeatureSet(rawValue: rawValue | features.rawValue)
  }

  package static var pa: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 0) }
  }
  package static var pv: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 1) }
  }
  package static var pd: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 2) }
  }
  package static var tauC: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 3) }
  }
  package static var tauP: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 4) }
  }
  package static var iv2: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 5) }
  }
  package static var id2: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 6) }
  }
  package static var cav: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 7) }
  }
  package static var arias: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 8) }
  }
  package static var power: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 9) }
  }
  package static var pvAboveHalfHertz: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 10) }
  }
  package static var pdAboveHalfHertz: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 11) }
  }
  package static var tauCAboveHalfHertz: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 12) }
  }
  package static var dominantFrequency: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 13) }
  }
  package static var horizontalToVertical: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 14) }
  }
  package static var polarity: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 1 << 15) }
  }

  /// The peak velocity of an octave, 0…8 as in `BandPeaks`.
  @inlinable @_noAllocation @_noLocks
  package static func band(_ index: Int) -> PWaveFeatureSet {
    PWaveFeatureSet(rawValue: 1 &<< UInt32(truncatingIfNeeded: 16 &+ index))
  }

  /// Pa, Pv and Pd, and the latter two above 0.5 Hz.
  package static var amplitudes: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: 0b1100_0000_0111) }
  }

  /// Every feature there is.
  package static var all: PWaveFeatureSet {
    @inlinable @_noAllocation @_noLocks get { PWaveFeatureSet(rawValue: (1 << 25) - 1) }
  }
}
