import Foundation
import SeismicTypes
import StationConfiguration
import Testing

@testable import CalibrationAnalysis

@Suite("Converters")
struct ConverterTests {
  private let subject = Instruments.subject(
    [Instruments.channel("EHZ", index: 0, .velocity, 1e6)], part: "ADS1256")

  private func steady(_ volts: Double, drift: Double = 0) -> VoltageCalibration.Level {
    var random = GaussianNumbers(seed: UInt64(100 + volts))
    let counts = (0..<2000).map { index in
      (1_234_567 * volts + 321 + 12 * random.next() + (index > 1000 ? drift : 0)).rounded()
    }
    return VoltageCalibration.Level(
      volts: volts,
      series: CountSeries(
        start: Timestamp(nanoseconds: 0), sampleRate: SampleRate(microhertz: 200_000_000),
        counts: [counts]))
  }

  @Test("gain, offset, noise and effective bits")
  func voltages() throws {
    let report = try VoltageCalibration(subject, voltageUncertainty: 1e-4).report(
      on: [steady(0), steady(-5), steady(5)], recordings: [])
    let value = { (name: String) in
      report.file.measurements.first { $0.quantity == name }?.value ?? 0
    }
    #expect(abs(value("EHZ gain") / 1_234_567 - 1) < 1e-6)
    #expect(abs(value("EHZ offset") - 321) < 1)
    #expect(abs(value("EHZ noise") - 12) < 0.6)
    #expect(abs(value("EHZ effectiveBits") - log2(2 * 8_388_607 / (12 * 12.0.squareRoot()))) < 0.1)
  }

  @Test("a voltage that drifts, repeats or has no short is refused")
  func bad() {
    let calibration = VoltageCalibration(subject, voltageUncertainty: 1e-4)
    let drift = #expect(throws: CalibrationError.self) {
      _ = try calibration.report(
        on: [steady(0), steady(-5), steady(5, drift: 9000)], recordings: [])
    }
    #expect(drift?.message.contains("not steady") == true)
    #expect(drift?.segment != nil)
    let twice = #expect(throws: CalibrationError.self) {
      _ = try calibration.report(on: [steady(0), steady(5), steady(5)], recordings: [])
    }
    #expect(twice?.message.contains("two recordings at 5.0 V") == true)
    #expect(throws: CalibrationError.self) {
      _ = try calibration.report(on: [steady(1), steady(-5), steady(5)], recordings: [])
    }
  }

  @Test("a voltage beyond the rail is refused, though its counts stand still")
  func rail() {
    var beyond = steady(5)
    beyond.series.counts[0] = beyond.series.counts[0].map { _ in 8_388_607 }
    let refusal = #expect(throws: CalibrationError.self) {
      _ = try VoltageCalibration(subject, voltageUncertainty: 1e-4).report(
        on: [steady(0), steady(-5), beyond], recordings: [])
    }
    #expect(refusal?.message == "clipped voltage at 8388607 counts")
    #expect(refusal?.segment != nil)
  }

  /// A logarithmic sweep through high-passes of one pole each, its frequency slow enough that each
  /// cycle is a sine.
  private func sweep(corners: [Double], from low: Double = 0.1) -> CountSeries {
    let (seconds, high) = (240.0, 8.0)
    let rate = log(high / low) / seconds
    var random = GaussianNumbers(seed: 8)
    let counts = (0..<Int(seconds * 200)).map { index -> Double in
      let time = Double(index) / 200
      let hertz = low * exp(rate * time)
      let phase = 2 * Double.pi * low * (exp(rate * time) - 1) / rate
      let gain = corners.reduce(1.0) { $0 * hertz / hypot(hertz, $1) }
      let lead = corners.reduce(0.0) { $0 + atan2($1, hertz) }
      return (1_000_000 * gain * sin(phase + lead) + 50 * random.next()).rounded()
    }
    return CountSeries(
      start: Timestamp(nanoseconds: 0), sampleRate: SampleRate(microhertz: 200_000_000),
      counts: [counts])
  }

  @Test(
    "level within 1 % and the −3 dB corner within 3 %",
    arguments: [([0.5], 0.5), ([0.5, 0.5], 0.776_89), ([1.2], 1.2)])
  func sweeps(corners: [Double], expected: Double) throws {
    let report = try SweepCalibration(
      subject, channelIndex: 0, voltsRootMeanSquare: 0.1, voltageUncertainty: 0.001
    ).report(on: [sweep(corners: corners)], recordings: [])
    let value = { (name: String) in
      report.file.measurements.first { $0.quantity == name }?.value ?? 0
    }
    #expect(abs(value("EHZ gain") / (1e6 / 0.1 / 2.0.squareRoot()) - 1) < 0.01)
    #expect(abs(value("EHZ corner") / expected - 1) < 0.03, "\(value("EHZ corner"))")
  }

  @Test("a sweep that does not reach the corner is refused")
  func shortSweep() {
    #expect(throws: CalibrationError.self) {
      _ = try SweepCalibration(
        subject, channelIndex: 0, voltsRootMeanSquare: 0.1, voltageUncertainty: 0.001
      ).report(on: [sweep(corners: [0.05], from: 0.5)], recordings: [])
    }
  }
}

@Suite("Radon and clocks")
struct ExchangeAndClockTests {
  private let subject = Instruments.subject([], part: "RD200M")

  @Test("factor and background of an exchange, within three standard uncertainties")
  func exchange() throws {
    var random = GaussianNumbers(seed: 31)
    let intervals = (0..<72).map { index -> RadonExchange.Interval in
      let concentration = 100 + 80 * sin(Double(index) / 9)
      let expected = 0.81 * concentration + 3
      return RadonExchange.Interval(
        hours: 1, counts: max(0, (expected + expected.squareRoot() * random.next()).rounded()),
        referenceBecquerelsPerCubicMetre: concentration)
    }
    let report = try RadonExchange(
      subject, referenceUncertainty: 0.05, backgroundCountsPerHour: nil
    ).report(on: intervals, recordings: [])
    let factor = report.file.measurements[0]
    #expect(abs(factor.value - 0.81) < 3 * (factor.standardUncertainty ?? 0))
    #expect((factor.standardUncertainty ?? 0) / factor.value > 0.05)
    let background = report.file.measurements[1]
    #expect(abs(background.value - 3) < 3 * (background.standardUncertainty ?? 0))
    #expect(throws: CalibrationError.self) {
      _ = try RadonExchange(subject, referenceUncertainty: 0.05, backgroundCountsPerHour: nil)
        .report(on: Array(intervals.prefix(40)), recordings: [])
    }
  }

  @Test(
    "a table that is wrong is refused by line",
    arguments: [
      ("", "line 1"), ("hours,counts\n1,2", "line 1"),
      ("\(RadonExchange.Interval.heading)\n1,2", "line 2"),
      ("\(RadonExchange.Interval.heading)\n1,2,3\n0,2,3", "line 3"),
      ("\(RadonExchange.Interval.heading)\n1,-2,3", "line 2"),
      ("\(RadonExchange.Interval.heading)\n1,nan,3", "line 2"),
      ("\(RadonExchange.Interval.heading)\n1,1e300,3", "line 2"),
      ("\(RadonExchange.Interval.heading)\n1,2,3,4", "line 2"),
    ])
  func table(text: String, line: String) {
    let refusal = #expect(throws: CalibrationError.self) {
      _ = try RadonExchange.Interval.table(text, named: "t.csv")
    }
    #expect(refusal?.message.hasPrefix("t.csv: \(line):") == true)
  }

  @Test("a clock 50 ppm fast, and white phase noise falling as 1/τ")
  func clock() throws {
    var random = GaussianNumbers(seed: 17)
    let ticks = (0..<4096).map { index in
      ClockCalibration.Tick(
        sampleIndex: Double(index) * 25,
        seconds: Double(index) * 0.25 / (1 + 50e-6) + 1e-4 * random.next(), latencySeconds: 0.003)
    }
    let report = try ClockCalibration(subject, nominalHertz: 100).report(on: ticks, recordings: [])
    let rate = report.file.measurements[0]
    #expect(abs(rate.value - 50) < 4 * (rate.standardUncertainty ?? 0))
    #expect((rate.standardUncertainty ?? 1) < 0.05)
    let deviations = ClockCalibration.allan(
      ticks.map { $0.seconds - $0.sampleIndex / 100 }, ticks.map { $0.sampleIndex / 100 })
    // σ(τ) = √3 σₓ / τ for white phase noise.
    for (seconds, deviation) in deviations.prefix(6) {
      #expect(abs(deviation * seconds / (3.0.squareRoot() * 1e-4) - 1) < 0.15)
    }
    let median = report.file.measurements.first { $0.quantity == "latencyMedian" }
    #expect(median?.value == 0.003)
  }
}
