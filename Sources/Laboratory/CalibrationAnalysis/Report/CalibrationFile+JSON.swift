internal import SeismicTypes
package import StationConfiguration

extension CalibrationFile {
  /// The file as the station reads it.
  package var json: OrderedJSON {
    var members: [(key: String, value: OrderedJSON)] = [
      ("schemaVersion", .number(1)), ("part", .text(part)), ("serial", .text(serial)),
      ("date", .text(date)), ("method", .text(method)),
    ]
    if let temperatureDegreesCelsius {
      members.append(("temperatureDegreesCelsius", .number(temperatureDegreesCelsius)))
    }
    members.append(("channels", .list(channels.map { $0.json })))
    if !crossAxisRatios.isEmpty {
      members.append(("crossAxisRatios", Self.matrix(crossAxisRatios)))
    }
    if !crossAxisUncertaintyRatios.isEmpty {
      members.append(("crossAxisUncertaintyRatios", Self.matrix(crossAxisUncertaintyRatios)))
    }
    if !measurements.isEmpty {
      members.append(("measurements", .list(measurements.map { $0.json })))
    }
    members.append(
      (
        "recordings",
        .list(
          recordings.map { .object([("file", .text($0.file)), ("sha256", .text($0.sha256))]) })
      ))
    return .object(members)
  }

  private static func matrix(_ rows: [[Double]]) -> OrderedJSON {
    .list(rows.map { .list($0.map { .number($0) }) })
  }
}

extension ChannelCalibration {
  fileprivate var json: OrderedJSON {
    let isVelocity = quantity == .velocity
    var members: [(key: String, value: OrderedJSON)] = [
      ("code", .text(code)),
      (
        isVelocity
          ? "sensitivityCountsPerMetrePerSecond" : "sensitivityCountsPerMetrePerSecondSquared",
        .number(sensitivityCountsPerUnit)
      ),
    ]
    let optional: [(key: String, value: Double?)] = [
      ("sensitivityUncertaintyPercent", sensitivityUncertaintyPercent),
      ("offsetCounts", offsetCounts), ("offsetUncertaintyCounts", offsetUncertaintyCounts),
      (
        isVelocity
          ? "noiseDensityMicrometresPerSecondPerRootHertz"
          : "noiseDensityMicrometresPerSecondSquaredPerRootHertz",
        noiseDensityMicroUnitsPerRootHertz
      ),
    ]
    for (key, value) in optional { if let value { members.append((key, .number(value))) } }
    if !responseStages.isEmpty {
      members.append(("responseStages", .list(responseStages.map { $0.json })))
    }
    return .object(members)
  }
}

extension ResponseStage {
  fileprivate var json: OrderedJSON {
    var members: [(key: String, value: OrderedJSON)] = [
      ("name", .text(name)), ("inputUnit", .text(inputUnit)), ("outputUnit", .text(outputUnit)),
      ("gainOutputPerInput", .number(gainOutputPerInput)),
    ]
    for (key, numbers) in [
      ("polesRadiansPerSecond", polesRadiansPerSecond),
      ("zerosRadiansPerSecond", zerosRadiansPerSecond),
    ] where !numbers.isEmpty {
      members.append(
        (key, .list(numbers.map { .list([.number($0.real), .number($0.imaginary)]) })))
    }
    return .object(members)
  }
}

extension CalibrationMeasurement {
  fileprivate var json: OrderedJSON {
    var members: [(key: String, value: OrderedJSON)] = [
      ("quantity", .text(quantity)), ("unit", .text(unit)), ("value", .number(value)),
    ]
    if let standardUncertainty {
      members.append(("standardUncertainty", .number(standardUncertainty)))
    }
    return .object(members)
  }
}
