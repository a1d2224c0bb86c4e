/// What one window of P wave, from the onset on, measured: the input of every estimator.
///
/// Pa, Pv, Pd, τc and what is made of them are of the vertical component after chain 1 (Kanamori
/// 2005; Wu & Kanamori 2005). Amplitudes above 0.5 Hz are of that velocity after one more two-pole
/// high-pass at 0.5 Hz, and of the integral of that after a second: a MEMS sensor's own noise,
/// integrated twice, fills 0.075 to 0.5 Hz.
package struct PWaveWindow: BitwiseCopyable, Equatable, Sendable {
  /// Nominal length: 500, 1000, … 10000, then every 1000.
  package var windowMilliseconds: Int32 = 0
  package var sampleCount: Int64 = 0
  package var paPicometresPerSecondSquared: Int64 = 0
  package var pvPicometresPerSecond: Int64 = 0
  package var pdPicometres: Int64 = 0
  /// τc = 2π·√(Σd²/Σv²); zero when the window holds no motion.
  package var tauCMicroseconds: Int64 = 0
  /// The largest τp from 50 ms after the onset on (Allen & Kanamori 2003), of the velocity below 3 Hz.
  package var tauPMicroseconds: Int64 = 0
  /// IV2 = Σv²·Δt, pm²/s.
  package var iv2SquarePicometresPerSecond: UInt128 = 0
  /// ID2 = Σd²·Δt, pm²·s.
  package var id2SquarePicometreSeconds: UInt128 = 0
  /// CAV = Σ|a|·Δt.
  package var cavPicometresPerSecond: Int64 = 0
  /// Arias intensity = π/(2g)·Σa²·Δt.
  package var ariasFemtometresPerSecond: Int64 = 0
  /// The largest |a·v|, pm²/s³; its logarithm is PI.
  package var powerSquarePicometresPerSecondCubed: UInt128 = 0
  /// Pv, Pd and τc above 0.5 Hz.
  package var pvAboveHalfHertzPicometresPerSecond: Int64 = 0
  package var pdAboveHalfHertzPicometres: Int64 = 0
  package var tauCAboveHalfHertzMicroseconds: Int64 = 0
  /// Half the rate at which the velocity above 0.5 Hz changes its sign.
  package var dominantFrequencyMillihertz: Int64 = 0
  /// √(Σ(vn² + ve²)/Σvz²) of the velocities above 0.5 Hz.
  package var horizontalToVerticalThousandths: Int64 = 0
  /// Pv in each octave from 0.09 to 48 Hz.
  package var bandPeaks = BandPeaks()
  /// The way the ground first moved: 1 up, −1 down, 0 where noise hides it.
  package var polarity: Int8 = 0
  /// What the same measures come to in the noise before the onset.
  package var noise = PreEventNoise()
  /// What tells nothing of the P wave: below three times its noise, or beyond the sample rate.
  package var maskedFeatures = PWaveFeatureSet(rawValue: 0)
  /// The largest shaking of any component since the onset.
  package var observed = ObservedPeaks()
  package var isClipped = false
  /// Whether the vertical was masked for more than an eighth of the window.
  ///
  /// Its measures then tell nothing of the P wave. A single spike masks three samples, which a window
  /// survives.
  package var isMasked = false
  package var containsGap = false
  /// Whether an S wave has arrived within the window.
  package var containsSWave = false
  /// Whether what began the window was an S wave: it measures no P wave then.
  package var beginsAtSWave = false
  /// Whether the P wave has the long period and small displacement of a distant earthquake's.
  package var isTeleseismSuspected = false

  @_noAllocation @_noLocks
  package init() {}

  /// Whether anything can be predicted from the window: its vertical measured ground motion, of a P
  /// wave, and at least one amplitude stands out of the noise.
  @_noAllocation @_noLocks
  package func tellsOfPWave() -> Bool {
    !isMasked && !beginsAtSWave && !maskedFeatures.has(.amplitudes)
  }
}
