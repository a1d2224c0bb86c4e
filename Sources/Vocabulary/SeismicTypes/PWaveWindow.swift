/// What one window of P wave, from the onset on, measured: the input of every estimator.
///
/// Pa, Pv, Pd and τc are of the vertical component after chain 1 (Kanamori 2005; Wu & Kanamori 2005).
package struct PWaveWindow: BitwiseCopyable, Equatable, Sendable {
  /// Nominal length: 500, 1000, … 10000, then every 1000.
  package var windowMilliseconds: Int32 = 0
  package var sampleCount: Int64 = 0
  package var paPicometresPerSecondSquared: Int64 = 0
  package var pvPicometresPerSecond: Int64 = 0
  package var pdPicometres: Int64 = 0
  /// τc = 2π·√(Σd²/Σv²); zero when the window holds no motion.
  package var tauCMicroseconds: Int64 = 0
  /// The largest shaking of any component since the onset.
  package var observed = ObservedPeaks()
  package var isClipped = false
  /// Whether the vertical was masked for more than an eighth of the window.
  ///
  /// Its measures then tell nothing of the P wave. A single spike masks three samples, which a window
  /// survives.
  package var isMasked = false
  package var containsGap = false

  @_noAllocation @_noLocks
  package init() {}
}
