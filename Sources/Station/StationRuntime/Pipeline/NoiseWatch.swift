internal import OnsiteModel
internal import SeismicTypes

/// What the noise of a sensor says of it: how loud it is, how small a shaking it leaves visible, and
/// which horizontals measure nothing.
struct NoiseWatch: BitwiseCopyable {
  private var noise: NoiseMeter
  private var displacementNoise: DisplacementMeter
  private var horizontals = HorizontalWatch()
  private let hasHorizontals: Bool
  private let expectedNoisePdPicometres: Int64?

  /// - Parameters:
  ///   - sampleRate: Of the sensor.
  ///   - hasHorizontals: Whether the sensor has horizontal components to judge.
  ///   - expectedNoisePdPicometres: Pd of the vertical's noise by the board file; nil where it tells
  ///     none.
  @_noAllocation @_noLocks
  init(sampleRate: SampleRate, hasHorizontals: Bool, expectedNoisePdPicometres: Int64?) {
    noise = NoiseMeter(sampleRate: sampleRate)
    displacementNoise = DisplacementMeter(sampleRate: sampleRate)
    self.hasHorizontals = hasHorizontals
    self.expectedNoisePdPicometres = expectedNoisePdPicometres
  }

  /// The rms of each component's noise, nm/s²; nil before ten quiet seconds have passed.
  var rmsNanometresPerSecondSquared: Vector3? {
    @_noAllocation @_noLocks get { noise.rmsNanometresPerSecondSquared }
  }

  /// log10 of the smallest PGV that the noise lets the station predict, cm/s, in thousandths: by the
  /// noise measured, before that by the board file's; nil where neither is known.
  var smallestPredictablePgvLog10Thousandths: Int32? {
    @_noAllocation @_noLocks get {
      guard let noisePd = displacementNoise.noisePdPicometres ?? expectedNoisePdPicometres else {
        return nil
      }
      return PredictionLimit.pgvLog10Thousandths(noisePdPicometres: noisePd)
    }
  }

  /// The horizontals that measure nothing, by their noise.
  var deadComponents: ComponentSet {
    @_noAllocation @_noLocks get { horizontals.deadComponents }
  }

  /// How many horizontals measure something.
  var liveHorizontalCount: Int32 {
    @_noAllocation @_noLocks get {
      2 &- Int32(horizontals.deadComponents.rawValue.nonzeroBitCount)
    }
  }

  /// Whether the sensor's noise leaves room for what was predicted.
  @_noAllocation @_noLocks
  func isPredictable(_ estimate: Estimate) -> Bool {
    guard let smallest = smallestPredictablePgvLog10Thousandths else { return true }
    return estimate.pgvLog10.mean >= smallest
  }

  /// Masks the horizontals without the ground's noise, whatever their counts say.
  @inline(__always) @_noAllocation @_noLocks
  func leaveOutDeadComponents(of motion: inout GroundMotion) {
    motion.maskedComponents = ComponentSet(
      rawValue: motion.maskedComponents.rawValue | horizontals.deadComponents.rawValue)
  }

  /// Takes a sample.
  ///
  /// - Parameters:
  ///   - motion: The conditioned sample.
  ///   - isQuiet: Whether neither trigger nor event holds it for more than noise.
  /// - Returns: Whether the horizontals have been judged anew.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(_ motion: GroundMotion, isQuiet: Bool) -> Bool {
    noise.process(motion, isQuiet: isQuiet)
    displacementNoise.process(motion, isQuiet: isQuiet)
    guard noise.hasNewWindow, hasHorizontals, let rms = noise.rmsNanometresPerSecondSquared else {
      return false
    }
    horizontals.process(rms: rms)
    return true
  }

  /// Begins the stretches of noise again, as after a gap; what they have told stays.
  @_noAllocation @_noLocks
  mutating func restart() {
    noise.restart()
    displacementNoise.restart()
  }
}
