import FixedPoint
package import SeismicTypes

/// What a network sees of one P-wave window: `count` features in Q16 (value × 65,536), by name.
///
/// The logarithms are base 10 of amplitudes in cm, cm/s and cm/s², each held at 10⁻⁶. Size stands in
/// `velocity` alone; every other amplitude is relative, so that what a network learns of the shape of
/// small shaking holds for strong shaking, too. Logarithms and their differences are taken in Q24 (halves
/// of them in Q25), rounded once to Q16, ties upward, and held inside ±6.
///
/// With L(x) = log10 x, w the nominal length of the window in s, and Pa, Pv, Pd of the vertical:
///
/// - `velocity` L(Pv); `log_window` L(w)
/// - `displacement_to_velocity` L(Pd) − L(Pv); `acceleration_to_velocity` L(Pa) − L(Pv)
/// - `tau_c`, `tau_p`, `tau_c_above`: log10 of τc, τp and τc above 0.5 Hz in s, 0 where there is none
/// - `pgv_to_pv`, `pga_to_pa`, `pgd_to_pd`: the largest shaking of any component since the onset over
///   the vertical's; PGV counts as at least Pv
/// - `iv2` ½ (L(IV2) − L(w)) − L(Pv), `id2` ½ (L(ID2) − L(w)) − L(Pd): the rms over the peak;
///   `cav` L(CAV) − L(w) − L(Pa): the mean over the peak; squares are held at 10⁻¹²
/// - `power` ½ (L(max|a·v|) − L(Pa) − L(Pv))
/// - `pv_above` L − L(Pv), `pd_above` L − L(Pd): the same above 0.5 Hz
/// - `dominant_frequency` log10 of Hz, 0 where there is none
/// - `horizontal_to_vertical` log10, held at 10⁻³
/// - `band0` … `band8` L − L(Pv) of the peak in each octave of `BandPeaks`; an octave of at most
///   12 nm/s, or beyond the sample rate, has the mean of those that were learnt from instead
/// - `s_wave` 1 where an S wave has arrived within the window, else 0
package struct NetworkFeatures: BitwiseCopyable {
  /// How many there are.
  package static var count: Int { @_noAllocation @_noLocks get { 28 } }

  /// Their names in order, as a model's contract writes them.
  package static var names: [String] {
    [
      "velocity", "log_window", "displacement_to_velocity", "acceleration_to_velocity", "tau_c",
      "tau_p", "pgv_to_pv", "pga_to_pa", "pgd_to_pd", "iv2", "id2", "cav", "power", "pv_above",
      "pd_above", "tau_c_above", "dominant_frequency", "horizontal_to_vertical", "band0", "band1",
      "band2", "band3", "band4", "band5", "band6", "band7", "band8", "s_wave",
    ]
  }

  /// The sample of an octave that is not above this tells nothing, nm/s.
  private static var emptyBandNanometresPerSecond: Int32 { @_noAllocation @_noLocks get { 12 } }

  private let window: PWaveWindow
  private let lengthQ24: Int64
  private let paQ24: Int64
  private let pvQ24: Int64
  private let pdQ24: Int64

  @_noAllocation @_noLocks
  package init(_ window: PWaveWindow) {
    self.window = window
    lengthQ24 = LogarithmicFeatures.log10Q24(
      of: Int64(window.windowMilliseconds), heldAt: 1, unitExponent: 3)
    paQ24 = LogarithmicFeatures.centimetreLog10Q24(window.paPicometresPerSecondSquared)
    pvQ24 = LogarithmicFeatures.centimetreLog10Q24(window.pvPicometresPerSecond)
    pdQ24 = LogarithmicFeatures.centimetreLog10Q24(window.pdPicometres)
  }

  /// Writes all features in order; nothing where there is another number of places than `count`.
  @_noAllocation @_noLocks
  package func write(into featuresQ16: inout MutableSpan<Int64>) {
    guard featuresQ16.count == Self.count else { return }
    var index = 0
    while index < Self.count {
      featuresQ16[index] = valueQ16(at: index)
      index &+= 1
    }
  }

  /// Feature `index`, 0 ≤ index < count; 0 beyond.
  @_noAllocation @_noLocks
  package func valueQ16(at index: Int) -> Int64 {
    // Twice the feature in Q24.
    let doubledQ24: Int64
    switch index {
    case 0...8: doubledQ24 = 2 &* peakQ24(at: index)
    case 9...12: doubledQ24 = doubledSumQ24(at: index)
    case 13...17: doubledQ24 = 2 &* spectralQ24(at: index)
    case 18...26: return bandQ16(index &- 18)
    case 27: return window.containsSWave ? 1 &<< 16 : 0
    default: return 0
    }
    return Self.held(roundedShift(doubledQ24, right: 9))
  }

  @_noAllocation @_noLocks
  private func peakQ24(at index: Int) -> Int64 {
    let observed = window.observed
    switch index {
    case 0: return pvQ24
    case 1: return lengthQ24
    case 2: return pdQ24 &- pvQ24
    case 3: return paQ24 &- pvQ24
    case 4: return LogarithmicFeatures.secondLog10Q24(window.tauCMicroseconds)
    case 5: return LogarithmicFeatures.secondLog10Q24(window.tauPMicroseconds)
    case 6:
      let excess = LogarithmicFeatures.centimetreLog10Q24(observed.pgvPicometresPerSecond) &- pvQ24
      return excess < 0 ? 0 : excess
    case 7:
      return LogarithmicFeatures.centimetreLog10Q24(observed.pgaPicometresPerSecondSquared) &- paQ24
    default: return LogarithmicFeatures.centimetreLog10Q24(observed.pgdPicometres) &- pdQ24
    }
  }

  /// The features of sums and products, which are halves.
  @_noAllocation @_noLocks
  private func doubledSumQ24(at index: Int) -> Int64 {
    switch index {
    case 9:
      return LogarithmicFeatures.squareLog10Q24(window.iv2SquarePicometresPerSecond)
        &- lengthQ24 &- 2 &* pvQ24
    case 10:
      return LogarithmicFeatures.squareLog10Q24(window.id2SquarePicometreSeconds)
        &- lengthQ24 &- 2 &* pdQ24
    case 11:
      let cavQ24 = LogarithmicFeatures.centimetreLog10Q24(window.cavPicometresPerSecond)
      return 2 &* (cavQ24 &- lengthQ24 &- paQ24)
    default:
      return LogarithmicFeatures.squareLog10Q24(window.powerSquarePicometresPerSecondCubed)
        &- paQ24 &- pvQ24
    }
  }

  @_noAllocation @_noLocks
  private func spectralQ24(at index: Int) -> Int64 {
    switch index {
    case 13:
      return LogarithmicFeatures.centimetreLog10Q24(window.pvAboveHalfHertzPicometresPerSecond)
        &- pvQ24
    case 14:
      return LogarithmicFeatures.centimetreLog10Q24(window.pdAboveHalfHertzPicometres) &- pdQ24
    case 15: return LogarithmicFeatures.secondLog10Q24(window.tauCAboveHalfHertzMicroseconds)
    case 16:
      let millihertz = window.dominantFrequencyMillihertz
      return millihertz > 0
        ? LogarithmicFeatures.log10Q24(of: millihertz, heldAt: 1, unitExponent: 3) : 0
    default:
      return LogarithmicFeatures.log10Q24(
        of: window.horizontalToVerticalThousandths, heldAt: 1, unitExponent: 3)
    }
  }

  @_noAllocation @_noLocks
  private func bandQ16(_ band: Int) -> Int64 {
    let peak = window.bandPeaks[band]
    guard peak > Self.emptyBandNanometresPerSecond else { return Self.emptyBandQ16(band) }
    let peakQ24 = LogarithmicFeatures.log10Q24(of: Int64(peak), heldAt: 10, unitExponent: 7)
    return Self.held(roundedShift(peakQ24 &- pvQ24, right: 8))
  }

  /// −1.2, −0.9, −0.6, −0.5, −0.45, −0.5, −0.7, −1.0 and −1.4 in Q16.
  @_noAllocation @_noLocks
  private static func emptyBandQ16(_ band: Int) -> Int64 {
    switch band {
    case 0: -78_643
    case 1: -58_982
    case 2: -39_322
    case 3, 5: -32_768
    case 4: -29_491
    case 6: -45_875
    case 7: -65_536
    default: -91_750
    }
  }

  @_noAllocation @_noLocks
  private static func held(_ valueQ16: Int64) -> Int64 { saturated(valueQ16, to: 6 &<< 16) }
}
