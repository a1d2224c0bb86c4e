import SeismicTypes

extension CalibrationFile {
  /// Decodes a calibration file, or throws everything that is wrong with it.
  package init(decoding source: ConfigurationBytes) throws(ConfigurationError) {
    let document: JSONDocument
    do {
      document = try JSONDocument(source)
    } catch {
      throw ConfigurationError(problems: [error])
    }
    self.init(document.root)
    try document.throwProblems()
  }

  private init(_ object: JSONObject) {
    object.readSchemaVersion()
    self.init(
      part: object.text("part", maximumBytes: 64, expected: "the maker's part number"),
      serial: object.text("serial", maximumBytes: 64, expected: "a serial number"),
      date: object.text("date", maximumBytes: 10, expected: "a day, YYYY-MM-DD"),
      method: object.text("method", maximumBytes: 255, expected: "how it was measured"))
    if !date.isEmpty && !isDay(date) { object.report("date", expected: "a day, YYYY-MM-DD") }
    temperatureDegreesCelsius = object.optionalNumber("temperatureDegreesCelsius", in: -60...125)
    for element in object.objects("channels", counts: 0...3) {
      let channel = ChannelCalibration(element)
      for earlier in channels where earlier.code == channel.code && !channel.code.isEmpty {
        element.report("code", expected: "a channel not named before")
      }
      channels.append(channel)
    }
    crossAxisRatios = matrix("crossAxisRatios", of: channels.count, in: -0.3...1, of: object)
    for (row, ratios) in crossAxisRatios.enumerated() where ratios[row] != 1 {
      object.report(
        at: object.path(of: "crossAxisRatios") + "[\(row)][\(row)]",
        value: decimalText(ratios[row]), expected: "1, the channel's own axis")
    }
    crossAxisUncertaintyRatios = matrix(
      "crossAxisUncertaintyRatios", of: channels.count, in: 0...1, of: object)
    for element in object.objects("measurements", counts: 0...100) {
      measurements.append(CalibrationMeasurement(element))
    }
    if channels.isEmpty && measurements.isEmpty {
      object.report("channels", expected: "a channel, or something in measurements")
    }
    for element in object.objects("recordings", counts: 0...1000) {
      recordings.append(CalibrationRecording(element))
    }
    object.reportUnknownKeys()
  }
}

extension ChannelCalibration {
  init(_ object: JSONObject) {
    let expected = "the channel's code in the board file, such as \"HNZ\""
    let code = object.code("code", lengths: 3...3, allowsDash: false, expected: expected)
    let sensitivity = Sensitivity(object)
    self.init(
      code: code ?? "", quantity: sensitivity.quantity,
      sensitivityCountsPerUnit: sensitivity.countsPerUnit)
    sensitivityUncertaintyPercent = object.optionalNumber(
      "sensitivityUncertaintyPercent", in: 0...100)
    offsetCounts = object.optionalNumber("offsetCounts", in: -2_147_483_647...2_147_483_647)
    offsetUncertaintyCounts = object.optionalNumber(
      "offsetUncertaintyCounts", in: 0...2_147_483_647)
    noiseDensityMicroUnitsPerRootHertz = object.optionalNumber(
      ChannelDescription.noiseDensityKey(quantity), in: 0...1e9)
    let stages = object.objects("responseStages", counts: 0...16)
    responseStages = stages.map(ResponseStage.init(_:))
    reportResponseStages(
      responseStages, stages, quantity: quantity,
      sensitivityCountsPerUnit: sensitivityCountsPerUnit, in: object)
    object.reportUnknownKeys()
    sensitivity.reportConflicts(of: code, in: object)
  }
}

extension CalibrationMeasurement {
  init(_ object: JSONObject) {
    self.init(
      quantity: object.text("quantity", maximumBytes: 64, expected: "what was measured"),
      unit: object.text("unit", maximumBytes: 32, expected: "the unit, 1 for a ratio"),
      value: object.number("value", in: -1e300...1e300),
      standardUncertainty: object.optionalNumber("standardUncertainty", in: 0...1e300))
    object.reportUnknownKeys()
  }
}

/// A square matrix of numbers, rows first, which may be left out; empty where it is wrong.
private func matrix(
  _ key: String, of count: Int, in range: ClosedRange<Double>, of object: JSONObject
) -> [[Double]] {
  guard object.has(key) else { return [] }
  let expected =
    "3 rows of 3 numbers in \(decimalText(range.lowerBound))...\(decimalText(range.upperBound)), "
    + "as there must be 3 channels"
  var rows: [[Double]] = []
  var isRight = count == 3
  for row in object.array(key, counts: 0...3) {
    let numbers = row.elements.compactMap { $0.number }
    if numbers.count != 3 || !numbers.allSatisfy({ range.contains($0) }) { isRight = false }
    rows.append(numbers)
  }
  guard isRight, rows.count == 3 else {
    object.report(key, expected: expected)
    return []
  }
  return rows
}

extension CalibrationRecording {
  init(_ object: JSONObject) {
    let expected = "64 lower-case hexadecimal digits, the SHA-256 of the recording"
    self.init(
      file: object.text("file", expected: "the name of a recording"),
      sha256: object.text("sha256", maximumBytes: 64, expected: expected))
    if !sha256.isEmpty && !isSHA256(sha256) { object.report("sha256", expected: expected) }
    object.reportUnknownKeys()
  }
}

/// Whether a text looks like YYYY-MM-DD with a month and a day that exist.
private func isDay(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  guard bytes.count == 10 else { return false }
  for (index, byte) in bytes.enumerated() {
    let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    let isDash = byte == UInt8(ascii: "-")
    guard index == 4 || index == 7 ? isDash : isDigit else { return false }
  }
  let month = Int(bytes[5] & 15) * 10 + Int(bytes[6] & 15)
  let day = Int(bytes[8] & 15) * 10 + Int(bytes[9] & 15)
  return (1...12).contains(month) && (1...31).contains(day)
}
