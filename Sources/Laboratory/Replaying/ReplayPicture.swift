import Alerting
import Foundation
import Plotting
import Reporting
import SeismicTypes
package import StationConfiguration
import StationRuntime

/// Draws a replay: the ground, the trigger, the prediction against what came.
package struct ReplayPicture: Sendable {
  private let trace: ReplayTrace
  private let trigger: TriggerSettings
  private let title: String

  /// A picture of a replay.
  ///
  /// - Parameters:
  ///   - trace: The replay.
  ///   - station: Whose trigger thresholds and name are shown.
  ///   - channels: The codes of the recording's channels.
  package init(_ trace: ReplayTrace, station: StationFile, channels: [String]) {
    self.trace = trace
    trigger = station.trigger
    title = station.identity.text + "  " + channels.joined(separator: " ")
  }

  /// The picture as an SVG file.
  package var svg: String {
    let end = trace.samples.last?.seconds ?? 1
    var figure = Figure(
      title: title, subtitle: summary,
      axis: Axis(label: "time since \(trace.startTime.iso8601) (s)", from: 0, to: end),
      panels: [accelerationPanel, ratioPanel, velocityPanel(until: end)])
    figure.marks = marks
    return figure.svg
  }

  private var summary: String {
    let pgv = Double(trace.tally.peaks.pgvPicometresPerSecond) / 1e10
    var words = "observed PGV \(MessageWords.rounded(pgv)) cm/s"
    if let warning = trace.tally.warningNanoseconds {
      words += String(
        format: ", 8.18 cm/s exceeded %.2f s after the level-3 alert", Double(warning) / 1e9)
    }
    return words
  }

  private var accelerationPanel: Panel {
    let points = trace.samples.map { Point($0.seconds, $0.verticalCentimetresPerSecondSquared) }
    let largest = max(points.map { abs($0.y) }.max() ?? 0, 1e-6) * 1.05
    var panel = Panel(
      Axis(label: "vertical acceleration (cm/s²)", from: -largest, to: largest))
    panel.curves = [Panel.Curve(points, .thin)]
    return panel
  }

  private var ratioPanel: Panel {
    let points = trace.samples.map { Point($0.seconds, $0.shortToLongTermRatio) }
    let largest = max(points.map { $0.y }.max() ?? 0, trigger.triggerThresholdRatio * 2)
    var panel = Panel(
      Axis(label: "STA/LTA (ratio)", scale: .logarithmic, from: 0.1, to: largest * 1.5))
    panel.curves = [Panel.Curve(points, .thin)]
    panel.levels = [
      Panel.Level(
        trigger.triggerThresholdRatio,
        name: "on \(Self.text(trigger.triggerThresholdRatio))", .dashed),
      Panel.Level(
        trigger.detriggerThresholdRatio,
        name: "off \(Self.text(trigger.detriggerThresholdRatio))", .dotted),
    ]
    return panel
  }

  private static func text(_ ratio: Double) -> String { String(format: "%g", ratio) }

  private func velocityPanel(until end: Double) -> Panel {
    let observed = trace.samples.map { Point($0.seconds, $0.pgvCentimetresPerSecond) }
    let predictions = Prediction.all(in: trace, until: end)
    let largest = max(
      observed.last?.y ?? 0, predictions.flatMap { $0.upper }.map { $0.y }.max() ?? 0, 40)
    let smallest = observed.lazy.map { $0.y }.filter { $0 > 0 }.min() ?? 0.01
    var panel = Panel(
      Axis(
        label: "PGV (cm/s)", scale: .logarithmic, from: min(max(smallest, 1e-4), 0.5),
        to: largest * 1.3))
    panel.curves = [Panel.Curve(observed, .thick, isStepped: true, name: "observed so far")]
    for (index, prediction) in predictions.enumerated() {
      let isFirst = index == 0
      panel.curves.append(
        Panel.Curve(
          prediction.mean, .thin, isStepped: true, name: isFirst ? "predicted" : nil))
      panel.bands.append(
        Panel.Band(
          lower: prediction.lower, upper: prediction.upper,
          name: isFirst ? "68 % of the prediction" : nil))
    }
    panel.levels = Self.levels
    return panel
  }

  private static let levels = [
    Panel.Level(1, name: "1 light", .dotted), Panel.Level(3.4, name: "3.4 moderate", .dotted),
    Panel.Level(8.18, name: "8.18 strong", .dashed), Panel.Level(31, name: "31 severe", .dotted),
  ]

  private var marks: [Figure.Mark] {
    var marks: [Figure.Mark] = []
    for message in trace.messages {
      switch message.type {
      case .pick:
        guard let onset = message.onsetTime else { continue }
        marks.append(Figure.Mark(at: trace.seconds(to: onset), name: "P", .thin))
      case .alert:
        guard let level = message.level, let time = message.sampleTime else { continue }
        marks.append(
          Figure.Mark(
            at: trace.seconds(to: time), name: "alert \(level.rawValue)", .dashed))
      default: continue
      }
    }
    if let shaking = trace.tally.firstStrongShakingTime {
      marks.append(
        Figure.Mark(at: trace.seconds(to: shaking), name: "8.18 cm/s exceeded", .dotted))
    }
    return marks.sorted { $0.at < $1.at }
  }
}
