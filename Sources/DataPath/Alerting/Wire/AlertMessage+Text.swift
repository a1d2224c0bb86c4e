import FixedPoint
import SeismicTypes

extension AlertMessage {
  /// The message in one line for people at a terminal, without a line feed; printable ASCII only.
  package var textLine: String {
    let tested = isTest ? " (test)" : ""
    return (sampleTime ?? sentTime).iso8601 + " " + station.string + " " + type.word + tested + ": "
      + content
  }

  private var content: String {
    switch type {
    case .heartbeat: health.map(Self.text) ?? ""
    case .pick: eventText + ", P onset " + (onsetTime?.iso8601 ?? "") + channelText
    case .estimate, .alert: eventText + levelText + predictionText + observedText
    case .cancel: eventText + " withdrawn: " + (cancelReason.map(Self.text) ?? "")
    case .advisory: advisory.map(Self.text) ?? ""
    }
  }

  private var eventText: String { "event \(event ?? 0) revision \(revision ?? 0)" }

  private var channelText: String {
    guard let sensors else { return "" }
    return " on " + sensors.channel.string
      + ", \(sensors.agreeingCount) of \(sensors.availableCount) sensors"
  }

  private var levelText: String {
    let words: [5 of String] = ["none", "light", "moderate", "strong", "severe"]
    guard let level else { return "" }
    let isFinal = flags?.contains(.final) ?? false
    return ", level \(level.rawValue) " + words[Int(level.rawValue)] + (isFinal ? ", final" : "")
  }

  private var predictionText: String {
    guard let pgvLog10, let magnitude else { return "" }
    var text = ", predicted"
    if let pgv = powerOfTenThousandths(Int64(pgvLog10.mean)), let pgv = Int64(exactly: pgv) {
      text += " PGV " + JSONLine.decimal(thousandths: pgv) + " cm/s"
    }
    text += " M " + JSONLine.decimal(thousandths: Int64(magnitude.mean)) + " +/- "
    text += JSONLine.decimal(thousandths: Int64(magnitude.sigma)) + " from "
    return text + JSONLine.decimal(thousandths: Int64(windowLengthMilliseconds ?? 0)) + " s"
  }

  private var observedText: String {
    guard let observed, let tens = Int64(exactly: observed.pgvMicrometresPerSecond / 10) else {
      return ""
    }
    return ", observed PGV " + JSONLine.decimal(thousandths: tens) + " cm/s"
  }

  private static func text(of reason: CancelReason) -> String {
    switch reason {
    case .noise: "noise"
    case .sensorFault: "sensor fault"
    case .superseded: "superseded"
    }
  }

  private static func text(of advisory: Advisory) -> String {
    advisory.source.string + " " + advisory.kind.string + " "
      + JSONLine.decimal(thousandths: advisory.valueThousandths) + " " + advisory.unit.string
      + ", baseline " + JSONLine.decimal(thousandths: advisory.baselineThousandths) + " +/- "
      + JSONLine.decimal(thousandths: advisory.sigmaThousandths)
  }

  private static func text(of health: Health) -> String {
    var text = "up \(health.uptimeSeconds ?? 0) s, \(health.overruns ?? 0) overruns"
    text += ", \(health.gaps ?? 0) gaps, \(health.sendFailures ?? 0) send failures"
    if let isArmed = health.isArmed { text += isArmed ? ", armed" : ", not armed" }
    return text
  }
}
