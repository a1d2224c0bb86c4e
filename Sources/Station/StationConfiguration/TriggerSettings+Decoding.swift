extension TriggerSettings {
  init(_ object: JSONObject) {
    self.init()
    readRatio(object)
    readConfirmation(object)
    readTimes(object)
    object.reportUnknownKeys()
    reportContradictions(object)
  }

  private mutating func readRatio(_ object: JSONObject) {
    readAlgorithm(object)
    object.read("shortTermSeconds", in: 0.02...10, into: &shortTermSeconds)
    object.read("longTermSeconds", in: 1...120, into: &longTermSeconds)
    // The ratio is compared in Q8 against 8 integer bits.
    object.read("triggerThresholdRatio", in: 1.1...255, into: &triggerThresholdRatio)
    object.read("detriggerThresholdRatio", in: 0.1...255, into: &detriggerThresholdRatio)
    object.read("bandLowHertz", in: 0.1...50, into: &bandLowHertz)
    object.read("bandHighHertz", in: 0.2...100, into: &bandHighHertz)
    object.read("consecutiveSamplesCount", in: 1...20, into: &consecutiveSamplesCount)
    object.read("minimumLongTermCounts", in: 0...1e6, into: &minimumLongTermCounts)
  }

  private mutating func readAlgorithm(_ object: JSONObject) {
    let expected = "recursive, classic, delayed or allen"
    guard let word = object.optionalText("algorithm", expected: expected) else { return }
    guard let algorithm = Algorithm(rawValue: word) else {
      object.report("algorithm", expected: expected)
      return
    }
    self.algorithm = algorithm
  }

  private mutating func readConfirmation(_ object: JSONObject) {
    object.read("confirmSeconds", in: 0.1...0.5, into: &confirmSeconds)
    object.read("confirmThresholdRatio", in: 0...255, into: &confirmThresholdRatio)
    object.read("longestConfirmSeconds", in: 0.1...1, into: &longestConfirmSeconds)
    object.read("sustainThresholdRatio", in: 0...255, into: &sustainThresholdRatio)
    object.read("absoluteConfirmation", into: &absoluteConfirmation)
    object.read(
      "confirmAccelerationRangeCentimetresPerSecondSquared", in: 0...1000,
      into: &confirmAccelerationRangeCentimetresPerSecondSquared)
    object.read(
      "confirmMinimumPdLog10Centimetres", in: -10...6, into: &confirmMinimumPdLog10Centimetres)
    object.read(
      "confirmMaximumPdLog10Centimetres", in: -10...6, into: &confirmMaximumPdLog10Centimetres)
    object.read(
      "confirmMinimumPvLog10CentimetresPerSecond", in: -10...6,
      into: &confirmMinimumPvLog10CentimetresPerSecond)
    object.read(
      "confirmMaximumPvLog10CentimetresPerSecond", in: -10...6,
      into: &confirmMaximumPvLog10CentimetresPerSecond)
    object.read(
      "confirmMinimumPaLog10CentimetresPerSecondSquared", in: -10...6,
      into: &confirmMinimumPaLog10CentimetresPerSecondSquared)
    confirmMaximumHorizontalToVerticalRatio = object.optionalNumber(
      "confirmMaximumHorizontalToVerticalRatio", in: 0.01...100)
  }

  private mutating func readTimes(_ object: JSONObject) {
    object.read("horizontalThresholdRatio", in: 1.1...255, into: &horizontalThresholdRatio)
    object.read("agreementSeconds", in: 0.05...5, into: &agreementSeconds)
    object.read("detriggerSeconds", in: 0.05...30, into: &detriggerSeconds)
    object.read("maximumTriggeredSeconds", in: 5...600, into: &maximumTriggeredSeconds)
    object.read("holdOffSeconds", in: 0...120, into: &holdOffSeconds)
    object.read("warmUpSeconds", in: 1...600, into: &warmUpSeconds)
    object.read("gapToleranceSamples", in: 0...1000, into: &gapToleranceSamples)
    object.read("baselineSeconds", in: 10...3600, into: &baselineSeconds)
  }

  private func reportContradictions(_ object: JSONObject) {
    if shortTermSeconds >= longTermSeconds {
      object.report("shortTermSeconds", expected: "less than longTermSeconds")
    }
    if detriggerThresholdRatio >= triggerThresholdRatio {
      object.report("detriggerThresholdRatio", expected: "less than triggerThresholdRatio")
    }
    if longestConfirmSeconds < confirmSeconds {
      object.report("longestConfirmSeconds", expected: "at least confirmSeconds")
    }
    if bandLowHertz >= bandHighHertz {
      object.report("bandLowHertz", expected: "less than bandHighHertz")
    }
    if warmUpSeconds < longTermSeconds {
      object.report("warmUpSeconds", expected: "at least longTermSeconds")
    }
    if confirmMinimumPdLog10Centimetres >= confirmMaximumPdLog10Centimetres {
      object.report(
        "confirmMinimumPdLog10Centimetres", expected: "less than confirmMaximumPdLog10Centimetres")
    }
    if confirmMinimumPvLog10CentimetresPerSecond >= confirmMaximumPvLog10CentimetresPerSecond {
      object.report(
        "confirmMinimumPvLog10CentimetresPerSecond",
        expected: "less than confirmMaximumPvLog10CentimetresPerSecond")
    }
  }
}
