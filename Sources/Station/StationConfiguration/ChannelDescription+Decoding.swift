import SeismicTypes

extension ChannelDescription {
  /// Decodes the channel at a position of the source's list, which is its place in the frame too
  /// unless the file says otherwise.
  init(_ object: JSONObject, position: Int) {
    let codeExpected = "three of A–Z and 0–9, the last one of Z, N, 1, R, E, 2 and T"
    let code = object.code("code", lengths: 3...3, allowsDash: false, expected: codeExpected)
    let component = code.map { ChannelComponent(channelCode: $0) } ?? .vertical
    if component == nil { object.report("code", expected: codeExpected) }
    let sensitivity = Sensitivity(object)
    self.init(
      code: code ?? "", component: component ?? .vertical,
      index: object.optionalInteger("index", in: 0...15) ?? position,
      azimuthDegrees: object.number("azimuthDegrees", in: 0...360),
      dipDegrees: object.number("dipDegrees", in: -90...90),
      fullScaleCounts: Int32(object.integer("fullScaleCounts", in: 1...Int(Int32.max))),
      quantity: sensitivity.quantity, sensitivityCountsPerUnit: sensitivity.countsPerUnit)
    element = object.optionalText("element", maximumBytes: 64)
    sensitivityFrequencyHertz = object.optionalNumber("sensitivityFrequencyHertz", in: 0...1000)
    object.read("offsetCounts", in: -2_147_483_647...2_147_483_647, into: &offsetCounts)
    noiseDensityMicroUnitsPerRootHertz = object.optionalNumber(
      Self.noiseDensityKey(quantity), in: 0...1e9)
    let stages = object.objects("responseStages", counts: 0...16)
    responseStages = stages.map(ResponseStage.init(_:))
    extendedCornerHertz = object.optionalNumber("extendedCornerHertz", in: 0.075...100)
    object.reportUnknownKeys()
    sensitivity.reportConflicts(of: code, in: object)
    reportResponseStages(
      responseStages, stages, quantity: quantity,
      sensitivityCountsPerUnit: sensitivityCountsPerUnit, in: object)
    if extendedCornerHertz != nil && geophone == nil {
      object.report("extendedCornerHertz", expected: Geophone.expected)
    }
  }

  /// The key of the self-noise of a quantity.
  static func noiseDensityKey(_ quantity: Quantity) -> String {
    quantity == .acceleration
      ? "noiseDensityMicrometresPerSecondSquaredPerRootHertz"
      : "noiseDensityMicrometresPerSecondPerRootHertz"
  }
}

/// The stages must lead from the ground to counts and multiply to the sensitivity.
func reportResponseStages(
  _ responseStages: [ResponseStage], _ stages: [JSONObject], quantity: Quantity,
  sensitivityCountsPerUnit: Double, in object: JSONObject
) {
  guard let first = responseStages.first, let last = stages.last else { return }
  let ground = quantity == .acceleration ? "m/s2" : "m/s"
  if first.inputUnit != ground {
    stages[0].report("inputUnit", expected: quotedText(ground) + ", the channel's quantity")
  }
  var unit = first.inputUnit
  var gain = 1.0
  for (position, stage) in responseStages.enumerated() {
    if stage.inputUnit != unit {
      stages[position].report(
        "inputUnit", expected: quotedText(unit) + ", what the stage before gives")
    }
    unit = stage.outputUnit
    gain *= stage.gainOutputPerInput
  }
  if unit != "count" { last.report("outputUnit", expected: "\"count\" at the last stage") }
  guard abs(gain - sensitivityCountsPerUnit) > 0.01 * abs(sensitivityCountsPerUnit) else {
    return
  }
  object.report(
    "responseStages",
    expected: "gains whose product \(decimalText(gain)) is the sensitivity "
      + "\(decimalText(sensitivityCountsPerUnit)) within 1 %")
}
