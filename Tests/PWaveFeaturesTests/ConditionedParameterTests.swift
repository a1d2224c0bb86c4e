import Conditioning
import PWaveFeatures
import SeismicTypes
import Testing

/// Pa, Pv, Pd and τc of counts through the station's own conditioning, against SciPy:
/// Fixtures/pparams.
struct ConditionedParameterTests {
  /// Case C rides on 5.0499 cm/s², the mean before the event, which calibration takes off.
  @Test(arguments: [("A_sin1Hz", 0), ("B_burst", 0), ("C_burst_dc", 50_499)] as [(String, Int32)])
  func everyParameterIsWithinAThousandth(name: String, offsetCounts: Int32) throws {
    let column = try #require(["A_sin1Hz", "B_burst", "C_burst_dc"].firstIndex(of: name))
    var conditioner = try Self.conditioner(offsetCounts: Double(offsetCounts))
    var features = PWaveFeatures(sampleRate: SampleRate(microhertz: 100_000_000))
    var windows: [Int32: PWaveWindow] = [:]
    var motion = GroundMotion()
    for (index, row) in try fixtureRows("pparams/acceleration.csv").enumerated() {
      if index == 1_020 { features.open(onsetSampleIndex: 1_000) }
      let counts = try #require(Int32(row[column])) + offsetCounts
      conditioner.process(
        vertical: counts, north: 0, east: 0, isBaselineFrozen: false, into: &motion)
      if let window = features.process(motion, sampleIndex: Int64(index), isQuiet: false) {
        windows[window.windowMilliseconds] = window
      }
    }
    let expected = try fixtureRows("pparams/expected.csv").filter { $0[0] == name }
    #expect(expected.count == 6)
    for row in expected {
      let values = try row.dropFirst().map { try #require(Double($0)) }
      let window = try #require(windows[Int32(values[0] * 1_000)])
      let measured = [
        Double(window.paPicometresPerSecondSquared) / 1e10,
        Double(window.pvPicometresPerSecond) / 1e10, Double(window.pdPicometres) / 1e10,
        Double(window.tauCMicroseconds) / 1e6,
      ]
      for (value, truth) in zip(measured, values.dropFirst()) {
        #expect(abs(value / truth - 1) < 0.001, "\(name), \(values[0]) s")
      }
    }
  }

  /// One vertical channel of 10⁻⁴ cm/s² a count without a running mean.
  private static func conditioner(offsetCounts: Double) throws -> Conditioner {
    var parameters = Conditioner.Parameters(
      sampleRate: SampleRate(microhertz: 100_000_000),
      channels: [
        Conditioner.Channel(
          quantity: .acceleration, countsPerUnit: 1e6, fullScaleCounts: .max,
          offsetCounts: offsetCounts, azimuthDegrees: 0, dipDegrees: -90)
      ], baseline: .fixed)
    parameters.followsLevelShifts = false
    return try Conditioner(parameters)
  }
}
