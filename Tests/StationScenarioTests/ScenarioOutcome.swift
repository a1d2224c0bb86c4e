import Alerting
import SeismicTypes

/// What the messages of a scenario say, in the words its expectations are written in.
extension ScenarioStation {
  var picks: [AlertMessage] { messages.filter { $0.type == .pick } }
  var alerts: [AlertMessage] { messages.filter { $0.type == .alert } }
  var cancels: [AlertMessage] { messages.filter { $0.type == .cancel } }
  /// The highest level of any message.
  var highestLevel: AlertLevel { messages.compactMap(\.level).max() ?? .none }
  /// The highest level that a prediction alone or with observed shaking has brought.
  var highestPredictedLevel: AlertLevel {
    messages.filter { $0.basis == .predicted || $0.basis == .both }.compactMap(\.level).max()
      ?? .none
  }

  /// Seconds of data time until the first message of at least a level.
  func seconds(untilLevel level: AlertLevel) -> Double? {
    messages.first { ($0.level ?? .none) >= level }?.sampleTime.map(Self.seconds)
  }

  static func seconds(_ time: Timestamp) -> Double { Double(time.nanoseconds) / 1e9 }

  /// Onsets of the picks, seconds of data time.
  var onsetSeconds: [Double] { picks.compactMap(\.onsetTime).map(Self.seconds) }

  /// Events that were opened and never ended with a final estimate or a cancel.
  var openEvents: Set<UInt64> {
    var open: Set<UInt64> = []
    for message in messages {
      guard let event = message.event else { continue }
      if message.type == .cancel || message.flags?.contains(.final) == true {
        open.remove(event)
      } else {
        open.insert(event)
      }
    }
    return open
  }
}
