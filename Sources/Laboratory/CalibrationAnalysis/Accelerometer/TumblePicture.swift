internal import Foundation
internal import Plotting
internal import StationConfiguration

/// Draws what tells whether a tumble test is to be believed: residuals of the fit, stillness and
/// noise, position by position.
struct TumblePicture {
  let file: CalibrationFile
  let positions: [StillPosition]
  /// Which axis is up in each.
  let names: [String]
  let sensitivities: [Double]
  /// Shape [positionCount][channelCount], or one of each position's length; m/s².
  let residuals: [[Double]]
  let expected: [[Double]]

  /// More names than that do not stand beside one another.
  private static let mostNames = 8
  private static let shapes: [MarkerShape] = [.dot, .circle, .square]
  private static let styles: [LineStyle] = [.thick, .dashed, .dotted]
  private var milligram: Double { AccelerometerCalibration.milligram }

  var figure: Figure {
    var figure = Figure(
      title: "\(file.part) \(file.serial), \(file.date)", subtitle: file.method,
      axis: Axis(label: "position (number)", from: 0.4, to: Double(positions.count) + 0.6),
      panels: [residualPanel, stillnessPanel, noisePanel])
    guard positions.count <= Self.mostNames else { return figure }
    figure.marks = names.enumerated().map {
      Figure.Mark(at: Double($0.offset + 1), name: $0.element + " up", .grid)
    }
    return figure
  }

  private var residualPanel: Panel {
    let values = residuals.map { $0.map { $0 / milligram } }
    let limit = 2 * Statistics.median(expected.flatMap { $0 }.filter { $0 > 0 }) / milligram
    let largest = max(values.flatMap { $0 }.map { abs($0) }.max() ?? 0, limit) * 1.2
    var panel = Panel(Axis(label: "residual (mg)", from: -largest, to: largest))
    panel.levels = [
      Panel.Level(0, name: "", .thin), Panel.Level(limit, name: "2 σ expected", .grid),
      Panel.Level(-limit, name: "−2 σ", .grid),
    ]
    panel.curves = stems(values)
    panel.scatters = heads(values)
    return panel
  }

  private func place(_ position: Int, _ channel: Int, of count: Int) -> Double {
    Double(position + 1) + (Double(channel) - Double(count - 1) / 2) * 0.12
  }

  private func name(_ channel: Int, of count: Int) -> String {
    count == 3 ? file.channels[channel].code : "length"
  }

  /// A point for each value, so that a small one is seen, too.
  private func heads(_ values: [[Double]]) -> [Panel.Scatter] {
    let count = values.first?.count ?? 0
    return (0..<count).map { channel in
      Panel.Scatter(
        values.enumerated().map {
          Point(place($0.offset, channel, of: count), $0.element[channel])
        },
        Self.shapes[channel % 3], name: name(channel, of: count))
    }
  }

  /// A vertical stroke from zero for each value, channels beside one another.
  private func stems(_ values: [[Double]]) -> [Panel.Curve] {
    var curves: [Panel.Curve] = []
    for (index, row) in values.enumerated() {
      for (channel, value) in row.enumerated() {
        let x = place(index, channel, of: row.count)
        curves.append(
          Panel.Curve([Point(x, 0), Point(x, value)], Self.styles[channel % 3]))
      }
    }
    return curves
  }

  /// The means of whole seconds about the position's own.
  private var stillnessPanel: Panel {
    var curves: [Panel.Curve] = []
    var largest = 0.0
    for (index, position) in positions.enumerated() {
      for (channel, means) in position.secondMeanCounts.enumerated() {
        let points = means.enumerated().map { second, mean in
          Point(
            Double(index) + 0.6 + 0.8 * (Double(second) + 0.5) / Double(means.count),
            (mean - position.meanCounts[channel]) / abs(sensitivities[channel]) / milligram)
        }
        largest = max(largest, points.map { abs($0.y) }.max() ?? 0)
        curves.append(
          Panel.Curve(
            points, [.thin, .dashed, .dotted][channel % 3],
            name: index == 0 ? file.channels[channel].code : nil))
      }
    }
    largest = max(largest * 1.2, 1e-6)
    var panel = Panel(Axis(label: "second's mean (mg)", from: -largest, to: largest))
    panel.curves = curves
    return panel
  }

  private var noisePanel: Panel {
    let values = positions.map { position in
      position.noiseCounts.indices.map {
        position.noiseCounts[$0] / abs(sensitivities[$0]) / milligram
      }
    }
    let largest = max(values.flatMap { $0 }.max() ?? 0, 1e-6) * 1.4
    var panel = Panel(Axis(label: "noise of a sample (mg)", from: 0, to: largest))
    panel.curves = stems(values)
    panel.scatters = heads(values)
    return panel
  }
}
