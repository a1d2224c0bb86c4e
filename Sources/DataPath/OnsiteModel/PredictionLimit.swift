import FixedPoint

/// The smallest PGV that a sensor's own noise lets a P wave predict.
///
/// A sensor's noise, integrated twice, fills the 0.075 Hz end of chain 1. What is three times the mean
/// of its largest displacements in 3 s can be measured; the PGV that goes with such a Pd is by the
/// line of Wu & Kanamori 2008 (Sensors 8:1): log10 PGV = 0.903 log10 Pd + 1.609, cm and cm/s.
package enum PredictionLimit {
  /// log10 of the smallest predictable PGV, cm/s, in thousandths.
  ///
  /// - Parameter noisePdPicometres: The mean over quiet stretches of 3 s of the vertical's largest
  ///   displacement after chain 1.
  /// - Returns: The logarithm; that of 1 pm where the noise is zero.
  @_noAllocation @_noLocks
  package static func pgvLog10Thousandths(noisePdPicometres: Int64) -> Int32 {
    let limit: Int64 = 1 &<< 60
    let held = noisePdPicometres < 1 ? 1 : (noisePdPicometres > limit ? limit : noisePdPicometres)
    let pd = Int64(log10Q24(UInt128(truncatingIfNeeded: held &* 3))) &- (10 &<< 24)
    return Int32(truncatingIfNeeded: roundedShift(pd &* 903, right: 24) &+ 1609)
  }

  /// The same of a sensor whose noise is only known from its data sheet, as white acceleration.
  ///
  /// White noise of 1 cm/s²/√Hz has a mean largest displacement of 0.72 cm in 3 s after chain 1
  /// (20,000 s simulated at 50, 100 and 200 Hz: 0.712, 0.716, 0.723).
  package static func noisePdPicometres(
    densityMicrometresPerSecondSquaredPerRootHertz density: Double
  ) -> Int64 {
    Int64((min(max(density, 0), 1e9) * 720_000).rounded())
  }
}
