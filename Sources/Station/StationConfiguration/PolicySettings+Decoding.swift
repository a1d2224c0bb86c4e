extension PolicySettings {
  init(_ object: JSONObject, hasModel: Bool) {
    self.init(hasModel: hasModel)
    object.read("lightProbability", in: 0.001...0.999, into: &lightProbability)
    object.read("moderateProbability", in: 0.001...0.999, into: &moderateProbability)
    object.read("strongProbability", in: 0.001...0.999, into: &strongProbability)
    object.read("severeProbability", in: 0.001...0.999, into: &severeProbability)
    object.read("earlyProbabilityIncrease", in: 0...0.5, into: &earlyProbabilityIncrease)
    object.read(
      "minimumEarthquakeProbability", in: 0...0.999, into: &minimumEarthquakeProbability)
    object.read(
      "strongEarthquakeProbability", in: 0...0.999, into: &strongEarthquakeProbability)
    object.read("estimateStepPgvLog10", in: 0...2, into: &estimateStepPgvLog10)
    object.read("estimateStepMagnitude", in: 0...4, into: &estimateStepMagnitude)
    // Receivers count on an estimate at least every 10 s and on a cancel within 10 s.
    object.read("estimateIntervalSeconds", in: 0.5...10, into: &estimateIntervalSeconds)
    object.read("heartbeatSeconds", in: 1...60, into: &heartbeatSeconds)
    object.read("observedConsecutiveSamples", in: 1...100, into: &observedConsecutiveSamples)
    object.read("quietSeconds", in: 5...300, into: &quietSeconds)
    object.read("cancelWindowSeconds", in: 0...10, into: &cancelWindowSeconds)
    object.reportUnknownKeys()
  }
}
