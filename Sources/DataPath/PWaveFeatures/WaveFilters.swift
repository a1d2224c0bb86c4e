import FixedPoint
import SeismicTypes

/// The filters that run without a pause, so that a window may begin at any sample of the past.
struct WaveFilters: BitwiseCopyable {
  private let lowPassCoefficients: StateVariableCoefficients
  private let highPassCoefficients: LowCornerCoefficients
  private var lowPass = StateVariableFilter()
  private var verticalHighPass = StateVariableFilter()
  private var displacementHighPass = StateVariableFilter()
  private var northHighPass = StateVariableFilter()
  private var eastHighPass = StateVariableFilter()
  private var predominantPeriod: PredominantPeriod
  private var bands: OctaveBands

  init(sampleRate: SampleRate) {
    lowPassCoefficients = StateVariableCoefficients(
      cornerMicrohertz: 3_000_000, sampleRateMicrohertz: sampleRate.microhertz)
    highPassCoefficients = LowCornerCoefficients(
      StateVariableCoefficients(
        cornerMicrohertz: 500_000, sampleRateMicrohertz: sampleRate.microhertz))
    predominantPeriod = PredominantPeriod(sampleRate: sampleRate)
    bands = OctaveBands(sampleRate: sampleRate)
  }

  /// The octaves that the sample rate does not reach.
  var absentBands: PWaveFeatureSet { @_noAllocation @_noLocks get { bands.absentBands } }

  /// Forgets every sample.
  @_noAllocation @_noLocks
  mutating func restart() {
    lowPass = StateVariableFilter()
    verticalHighPass = StateVariableFilter()
    displacementHighPass = StateVariableFilter()
    northHighPass = StateVariableFilter()
    eastHighPass = StateVariableFilter()
    predominantPeriod.restart()
    bands.restart()
  }

  /// Writes what the history keeps of a sample, whose `unmaskedPeaks` are `shaking`.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(
    _ motion: GroundMotion, _ shaking: ObservedPeaks, into record: inout MotionRecord
  ) {
    record.take(motion, shaking)
    let velocity = motion.velocityPicometresPerSecond
    predominantPeriod.process(lowPass.process(velocity.vertical, lowPassCoefficients).lowPass)
    let above = verticalHighPass.process(velocity.vertical, highPassCoefficients).highPass
    let integrated = displacementHighPass.process(above, highPassCoefficients).bandPass
    record.velocityAboveHalfHertz = above
    record.displacementAboveHalfHertz = integrated * highPassCoefficients.integralSeconds
    record.period = predominantPeriod.ratio
    bands.process(velocity.vertical, into: &record.bands)
    let north = northHighPass.process(velocity.north, highPassCoefficients).highPass
    let east = eastHighPass.process(velocity.east, highPassCoefficients).highPass
    record.north = motion.maskedComponents.has(.north) ? 0 : nanometres(north)
    record.east = motion.maskedComponents.has(.east) ? 0 : nanometres(east)
    if record.isVerticalMasked { record.leaveOutVertical() }
  }

  /// Whole nm/s, rounded toward zero, saturated at 2.1 m/s.
  @inline(__always) @_noAllocation @_noLocks
  private func nanometres(_ picometres: Int64) -> Int32 {
    Int32(truncatingIfNeeded: saturated(picometres / 1000, to: 2_147_483_647))
  }
}
