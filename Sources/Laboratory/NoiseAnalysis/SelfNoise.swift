/// What a sensor would record on a ground at rest, from sensors side by side on the same ground.
///
/// Three sensors tell their own noise without knowing each other's response: N_ii = P_ii − P_ji·P_ik /
/// P_jk (Sleeman et al. 2006, BSSA 96:258, equation 10). Two do where they are identical: N_ii =
/// P_ii·(1 − |γ|), with |γ|² their coherence (Holcomb 1989, for equal noise). Both want the sensors to
/// point the same way: a misalignment of 0.2° leaves 1/100,000 of the ground's power in the noise of a
/// vertical.
package struct SelfNoise: Sendable {
  package let plan: WindowPlan
  package let bands: OctaveBands
  package let windowCount: Int
  package struct Sensor: Sendable {
    package var channelText: String
    /// The whole power, and the sensor's own, in dB by band; nil where the estimate, a difference, is
    /// not positive.
    package var totalDecibels: [Double?]
    package var selfNoiseDecibels: [Double?]
  }
  package let sensors: [Sensor]

  /// Analyses records of two or three sensors that were taken at the same time.
  ///
  /// - Parameters:
  ///   - common: The samples that all have, in stretches.
  ///   - segmentSeconds: A quarter of it, to a power of two of samples, is the length of a window.
  ///   - responses: What a count of each sensor is worth.
  package init(
    of common: SharedRecord, segmentSeconds: Double, responses: [AccelerationResponse]
  ) {
    let rate = common.sampleRateHertz
    plan = WindowPlan(
      forSegmentOf: max(Int(rate * segmentSeconds), 32), sampleRateHertz: rate)
    bands = OctaveBands(plan)
    let count = common.channelTexts.count
    var matrix = SpectralMatrix(plan, channelCount: count)
    for stretch in common.stretches { matrix.add(stretch.map { $0[...] }) }
    windowCount = matrix.windowCount
    let frequencies = plan.frequenciesHertz
    let bands = bands
    sensors = (0..<count).map { sensor in
      let noise =
        count == 3
        ? Self.sleeman(matrix, sensor) : Self.coherence(matrix, sensor)
      let response = responses[sensor]
      return Sensor(
        channelText: common.channelTexts[sensor],
        totalDecibels: bands.decibelsOfMeans(
          response.acceleration(matrix.power(of: sensor), atHertz: frequencies)),
        selfNoiseDecibels: bands.decibelsOfMeans(
          response.acceleration(noise, atHertz: frequencies)))
    }
  }

  /// The real part of P_ii − P_ji·P_ik / P_jk.
  private static func sleeman(_ matrix: SpectralMatrix, _ i: Int) -> [Double] {
    let (j, k) = ((i + 1) % 3, (i + 2) % 3)
    let power = matrix.power(of: i)
    let (ji, ik, jk) = (matrix.cross(j, i), matrix.cross(i, k), matrix.cross(j, k))
    return power.indices.map { index in
      let real = ji.real[index] * ik.real[index] - ji.imaginary[index] * ik.imaginary[index]
      let imaginary = ji.real[index] * ik.imaginary[index] + ji.imaginary[index] * ik.real[index]
      let (c, d) = (jk.real[index], jk.imaginary[index])
      let size = c * c + d * d
      guard size > 0 else { return power[index] }
      return power[index] - (real * c + imaginary * d) / size
    }
  }

  /// P_ii·(1 − |γ|).
  private static func coherence(_ matrix: SpectralMatrix, _ i: Int) -> [Double] {
    let (power, other) = (matrix.power(of: i), matrix.power(of: 1 - i))
    let cross = matrix.cross(i, 1 - i)
    return power.indices.map { index in
      let product = power[index] * other[index]
      guard product > 0 else { return power[index] }
      let (c, d) = (cross.real[index], cross.imaginary[index])
      return power[index] * (1 - ((c * c + d * d) / product).squareRoot())
    }
  }
}
