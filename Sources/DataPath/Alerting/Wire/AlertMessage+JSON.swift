import FixedPoint
import SeismicTypes

extension AlertMessage {
  /// The message as one JSON object without a line feed.
  ///
  /// The datagram's integers stand under the contract's names; physical values derived from them
  /// follow with three decimals.
  package var jsonLine: String { jsonObject().text }

  /// The line of a receiver, which also says whether the message's times may be relied on.
  package func jsonLine(isTimeTrusted: Bool) -> String {
    var line = jsonObject()
    line.add("timeTrusted", isTimeTrusted)
    return line.text
  }

  private func jsonObject() -> JSONLine {
    var line = JSONLine()
    line.add("type", word: type.word)
    addStation(to: &line)
    addEvent(to: &line)
    addPrediction(to: &line)
    addObservation(to: &line)
    addResults(to: &line)
    if let health { line.add("health", object: health.jsonObject()) }
    if let advisory { advisory.add(to: &line) }
    return line
  }

  private func addStation(to line: inout JSONLine) {
    line.add("version", unsigned: UInt64(version))
    line.add("station", station)
    line.add("bootId", unsigned: bootId)
    line.add("sequence", unsigned: sequence)
    line.add("sentTime", sentTime.nanoseconds)
    line.add("clockError", unsigned: UInt64(clockErrorMicroseconds))
    line.add("test", isTest)
    line.add(
      "position",
      raw: JSONLine.array([
        String(position.latitudeE7Degrees), String(position.longitudeE7Degrees),
        String(position.elevationMetres),
      ]))
    guard let sensors else { return }
    line.add(
      "sensors",
      raw: JSONLine.array([
        JSONLine.quoted(sensors.channel), String(sensors.agreeingCount),
        String(sensors.availableCount),
      ]))
  }

  private func addEvent(to line: inout JSONLine) {
    if let event { line.add("event", unsigned: event) }
    if let revision { line.add("revision", unsigned: UInt64(revision)) }
    if let onsetTime { line.add("onsetTime", onsetTime.nanoseconds) }
    if let window = windowLengthMilliseconds {
      line.add("windowLength", unsigned: UInt64(window))
      line.add("windowSeconds", thousandths: Int64(window))
    }
    if let sampleTime { line.add("sampleTime", sampleTime.nanoseconds) }
    if let level { line.add("level", unsigned: UInt64(level.rawValue)) }
  }

  private func addPrediction(to line: inout JSONLine) {
    if let pgvLog10 {
      line.add("pgv", pair: pgvLog10)
      line.add("pgvCentimetresPerSecond", powerOfTen: Int64(pgvLog10.mean))
      line.add("pgvLog10Sigma", thousandths: Int64(pgvLog10.sigma))
    }
    if let magnitude {
      line.add("magnitude", pair: magnitude)
      line.add("magnitudeValue", thousandths: Int64(magnitude.mean))
      line.add("magnitudeSigma", thousandths: Int64(magnitude.sigma))
    }
    if let distanceLog10 {
      line.add("distance", pair: distanceLog10)
      line.add("distanceKilometres", powerOfTen: Int64(distanceLog10.mean))
      line.add("distanceLog10Sigma", thousandths: Int64(distanceLog10.sigma))
    }
    if let probability = earthquakeProbabilityThousandths {
      line.add("earthquakeProbability", unsigned: UInt64(probability))
      line.add("earthquakeProbabilityFraction", thousandths: Int64(probability))
    }
    if let pd = pdLog10Thousandths {
      line.add("pd", Int64(pd))
      // A centimetre is 10⁴ µm; three decimals of a centimetre would show most of them as zero.
      line.add("pdMicrometres", powerOfTen: Int64(pd) + 4000)
    }
    if let tauC = tauCMilliseconds {
      line.add("tauc", unsigned: UInt64(tauC))
      line.add("taucSeconds", thousandths: Int64(tauC))
    }
  }

  private func addObservation(to line: inout JSONLine) {
    if let observed {
      let (pga, pgv) = (observed.pgaMicrometresPerSecondSquared, observed.pgvMicrometresPerSecond)
      line.add(
        "observed",
        raw: JSONLine.array([String(pga), String(pgv), String(observed.pgdMicrometres)])
      )
      line.add("observedPgaCentimetresPerSecondSquared", centiFromMicro: pga)
      line.add("observedPgvCentimetresPerSecond", centiFromMicro: pgv)
      line.add("observedPgdCentimetres", centiFromMicro: observed.pgdMicrometres)
    }
    if let intensity {
      line.add(
        "intensity",
        raw: JSONLine.array([String(intensity.mmiTenths), String(intensity.jmaTenths)]))
      line.add("intensityMmi", thousandths: Int64(intensity.mmiTenths) * 100)
      if intensity.jmaTenths != -999 {
        line.add("intensityJma", thousandths: Int64(intensity.jmaTenths) * 100)
      }
    }
  }

  private func addResults(to line: inout JSONLine) {
    if let flags { line.add("flags", unsigned: UInt64(flags.rawValue)) }
    if let modelHash { line.add("model", word: hexadecimalText(of: modelHash)) }
    if let latency = latencyMicroseconds {
      line.add("latency", unsigned: UInt64(latency))
    }
    if let sigma = onsetSigmaMilliseconds {
      line.add("onsetSigma", unsigned: UInt64(sigma))
      line.add("onsetSigmaSeconds", thousandths: Int64(sigma))
    }
    if let basis { line.add("basis", unsigned: UInt64(basis.rawValue)) }
    if let cancelReason { line.add("cancelReason", unsigned: UInt64(cancelReason.rawValue)) }
  }
}

extension Advisory {
  fileprivate func add(to line: inout JSONLine) {
    line.add(
      "advisory",
      raw: JSONLine.array([
        JSONLine.quoted(source), JSONLine.quoted(kind), String(valueThousandths),
        String(baselineThousandths), String(sigmaThousandths), JSONLine.quoted(unit),
      ]))
    line.add("advisoryValue", thousandths: valueThousandths)
    line.add("advisoryBaseline", thousandths: baselineThousandths)
    line.add("advisorySigma", thousandths: sigmaThousandths)
  }
}

extension JSONLine {
  fileprivate mutating func add(_ name: String, pair: Thousandths) {
    add(name, raw: Self.array([String(pair.mean), String(pair.sigma)]))
  }

  /// A logarithm in thousandths as the quantity itself; left out where it is beyond all physics.
  fileprivate mutating func add(_ name: String, powerOfTen exponentThousandths: Int64) {
    guard let power = powerOfTenThousandths(exponentThousandths) else { return }
    guard let thousandths = Int64(exactly: power) else { return }
    add(name, thousandths: thousandths)
  }

  /// Micro-units as hundredths of a unit: a thousandth of them is 10 micro-units, ties go up.
  fileprivate mutating func add(_ name: String, centiFromMicro value: UInt64) {
    let tens = value / 10 + (value % 10 >= 5 ? 1 : 0)
    guard let thousandths = Int64(exactly: tens) else { return }
    add(name, thousandths: thousandths)
  }
}
