import Foundation
import SeismicTypes
import StationConfiguration
import Testing

@testable import CalibrationAnalysis

@Suite("A geophone from releases")
struct GeophoneTests {
  /// Releases at 200 Hz, three seconds apart, by the solution of the mass's equation of motion.
  private func series(
    hertz: Double, damping: Double, peak: Double = 100_000, ratio: Double = 100, count: Int = 30
  ) -> CountSeries {
    var random = GaussianNumbers(seed: 21)
    let natural = 2 * Double.pi * hertz
    let frequency = natural * (1 - damping * damping).squareRoot()
    let shape = { (time: Double) in
      time < 0 ? 0 : exp(-damping * natural * time) * sin(frequency * time)
    }
    let largest = stride(from: 0.0, to: 1, by: 0.0005).map { shape($0) }.max() ?? 1
    let counts = (0..<(count * 600 + 400)).map { index -> Double in
      let time = Double(index) / 200
      // Onsets fall between samples.
      let sum = (0..<count).reduce(0.0) {
        $0 - peak / largest * shape(time - 2.0013 - 3 * Double($1))
      }
      return (500 + sum + peak / ratio * random.next()).rounded()
    }
    return CountSeries(
      start: Timestamp(nanoseconds: 0), sampleRate: SampleRate(microhertz: 200_000_000),
      counts: [counts])
  }

  private func calibration(_ release: GeophoneCalibration.Release? = nil) -> GeophoneCalibration {
    GeophoneCalibration(
      Instruments.subject([Instruments.channel("EHZ", index: 0, .velocity, 1e6)], part: "SM-6"),
      channelIndex: 0, couplingHertz: 0, release: release, converterStage: nil)
  }

  @Test(
    "natural frequency and damping within 0.5 % at 40 dB",
    arguments: [(4.5, 0.56), (4.5, 0.7), (4.5, 0.28), (10, 0.6), (2, 0.7)])
  func accuracy(hertz: Double, damping: Double) throws {
    let report = try calibration().report(
      on: [series(hertz: hertz, damping: damping)], recordings: [])
    let frequency = try #require(
      report.file.measurements.first { $0.quantity == "naturalFrequency" })
    let ratio = try #require(report.file.measurements.first { $0.quantity == "dampingRatio" })
    #expect(abs(frequency.value / hertz - 1) < 0.005, "\(frequency.value)")
    #expect(abs(ratio.value / damping - 1) < 0.005, "\(ratio.value)")
    #expect(abs(frequency.value - hertz) < 4 * (frequency.standardUncertainty ?? 0))
    #expect(abs(ratio.value - damping) < 4 * (ratio.standardUncertainty ?? 0))
  }

  @Test("the generator constant from a mass, a current and volts")
  func constant() throws {
    // G² I / (m ω) is the voltage's amplitude.
    let (constant, mass, current) = (28.8, 0.0111, 50e-6)
    let frequency = 2 * Double.pi * 4.5 * (1 - 0.56 * 0.56).squareRoot()
    let volts = constant * constant * current / (mass * frequency)
    let countsPerVolt = 1e6
    let shape = stride(from: 0.0, to: 1, by: 0.0005).map {
      exp(-0.56 * 2 * .pi * 4.5 * $0) * sin(frequency * $0)
    }
    let peak = volts * countsPerVolt * (shape.max() ?? 1)
    let release = GeophoneCalibration.Release(
      massKilograms: mass, currentAmperes: current, countsPerVolt: countsPerVolt,
      relativeUncertainty: 0.01, openToLoadedRatio: 1)
    let report = try calibration(release).report(
      on: [series(hertz: 4.5, damping: 0.56, peak: peak, ratio: 1000)], recordings: [])
    let measured = try #require(
      report.file.measurements.first { $0.quantity == "generatorConstant" })
    #expect(abs(measured.value / constant - 1) < 0.005, "\(measured.value)")
    #expect(abs(report.file.channels[0].sensitivityCountsPerUnit / (constant * 1e6) - 1) < 0.005)
    #expect(report.file.channels[0].responseStages.first?.polesRadiansPerSecond.count == 2)
  }

  @Test("a clipped step is refused with its time")
  func clipped() {
    var clipped = series(hertz: 4.5, damping: 0.56)
    clipped.counts[0] = clipped.counts[0].map { max(-80_000, $0) }
    let refusal = #expect(throws: CalibrationError.self) {
      _ = try calibration().report(on: [clipped], recordings: [])
    }
    #expect(refusal?.message == "clipped step at -80000 counts")
    let start = Double(refusal?.segment?.start.nanoseconds ?? 0) / 1e9
    #expect(start > 2 && start < 2.2)
  }

  @Test("a geophone far from the board's natural frequency is another part")
  func otherPart() {
    var channel = Instruments.channel("EHZ", index: 0, .velocity, 1e6)
    var stage = ResponseStage(
      name: "SM-6", inputUnit: "m/s", outputUnit: "count", gainOutputPerInput: 1e6)
    stage.polesRadiansPerSecond = [
      ComplexNumber(real: -19.47, imaginary: 20.503),
      ComplexNumber(real: -19.47, imaginary: -20.503),
    ]
    channel.responseStages = [stage]
    let refusal = #expect(throws: CalibrationError.self) {
      _ = try GeophoneCalibration(
        Instruments.subject([channel], part: "SM-6"), channelIndex: 0, couplingHertz: 0,
        release: nil, converterStage: nil
      ).report(on: [series(hertz: 10, damping: 0.6)], recordings: [])
    }
    #expect(refusal?.message.contains("the board says 4.50 Hz: another part than SM-6?") == true)
    #expect(refusal?.segment != nil)
  }

  @Test("the coupling behind a geophone is taken off its amplitudes")
  func coupling() {
    // e^(st) through s / (s + ω_c) is multiplied by that: one number against another.
    let response = FreeResponse(natural: 29, damping: 0.66, coupling: 0.955)
    let frequency = response.squaredFrequency.squareRoot()
    let (even, odd) = response.beforeCoupling(even: 0.02, odd: 1.1)
    // (A − iB) s = (a − ib)(s + ω_c), with a, b those behind the high-pass.
    let behind = (
      real: 0.02 * (0.955 - response.decay) + 1.1 * frequency,
      imaginary: 0.02 * frequency - 1.1 * (0.955 - response.decay)
    )
    let before = (
      real: -even * response.decay + odd * frequency,
      imaginary: even * frequency + odd * response.decay
    )
    #expect(abs(before.real - behind.real) < 1e-12)
    #expect(abs(before.imaginary - behind.imaginary) < 1e-12)
  }

  @Test("a record without a release is refused")
  func quiet() {
    var flat = series(hertz: 4.5, damping: 0.56)
    var random = GaussianNumbers(seed: 2)
    flat.counts[0] = flat.counts[0].map { _ in (20 * random.next()).rounded() }
    #expect(throws: CalibrationError.self) {
      _ = try calibration().report(on: [flat], recordings: [])
    }
  }
}
