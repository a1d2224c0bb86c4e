import Alerting
import Foundation
import Plotting
import SeismicTypes

/// How the prediction of one event's PGV went on, each value held until the next.
struct Prediction {
  private(set) var mean: [Point] = []
  private(set) var lower: [Point] = []
  private(set) var upper: [Point] = []

  /// The predictions of every event that had one, the last value drawn to the event's end.
  static func all(in trace: ReplayTrace, until end: Double) -> [Prediction] {
    var predictions: [UInt64: Prediction] = [:]
    for message in trace.messages {
      guard let event = message.event, let pgv = message.pgvLog10, let time = message.sampleTime
      else { continue }
      predictions[event, default: Prediction()].add(pgv, at: min(trace.seconds(to: time), end))
    }
    return predictions.sorted { $0.key < $1.key }.map { $0.value }
  }

  private mutating func add(_ pgv: Thousandths, at seconds: Double) {
    mean.append(Point(seconds, Self.velocity(pgv.mean)))
    lower.append(Point(seconds, Self.velocity(pgv.mean - pgv.sigma)))
    upper.append(Point(seconds, Self.velocity(pgv.mean + pgv.sigma)))
  }

  private static func velocity(_ log10Thousandths: Int32) -> Double {
    pow(10, Double(log10Thousandths) / 1000)
  }
}
