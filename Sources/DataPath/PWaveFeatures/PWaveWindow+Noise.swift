import SeismicTypes

extension PWaveWindow {
  /// Takes in what its measures come to in noise, and masks those that are not three times that.
  ///
  /// A ratio is masked with what it is made of. Measures that go with the square of the amplitude must
  /// be nine times their noise: a band of noise as narrow as that of displacement often has three times
  /// its median energy by itself. Without known noise only what the sample rate does not reach is
  /// masked.
  ///
  /// - Parameters:
  ///   - stretch: A window of noise, at most 10 s; nil where too little is known.
  ///   - knownMilliseconds: How much noise is known.
  ///   - sampleRate: The rate of both.
  ///   - absent: What is masked anyhow.
  @_noAllocation @_noLocks
  mutating func compare(
    with stretch: NoiseStretch?, knownMilliseconds: Int64, sampleRate: SampleRate,
    absent: PWaveFeatureSet
  ) {
    maskedFeatures = absent
    guard let stretch else { return }
    let sums = stretch.sums
    let integrals = SumIntegrals(sums, sampleRate: sampleRate)
    noise.knownMilliseconds = knownMilliseconds
    noise.accelerationPicometresPerSecondSquared = stretch.accelerationRms()
    noise.paPicometresPerSecondSquared = sums.acceleration
    noise.pvPicometresPerSecond = sums.velocity
    noise.pdPicometres = sums.displacement
    noise.pvAboveHalfHertzPicometresPerSecond = sums.velocityAboveHalfHertz
    noise.pdAboveHalfHertzPicometres = sums.displacementAboveHalfHertz
    noise.powerSquarePicometresPerSecondCubed = sums.power
    noise.bandPeaks = sums.bands
    noise.iv2SquarePicometresPerSecond = scaled(integrals.iv2, from: sums.sampleCount)
    noise.id2SquarePicometreSeconds = scaled(integrals.id2, from: sums.sampleCount)
    noise.cavPicometresPerSecond = scaled(integrals.cav, from: sums.sampleCount)
    noise.ariasFemtometresPerSecond = scaled(integrals.arias, from: sums.sampleCount)
    maskNoise()
  }

  @_noAllocation @_noLocks
  private mutating func maskNoise() {
    mask(.pa, paPicometresPerSecondSquared, noise.paPicometresPerSecondSquared)
    mask(.pv, pvPicometresPerSecond, noise.pvPicometresPerSecond)
    mask(.pd, pdPicometres, noise.pdPicometres)
    mask(.cav, cavPicometresPerSecond, noise.cavPicometresPerSecond)
    mask(.arias, ariasFemtometresPerSecond / 3, noise.ariasFemtometresPerSecond)
    mask(
      .pvAboveHalfHertz, pvAboveHalfHertzPicometresPerSecond,
      noise.pvAboveHalfHertzPicometresPerSecond)
    mask(.pdAboveHalfHertz, pdAboveHalfHertzPicometres, noise.pdAboveHalfHertzPicometres)
    mask(.iv2, iv2SquarePicometresPerSecond, noise.iv2SquarePicometresPerSecond)
    mask(.id2, id2SquarePicometreSeconds, noise.id2SquarePicometreSeconds)
    mask(
      .power, powerSquarePicometresPerSecondCubed, noise.powerSquarePicometresPerSecondCubed)
    var band = 0
    while band < BandPeaks.count {
      mask(.band(band), Int64(bandPeaks[band]), Int64(noise.bandPeaks[band]))
      band &+= 1
    }
    mask(.tauC, with: .pd, .pv)
    mask(.tauP, with: .pv, .pv)
    mask(.tauCAboveHalfHertz, with: .pdAboveHalfHertz, .pvAboveHalfHertz)
    mask(.dominantFrequency, with: .pvAboveHalfHertz, .pvAboveHalfHertz)
    mask(.horizontalToVertical, with: .pvAboveHalfHertz, .pvAboveHalfHertz)
    mask(.polarity, with: .pvAboveHalfHertz, .pvAboveHalfHertz)
    if polarity == 0 { maskedFeatures = maskedFeatures.adding(.polarity) }
  }

  @_noAllocation @_noLocks
  private mutating func mask(_ feature: PWaveFeatureSet, _ value: Int64, _ noise: Int64) {
    if value / 3 < noise || value == 0 { maskedFeatures = maskedFeatures.adding(feature) }
  }

  /// Masks a measure that goes with the square of the amplitude.
  @_noAllocation @_noLocks
  private mutating func mask(_ feature: PWaveFeatureSet, _ value: UInt128, _ noise: UInt128) {
    if value / 9 < noise || value == 0 { maskedFeatures = maskedFeatures.adding(feature) }
  }

  @_noAllocation @_noLocks
  private mutating func mask(
    _ feature: PWaveFeatureSet, with first: PWaveFeatureSet, _ second: PWaveFeatureSet
  ) {
    if maskedFeatures.has(first) || maskedFeatures.has(second) {
      maskedFeatures = maskedFeatures.adding(feature)
    }
  }

  /// A sum of noise over `count` samples brought to the window's length.
  @_noAllocation @_noLocks
  private func scaled(_ sum: UInt128, from count: Int64) -> UInt128 {
    let divisor = UInt128(truncatingIfNeeded: count)
    let factor = UInt128(truncatingIfNeeded: sampleCount)
    return sum / divisor &* factor &+ sum % divisor &* factor / divisor
  }

  @_noAllocation @_noLocks
  private func scaled(_ sum: Int64, from count: Int64) -> Int64 {
    let scaled = scaled(UInt128(truncatingIfNeeded: sum), from: count)
    return scaled > UInt128(Int64.max) ? Int64.max : Int64(truncatingIfNeeded: scaled)
  }
}
