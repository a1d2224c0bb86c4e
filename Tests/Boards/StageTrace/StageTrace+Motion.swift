internal import Conditioning
internal import OnsiteModel
internal import PWaveFeatures
internal import SeismicTypes

extension StageTrace {
  /// Counts as a vertical and two horizontals made of it, through conditioning, features and the
  /// linear estimator, at several rates and for both kinds of sensor.
  static func traceMotion(_ counts: [Int32]) {
    for hertzMillionths in [Int64(30_063_200), 100_000_000, 200_000_000] {
      trace(counts, at: SampleRate(microhertz: hertzMillionths), .acceleration)
      trace(counts, at: SampleRate(microhertz: hertzMillionths), .velocity)
    }
  }

  private static func trace(_ counts: [Int32], at rate: SampleRate, _ quantity: Quantity) {
    let axes: [(azimuth: Double, dip: Double)] = [(0, -90), (0, 0), (90, 0)]
    let channels = axes.map {
      Conditioner.Channel(
        quantity: quantity, countsPerUnit: 213_902, fullScaleCounts: .max,
        azimuthDegrees: $0.azimuth, dipDegrees: $0.dip)
    }
    do throws(ConditioningError) {
      var conditioner = try Conditioner(
        Conditioner.Parameters(
          sampleRate: rate, channels: channels, baseline: .running(seconds: 15)))
      trace(counts, at: rate, &conditioner)
    } catch {
      print(error.message)
    }
  }

  /// Opens the features at a third of the counts, as if a P wave began there.
  private static func trace(
    _ counts: [Int32], at rate: SampleRate, _ conditioner: inout Conditioner
  ) {
    var features = PWaveFeatures(sampleRate: rate)
    var motion = GroundMotion()
    let onset = Int64(counts.count / 3)
    for (position, count) in counts.enumerated() {
      let index = Int64(position)
      conditioner.process(
        vertical: count, north: count / 2 &+ 5, east: 7 &- count / 3,
        isBaselineFrozen: index > onset, into: &motion)
      show(motion)
      if index == onset + 20 { _ = features.open(onsetSampleIndex: onset) }
      let window = features.process(motion, sampleIndex: index, isQuiet: index < onset)
      if let window { show(window) }
    }
  }

  private static func show(_ motion: GroundMotion) {
    let acceleration = motion.accelerationPicometresPerSecondSquared
    let velocity = motion.velocityPicometresPerSecond
    let displacement = motion.displacementPicometres
    show(
      "motion",
      [
        acceleration.vertical, acceleration.north, acceleration.east, velocity.vertical,
        velocity.north, velocity.east, displacement.vertical, displacement.north,
        displacement.east, motion.shakingAccelerationPicometresPerSecondSquared.vertical,
        motion.shakingVelocityPicometresPerSecond.vertical, Int64(motion.triggerCounts),
      ])
  }

  private static func show(_ window: PWaveWindow) {
    show(
      "window",
      [
        Int64(window.windowMilliseconds), window.paPicometresPerSecondSquared,
        window.pvPicometresPerSecond, window.pdPicometres, window.tauCMicroseconds,
        window.tauPMicroseconds, Int64(truncatingIfNeeded: window.iv2SquarePicometresPerSecond),
        Int64(truncatingIfNeeded: window.id2SquarePicometreSeconds),
        window.cavPicometresPerSecond, window.ariasFemtometresPerSecond,
        Int64(truncatingIfNeeded: window.powerSquarePicometresPerSecondCubed),
        window.pvAboveHalfHertzPicometresPerSecond, window.pdAboveHalfHertzPicometres,
        window.tauCAboveHalfHertzMicroseconds, window.dominantFrequencyMillihertz,
        window.horizontalToVerticalThousandths, Int64(window.polarity),
        Int64(window.maskedFeatures.rawValue), window.containsSWave ? 1 : 0,
      ])
    let estimate = LinearEstimator().estimate(window)
    show(
      "estimate",
      [
        Int64(estimate.pgvLog10.mean), Int64(estimate.pgvLog10.sigma),
        Int64(estimate.magnitude.mean), Int64(estimate.magnitude.sigma),
      ])
  }
}
