internal import PWaveFeatures
internal import SeismicTypes
internal import Triggering

/// An onset in a coda that may prove to be another earthquake's, with windows of its own.
struct CodaCandidate: ~Copyable {
  private(set) var features: PWaveFeatures
  private(set) var onset = OnsetRefiner.Onset(sampleIndex: 0, sigmaMilliseconds: 0)
  /// What its vertical velocity must reach, log10 of cm/s in thousandths.
  private(set) var velocityLog10Thousandths: Int32 = 0

  init(sampleRate: SampleRate) {
    // It begins at the newest sample and looks at none before.
    features = PWaveFeatures(sampleRate: sampleRate, historyMilliseconds: 250)
  }

  var isOpen: Bool { @_noAllocation @_noLocks get { features.isOpen } }

  @_noAllocation @_noLocks
  mutating func open(at sampleIndex: Int64, velocityLog10Thousandths: Int32) {
    onset.sampleIndex = sampleIndex
    onset.sigmaMilliseconds = 0
    self.velocityLog10Thousandths = velocityLog10Thousandths
    features.open(onsetSampleIndex: sampleIndex)
  }

  @_noAllocation @_noLocks
  mutating func close() { features.close() }

  /// Takes one sample; gives out a window that could be another earthquake's.
  ///
  /// After ten seconds the candidate is given up.
  ///
  /// - Parameters:
  ///   - motion: The conditioned sample.
  ///   - sampleIndex: Its index.
  ///   - refiner: Where the onset is looked for once the first window is complete.
  /// - Returns: The window.
  @_noAllocation @_noLocks
  mutating func process(
    _ motion: GroundMotion, sampleIndex: Int64, refiner: inout OnsetRefiner
  ) -> PWaveWindow? {
    guard features.isOpen,
      features.advance(
        motion, shaking: motion.unmaskedPeaks(), sampleIndex: sampleIndex, isQuiet: false)
    else { return nil }
    let window = features.finishWindow()
    if window.windowMilliseconds == 500 {
      onset = refiner.refine(
        onsetSampleIndex: onset.sampleIndex, fallbackSigmaMilliseconds: 500)
    }
    if window.windowMilliseconds >= 10_000 { features.close() }
    return window
  }
}
