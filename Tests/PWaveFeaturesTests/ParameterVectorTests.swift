import PWaveFeatures
import SeismicTypes
import Testing

/// Pa, Pv, Pd and τc against SciPy: Fixtures/pparams.
struct ParameterVectorTests {
  @Test(arguments: ["A_sin1Hz", "B_burst", "C_burst_dc"])
  func everyParameterIsWithinAThousandth(name: String) throws {
    let column = try #require(["A_sin1Hz", "B_burst", "C_burst_dc"].firstIndex(of: name))
    var chain = FloatChain(sampleRateHertz: 100)
    var features = PWaveFeatures(sampleRate: SampleRate(microhertz: 100_000_000))
    var windows: [Int32: PWaveWindow] = [:]
    for (index, row) in try fixtureRows("pparams/acceleration.csv").enumerated() {
      // The trigger would confirm 0.2 s late.
      if index == 1_020 { features.open(onsetSampleIndex: 1_000) }
      let motion = chain.process(try #require(Double(row[column])) / 10_000)
      if let window = features.process(motion, sampleIndex: Int64(index), isQuiet: false) {
        windows[window.windowMilliseconds] = window
      }
    }
    let expected = try fixtureRows("pparams/expected.csv").filter { $0[0] == name }
    #expect(expected.count == 6)
    for row in expected {
      let values = try row.dropFirst().map { try #require(Double($0)) }
      let window = try #require(windows[Int32(values[0] * 1_000)])
      #expect(window.sampleCount == Int64(values[0] * 100))
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
}
