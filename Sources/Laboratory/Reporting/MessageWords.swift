package import Alerting
import Foundation
import SeismicTypes

/// Messages in words, for people who watch a replay or a listener.
package enum MessageWords {
  /// What a message says, in one line.
  package static func text(of message: AlertMessage) -> String {
    switch message.type {
    case .pick: "P wave detected" + (isInCoda(message) ? " in the coda of another event" : "")
    case .estimate: (isFinal(message) ? "final: " : "") + findings(of: message)
    case .alert:
      "ALERT level \(levelText(message)), \(basisText(message)): \(findings(of: message))"
    case .cancel: "withdrawn: \(reasonText(message))"
    case .heartbeat: healthText(message)
    case .advisory: advisoryText(message)
    }
  }

  /// The name of a level, with the velocity where it begins.
  package static func name(of level: AlertLevel) -> String {
    switch level.rawValue {
    case 0: "none"
    case 1: "light"
    case 2: "moderate"
    case 3: "strong"
    default: "severe"
    }
  }

  private static func isInCoda(_ message: AlertMessage) -> Bool {
    message.flags?.contains(.inCoda) ?? false
  }

  private static func isFinal(_ message: AlertMessage) -> Bool {
    message.flags?.contains(.final) ?? false
  }

  private static func levelText(_ message: AlertMessage) -> String {
    let level = message.level ?? .none
    return "\(level.rawValue) \(name(of: level))"
  }

  private static func basisText(_ message: AlertMessage) -> String {
    switch message.basis {
    case .observed: "observed"
    case .both: "predicted and observed"
    default: "predicted"
    }
  }

  private static func reasonText(_ message: AlertMessage) -> String {
    switch message.cancelReason {
    case .sensorFault: "sensor fault"
    case .superseded: "superseded"
    default: "noise"
    }
  }

  /// Prediction, observation and level of an estimate or alert.
  private static func findings(of message: AlertMessage) -> String {
    var parts: [String] = []
    if let pgv = message.pgvLog10 {
      let mean = velocity(pgv.mean)
      let range = "\(velocity(pgv.mean - pgv.sigma)) to \(velocity(pgv.mean + pgv.sigma))"
      let window = seconds(milliseconds: message.windowLengthMilliseconds ?? 0)
      parts.append("PGV \(mean) cm/s (\(range)) from \(window) s of P wave")
    }
    if let magnitude = message.magnitude {
      let sigma = String(format: "%.1f", Double(magnitude.sigma) / 1000)
      parts.append("magnitude \(String(format: "%.1f", Double(magnitude.mean) / 1000)) ± \(sigma)")
    }
    if let observed = message.observed {
      let pgv = Double(observed.pgvMicrometresPerSecond) / 1e4
      parts.append("observed \(rounded(pgv)) cm/s")
    }
    if message.type == .estimate { parts.append("level \(levelText(message))") }
    return parts.joined(separator: ", ")
  }

  private static func healthText(_ message: AlertMessage) -> String {
    guard let health = message.health else { return "heartbeat" }
    var parts = ["up \(health.uptimeSeconds ?? 0) s"]
    if let isArmed = health.isArmed { parts.append(isArmed ? "armed" : "not armed") }
    parts.append("\(health.gaps ?? 0) gaps")
    parts.append("\(health.overruns ?? 0) overruns")
    parts.append("\(health.sendFailures ?? 0) send failures")
    if let version = health.softwareVersion { parts.append("version \(version.string)") }
    return "heartbeat: " + parts.joined(separator: ", ")
  }

  private static func advisoryText(_ message: AlertMessage) -> String {
    guard let advisory = message.advisory else { return "advisory" }
    let value = rounded(Double(advisory.valueThousandths) / 1000)
    let baseline = rounded(Double(advisory.baselineThousandths) / 1000)
    return "advisory: \(advisory.source.string) \(advisory.kind.string) \(value) "
      + "\(advisory.unit.string), usually \(baseline)"
  }

  /// A velocity in cm/s from its logarithm in thousandths.
  private static func velocity(_ log10Thousandths: Int32) -> String {
    rounded(pow(10, Double(log10Thousandths) / 1000))
  }

  /// Three significant digits, never as a power of ten.
  package static func rounded(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "0" }
    let digits = 2 - Int(log10(abs(value)).rounded(.down))
    return String(format: "%.\(min(max(digits, 0), 6))f", value)
  }

  private static func seconds(milliseconds: UInt32) -> String {
    String(format: "%.1f", Double(milliseconds) / 1000)
  }
}
