internal import Foundation
internal import SeismicTypes
package import StationConfiguration

/// Calibrates a geophone from releases of its mass or steps of current through its coil.
package struct GeophoneCalibration: Sendable {
  /// How a release was made, for the generator constant: the current that held the mass aside, and the
  /// mass it held.
  package struct Release: Sendable {
    package var massKilograms: Double
    package var currentAmperes: Double
    /// Volts to counts at the coil's terminals.
    package var countsPerVolt: Double
    /// Standard uncertainties of the three, relative and together.
    package var relativeUncertainty: Double
    /// (coil + load) / load: 1 for an open coil.
    package var openToLoadedRatio: Double

    package init(
      massKilograms: Double, currentAmperes: Double, countsPerVolt: Double,
      relativeUncertainty: Double, openToLoadedRatio: Double
    ) {
      self.massKilograms = massKilograms
      self.currentAmperes = currentAmperes
      self.countsPerVolt = countsPerVolt
      self.relativeUncertainty = relativeUncertainty
      self.openToLoadedRatio = openToLoadedRatio
    }
  }

  package var subject: CalibrationSubject
  /// Which of the subject's channels.
  package var channelIndex: Int
  /// The corner of the converter's coupling, Hz; 0 where direct current passes.
  package var couplingHertz: Double
  package var release: Release?
  /// The stage from volts to counts as it was measured, in place of the board's last.
  package var converterStage: ResponseStage?

  package init(
    _ subject: CalibrationSubject, channelIndex: Int, couplingHertz: Double, release: Release?,
    converterStage: ResponseStage?
  ) {
    self.subject = subject
    self.channelIndex = channelIndex
    self.couplingHertz = couplingHertz
    self.release = release
    self.converterStage = converterStage
  }

  /// How far the natural frequency may lie from the board's, relative.
  private static let farthestFromPart = 0.25

  private var channel: ChannelDescription { subject.channels[channelIndex] }

  /// Fits every release and step of the recordings.
  package func report(
    on series: [CountSeries], recordings: [CalibrationRecording]
  ) throws(CalibrationError) -> CalibrationReport {
    var transients: [Transient] = []
    for part in series {
      try ClippingCheck.check(
        part, channel: channelIndex, fullScaleCounts: Double(channel.fullScaleCounts), name: "step")
      transients += try TransientFinder().transients(in: part, channel: channelIndex)
    }
    guard let fit = GeophoneFit(transients, couplingHertz: couplingHertz) else {
      throw CalibrationError(
        "natural frequency and damping cannot be fitted, expected free decays of a geophone",
        at: transients.first?.span)
    }
    try checkSense(fit, transients)
    try checkPart(fit, transients)
    let constant = generatorConstant(fit, transients)
    var file = subject.file(method: "\(transients.count) releases, free decay fitted")
    file.channels = [calibrated(fit, constant)]
    file.measurements = measurements(fit, constant)
    file.recordings = recordings
    return CalibrationReport(
      file: file, figure: GeophonePicture(file: file, fit: fit, transients: transients).figure,
      lines: words(fit, constant, transients), remarks: remarks(fit, constant))
  }

  /// A fit that explains a transient badly is no free decay: moved, driven or of another part.
  private func checkSense(_ fit: GeophoneFit, _ transients: [Transient]) throws(CalibrationError) {
    for transient in transients {
      let peak = transient.counts.map { abs($0) }.max() ?? 1
      let residual = Statistics.rootMeanSquare(fit.response.fit(transient)?.residuals ?? [])
      guard residual > 0.05 * peak && residual > 5 * transient.noise else { continue }
      throw CalibrationError(
        String(
          format: "no free decay like the others: residual %.0f of %.0f counts; moved, or the coil "
            + "still driven?", residual, peak), at: transient.span)
    }
    guard (0.3...60).contains(fit.naturalFrequencyHertz), (0.01...3).contains(fit.damping) else {
      throw CalibrationError(
        String(
          format: "natural frequency %.2f Hz and damping %.3f are no geophone's",
          fit.naturalFrequencyHertz, fit.damping))
    }
  }

  /// A natural frequency far from the board's is another geophone; copies of one part differ by 10 %.
  private func checkPart(_ fit: GeophoneFit, _ transients: [Transient]) throws(CalibrationError) {
    guard let stage = channel.responseStages.first, stage.polesRadiansPerSecond.count == 2
    else { return }
    let product = stage.polesRadiansPerSecond.reduce(1.0) { $0 * hypot($1.real, $1.imaginary) }
    let expected = product.squareRoot() / (2 * .pi)
    guard abs(fit.naturalFrequencyHertz / expected - 1) > Self.farthestFromPart else { return }
    throw CalibrationError(
      String(
        format: "natural frequency is %.2f Hz, the board says %.2f Hz: another part than %@?",
        fit.naturalFrequencyHertz, expected, stage.name), at: transients.first?.span)
  }

  /// G from releases: the coil's force G I on the mass m moved it by G I / (m ω₀²), and the voltage
  /// after its release is G² I / (m ω) e^(−hω₀t) sin ωt.
  private func generatorConstant(
    _ fit: GeophoneFit, _ transients: [Transient]
  ) -> (value: Double, uncertainty: Double)? {
    guard let release, fit.damping < 1 else { return nil }
    let frequency = fit.response.squaredFrequency.squareRoot()
    let values = transients.compactMap { transient -> Double? in
      guard let linear = fit.response.fit(transient) else { return nil }
      let (even, odd) = fit.response.beforeCoupling(
        even: linear.parameters[0], odd: linear.parameters[1] / frequency)
      let size = (even * even + odd * odd).squareRoot()
      // Where the sine began, near the onset: v = size e^(−a t) sin(ω t + phase).
      var phase = atan2(even, odd)
      if phase > .pi / 2 { phase -= .pi }
      if phase < -.pi / 2 { phase += .pi }
      let amplitude = size * exp(fit.response.decay * phase / frequency)
      let volts = amplitude / release.countsPerVolt * release.openToLoadedRatio
      return (volts * release.massKilograms * frequency / abs(release.currentAmperes)).squareRoot()
    }
    guard !values.isEmpty else { return nil }
    let value = Statistics.mean(values)
    let scatter = Statistics.deviation(values) / Double(values.count).squareRoot()
    // The square root halves what the mass, the current and the volts are uncertain by.
    let stated = value * release.relativeUncertainty / 2
    return (value, (scatter * scatter + stated * stated).squareRoot())
  }

  /// The channel with the measured poles and, where it was measured, gain.
  private func calibrated(
    _ fit: GeophoneFit, _ constant: (value: Double, uncertainty: Double)?
  ) -> ChannelCalibration {
    var stages = channel.responseStages
    var sensitivity = channel.sensitivityCountsPerUnit
    if let converterStage, let last = stages.indices.last, stages.count > 1 {
      sensitivity *= converterStage.gainOutputPerInput / stages[last].gainOutputPerInput
      stages[last] = converterStage
    }
    let loaded = constant.map { $0.value / (release?.openToLoadedRatio ?? 1) }
    if stages.isEmpty, let loaded, let release {
      sensitivity = (sensitivity < 0 ? -1 : 1) * loaded * release.countsPerVolt
      stages = [
        ResponseStage(
          name: "geophone", inputUnit: "m/s", outputUnit: "V",
          gainOutputPerInput: sensitivity / release.countsPerVolt),
        ResponseStage(
          name: "converter", inputUnit: "V", outputUnit: "count",
          gainOutputPerInput: release.countsPerVolt),
      ]
    } else if let loaded, !stages.isEmpty {
      let sign = stages[0].gainOutputPerInput < 0 ? -1.0 : 1
      sensitivity *= sign * loaded / stages[0].gainOutputPerInput
      stages[0].gainOutputPerInput = sign * loaded
    }
    if !stages.isEmpty {
      stages[0].polesRadiansPerSecond = poles(fit)
      stages[0].zerosRadiansPerSecond = [
        ComplexNumber(real: 0, imaginary: 0), ComplexNumber(real: 0, imaginary: 0),
      ]
    }
    var calibration = ChannelCalibration(
      code: channel.code, quantity: .velocity, sensitivityCountsPerUnit: sensitivity)
    calibration.sensitivityUncertaintyPercent = constant.map { 100 * $0.uncertainty / $0.value }
    calibration.responseStages = stages
    return calibration
  }

  /// −ω₀ (h ± √(h² − 1)).
  private func poles(_ fit: GeophoneFit) -> [ComplexNumber] {
    let squared = fit.response.squaredFrequency
    let size = abs(squared).squareRoot()
    guard squared < 0 else {
      return [size, -size].map { ComplexNumber(real: -fit.response.decay, imaginary: $0) }
    }
    return [size, -size].map { ComplexNumber(real: -fit.response.decay + $0, imaginary: 0) }
  }

  private func measurements(
    _ fit: GeophoneFit, _ constant: (value: Double, uncertainty: Double)?
  ) -> [CalibrationMeasurement] {
    var measurements = [
      CalibrationMeasurement(
        quantity: "naturalFrequency", unit: "Hz", value: fit.naturalFrequencyHertz,
        standardUncertainty: fit.naturalFrequencyUncertaintyHertz),
      CalibrationMeasurement(
        quantity: "dampingRatio", unit: "1", value: fit.damping,
        standardUncertainty: fit.dampingUncertainty),
    ]
    if let constant {
      measurements.append(
        CalibrationMeasurement(
          quantity: "generatorConstant", unit: "V/(m/s)", value: constant.value,
          standardUncertainty: constant.uncertainty))
    }
    return measurements
  }

  private func words(
    _ fit: GeophoneFit, _ constant: (value: Double, uncertainty: Double)?,
    _ transients: [Transient]
  ) -> [String] {
    var lines = [
      String(
        format: "%@ natural frequency %.4f ± %.4f Hz, damping %.4f ± %.4f", channel.code,
        fit.naturalFrequencyHertz, 2 * fit.naturalFrequencyUncertaintyHertz, fit.damping,
        2 * fit.dampingUncertainty)
    ]
    if let constant {
      lines.append(
        String(
          format: "%@ generator constant %.3f ± %.3f V/(m/s), open coil", channel.code,
          constant.value, 2 * constant.uncertainty))
    }
    lines.append(
      String(format: "%d releases, χ² of the fit %.2f", transients.count, fit.reducedChiSquare))
    return lines
  }

  private func remarks(
    _ fit: GeophoneFit, _ constant: (value: Double, uncertainty: Double)?
  ) -> [String] {
    var remarks: [String] = []
    if constant == nil {
      remarks.append(
        "the generator constant was not measured (--mass-grams, --current-microamperes and "
          + "--counts-per-volt or --converter): the board's sensitivity stays")
    }
    if fit.reducedChiSquare > 4 {
      remarks.append(
        String(
          format: "residuals are %.1f times the noise; uncertainties were raised to them",
          fit.reducedChiSquare.squareRoot()))
    }
    return remarks
  }
}
