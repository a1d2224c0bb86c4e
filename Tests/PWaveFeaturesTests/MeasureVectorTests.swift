import Foundation
import PWaveFeatures
import SeismicTypes
import Testing

/// Every measure beside Pa, Pv, Pd and τc against SciPy: Fixtures/pparams/measures.csv.
struct MeasureVectorTests {
  private static let rate = SampleRate(microhertz: 100_000_000)
  private static let cases = ["A_sin1Hz", "B_burst", "C_burst_dc"]

  @Test(arguments: cases)
  func everyMeasureIsWithinAThousandth(name: String) throws {
    let windows = try Self.windows(of: name)
    for row in try Self.expected(name) {
      let window = try #require(windows[Int32(row[0] * 1_000)])
      let measured = [
        Double(window.tauPMicroseconds) / 1e6,
        Double(window.iv2SquarePicometresPerSecond) / 1e20,
        Double(window.id2SquarePicometreSeconds) / 1e20,
        Double(window.cavPicometresPerSecond) / 1e10,
        Double(window.ariasFemtometresPerSecond) / 1e13,
        Double(window.powerSquarePicometresPerSecondCubed) / 1e20,
        Double(window.pvAboveHalfHertzPicometresPerSecond) / 1e10,
        Double(window.pdAboveHalfHertzPicometres) / 1e10,
        Double(window.tauCAboveHalfHertzMicroseconds) / 1e6,
        Double(window.dominantFrequencyMillihertz) / 1e3,
      ]
      let expected = [row[1], row[3], row[4], row[5], row[6], pow(10, row[7])] + row[8...11]
      for (place, (value, truth)) in zip(measured, expected).enumerated() {
        #expect(
          abs(value - truth) <= 0.001 * truth + 0.001, "\(name), \(row[0]) s, measure \(place)")
      }
    }
  }

  /// Slower octaves are sampled eight times in their shortest period at least; where the window is
  /// shorter than half of that, there is nothing to compare.
  @Test(arguments: cases)
  func everyOctaveIsWithinAnEighth(name: String) throws {
    let windows = try Self.windows(of: name)
    for row in try Self.expected(name) {
      let window = try #require(windows[Int32(row[0] * 1_000)])
      for band in 0..<9 {
        guard row[0] * 0.1875 * pow(2, Double(band)) >= 0.5 else { continue }
        let measured = Double(window.bandPeaks[band]) / 1e7
        #expect(
          abs(measured / row[12 + band] - 1) < 0.125, "\(name), \(row[0]) s, octave \(band)")
      }
    }
  }

  /// The published τp has no low-pass: the recursion alone must agree, from the first sample on.
  @Test(arguments: cases)
  func thePredominantPeriodAgreesWithItsRecursion(name: String) throws {
    let column = try #require(Self.cases.firstIndex(of: name))
    var chain = FloatChain(sampleRateHertz: 100)
    var period = PredominantPeriod(sampleRate: Self.rate)
    var longest = PeriodRatio()
    var found: [Int: Double] = [:]
    for (index, row) in try fixtureRows("pparams/acceleration.csv").enumerated() {
      let motion = chain.process(try #require(Double(row[column])) / 10_000)
      period.process(motion.velocityPicometresPerSecond.vertical)
      if index >= 1_005, period.ratio.exceeds(longest) { longest = period.ratio }
      found[index + 1] = Double(longest.periodMicroseconds(sampleRate: Self.rate)) / 1e6
    }
    for row in try Self.expected(name) {
      let value = try #require(found[1_000 + Int(row[0] * 100)])
      #expect(abs(value / row[2] - 1) < 0.0001, "\(name), \(row[0]) s")
    }
  }

  @Test(
    arguments: [
      (20, 6...8), (30, 7...8), (50, 8...8), (100, nil), (500, nil), (1_000, nil),
    ] as [(Int64, ClosedRange<Int>?)])
  func octavesBeyondHalfTheSampleRateAreMasked(hertz: Int64, absent: ClosedRange<Int>?) throws {
    var features = PWaveFeatures(sampleRate: SampleRate(microhertz: hertz * 1_000_000))
    features.open(onsetSampleIndex: 0)
    var window: PWaveWindow?
    for index in 0..<hertz where window == nil {
      window = features.process(GroundMotion(), sampleIndex: index, isQuiet: false)
    }
    let masked = try #require(window).maskedFeatures
    for band in 0..<9 {
      #expect(masked.has(.band(band)) == (absent?.contains(band) ?? false), "\(band)")
    }
  }

  /// What the windows of a case measured, by their length.
  private static func windows(of name: String) throws -> [Int32: PWaveWindow] {
    let column = try #require(cases.firstIndex(of: name))
    var chain = FloatChain(sampleRateHertz: 100)
    var features = PWaveFeatures(sampleRate: rate)
    var windows: [Int32: PWaveWindow] = [:]
    for (index, row) in try fixtureRows("pparams/acceleration.csv").enumerated() {
      if index == 1_020 { features.open(onsetSampleIndex: 1_000) }
      let motion = chain.process(try #require(Double(row[column])) / 10_000)
      let window = features.process(motion, sampleIndex: Int64(index), isQuiet: false)
      if let window { windows[window.windowMilliseconds] = window }
    }
    return windows
  }

  private static func expected(_ name: String) throws -> [[Double]] {
    let rows = try fixtureRows("pparams/measures.csv").filter { $0[0] == name }
    #expect(rows.count == 6)
    return try rows.map { try $0.dropFirst().map { try #require(Double($0)) } }
  }
}
