import Foundation
import OnsiteModel
import SeismicTypes
import Testing

@Suite("The network's estimates")
struct NetworkEstimatorTests {
  @Test(
    "are what its outputs say, of the features in the model's own order",
    arguments: ["station_earthquake", "station_noise", "station_plain"])
  func outputs(model: String) throws {
    let memory = try NetworkMemory(ModelBytes(model).bytes)
    let contract = try #require(memory.contract)
    let order = try contract.featureIndices(in: NetworkFeatures.names)
    let estimator = try NetworkEstimator(memory)
    var random = SplitMix(state: 5)
    for _ in 0..<200 {
      var window = PWaveWindow(random: &random, exponents: 5...11)
      window.observed.pgvPicometresPerSecond = 0
      let estimate = estimator.estimate(window)
      let features = order.map { NetworkFeatures(window).valueQ16(at: $0) }
      let fed = memory.network.setFeatures(features.span)
      let outside = try #require(fed)
      memory.network.invoke()
      let outputs = contract.outputs.indices.map { Double(memory.network.valueQ16($0)) / 65_536 }
      let named = Dictionary(uniqueKeysWithValues: zip(contract.outputs, outputs))
      expect(estimate, says: named)
      #expect(estimate.isOutsideTrainingRange == (outside > 0))
    }
  }

  /// Means to half a thousandth, deviations and probabilities to what a thousandth of their logarithms
  /// brings.
  private func expect(_ estimate: Estimate, says outputs: [String: Double]) {
    func pair(_ found: Thousandths, _ mean: String, _ sigma: String) {
      let held = min(max(outputs[mean] ?? .nan, -6), 20)
      #expect(abs(Double(found.mean) - held * 1000) <= 0.51 || found.mean == -6_000)
      let deviation = min(max(1000 * pow(10, outputs[sigma] ?? .nan), 20), 2000)
      #expect(abs(Double(found.sigma) - deviation) <= 0.6 + 0.0012 * deviation)
    }
    pair(estimate.pgvLog10, "pgv_log10", "pgv_sigma_log10")
    pair(estimate.magnitude, "magnitude", "magnitude_sigma_log10")
    #expect((estimate.distanceLog10 == nil) == (outputs["distance_log10"] == nil))
    if let distance = estimate.distanceLog10 {
      pair(distance, "distance_log10", "distance_sigma_log10")
    }
    let odds = outputs["earthquake_odds_log10"].map { pow(10, $0) }
    let probability = odds.map { 1000 * $0 / (1 + $0) } ?? 1000
    #expect(abs(Double(estimate.earthquakeProbabilityThousandths) - probability) <= 1.1)
  }

  @Test("never predict less PGV than has been observed")
  func observedIsTheFloor() throws {
    let memory = try NetworkMemory(ModelBytes("station_earthquake").bytes)
    let estimator = try NetworkEstimator(memory)
    var random = SplitMix(state: 6)
    var window = PWaveWindow(random: &random, exponents: 8...8)
    window.observed.pgvPicometresPerSecond = 1_000_000_000_000
    #expect(estimator.estimate(window).pgvLog10.mean == 2_000)
  }

  @Test("of windows beyond 30 s lie outside the training range")
  func longWindows() throws {
    let memory = try NetworkMemory(ModelBytes("station_plain").bytes)
    let estimator = try NetworkEstimator(memory)
    var window = PWaveWindow()
    window.pvPicometresPerSecond = 100_000_000
    window.pdPicometres = 10_000_000
    window.windowMilliseconds = 30_000
    #expect(!estimator.estimate(window).isOutsideTrainingRange)
    window.windowMilliseconds = 31_000
    #expect(estimator.estimate(window).isOutsideTrainingRange)
    window.windowMilliseconds = 3_000
    window.pvPicometresPerSecond = 10_000
    #expect(estimator.estimate(window).isOutsideTrainingRange)
  }

  @Test(
    "are refused of a model that does not match, by name",
    arguments: [
      ("chain=1", "chain=2", "chain of the model is 2, expected 1"),
      ("feature=tau_p", "feature=tau_q", "feature of the model is tau_q"),
      ("feature=s_wave 32768 131072\n", "feature=s_wave 32768 1310 2\n", nil),
      ("output=magnitude\n", "output=magnitudo\n", "output of the model is magnitudo"),
      ("output=distance_log10\n", "output=distance_log11\n", "is distance_log11"),
    ] as [(String, String, String?)])
  func refusals(found: String, replaced: String, message: String?) throws {
    var bytes = try ModelBytes("station_earthquake").bytes
    let place = try #require(bytes.firstRange(of: Array(found.utf8)))
    bytes.replaceSubrange(place, with: Array(replaced.utf8))
    try #require(found.utf8.count == replaced.utf8.count)
    let error = #expect(throws: NetworkError.self) {
      _ = try NetworkEstimator(NetworkMemory(bytes))
    }
    if let message { #expect(error?.message.contains(message) == true) }
  }

  @Test("are refused of a model without a contract, and of one that lacks an output")
  func incompleteModels() throws {
    let plain = try NetworkMemory(ModelBytes("mlp").bytes)
    let foreign = #expect(throws: NetworkError.self) { _ = try NetworkEstimator(plain) }
    #expect(foreign?.message.contains("firstbreak") == true)
    var bytes = try ModelBytes("station_plain").bytes
    let text = try #require(bytes.firstRange(of: Array("format=1".utf8))).lowerBound
    let name = try #require(bytes.firstRange(of: Array("magnitude_sigma_log10".utf8)))
    bytes.replaceSubrange(name, with: Array("distance_sigma_log10".utf8))
    // The text is one byte shorter now; that byte goes behind it, so that nothing else moves.
    let end = try #require(bytes[text...].firstRange(of: Array("output=pgv_log10\n".utf8)))
      .upperBound
    bytes.insert(0, at: end)
    bytes[text - 4] -= 1
    let memory = try NetworkMemory(bytes)
    let lacking = #expect(throws: NetworkError.self) { _ = try NetworkEstimator(memory) }
    #expect(lacking?.message.contains("expected magnitude_sigma_log10 among them") == true)
  }

  @Test("without a model are the linear lines'")
  func fallback() {
    var random = SplitMix(state: 8)
    for _ in 0..<100 {
      let window = PWaveWindow(random: &random, exponents: 5...11)
      var linear = LinearEstimator().estimate(window)
      linear.isOutsideTrainingRange = LinearEstimator().isOutsideTrainingRange(window)
      #expect(OnsiteEstimator().estimate(window) == linear)
    }
  }
}
