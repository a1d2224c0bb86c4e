internal import Foundation
internal import Plotting
internal import StationConfiguration

/// Draws the first releases with their fit, and the residuals of all.
struct GeophonePicture {
  let file: CalibrationFile
  let fit: GeophoneFit
  let transients: [Transient]

  var figure: Figure {
    let end = transients.compactMap { $0.times.last }.max() ?? 1
    return Figure(
      title: "\(file.part) \(file.serial), \(file.date)",
      subtitle: String(
        format: "%@: natural frequency %.3f Hz, damping %.4f", file.method,
        fit.naturalFrequencyHertz, fit.damping),
      axis: Axis(label: "time since the release (s)", from: 0, to: end),
      panels: [decayPanel, residualPanel])
  }

  private var decayPanel: Panel {
    guard let first = transients.first, let linear = fit.response.fit(first) else {
      return Panel(Axis(label: "counts", from: 0, to: 1))
    }
    let largest = (first.counts.map { abs($0) }.max() ?? 1) * 1.1
    var panel = Panel(Axis(label: "first release (counts)", from: -largest, to: largest))
    let model = zip(first.counts, linear.residuals).map { $0 - $1 }
    panel.curves = [
      Panel.Curve(zip(first.times, first.counts).map { Point($0, $1) }, .thin, name: "counts"),
      Panel.Curve(zip(first.times, model).map { Point($0, $1) }, .dashed, name: "fit"),
    ]
    return panel
  }

  private var residualPanel: Panel {
    var curves: [Panel.Curve] = []
    var largest = 0.0
    for (index, transient) in transients.enumerated() {
      let residuals = fit.response.fit(transient)?.residuals ?? []
      let points = zip(transient.times, residuals).map { Point($0, $1 / transient.noise) }
      largest = max(largest, points.map { abs($0.y) }.max() ?? 0)
      curves.append(
        Panel.Curve(
          points, index == 0 ? .thick : .hair,
          name: index == 0 ? "first" : index == 1 ? "others" : nil))
    }
    // The first over the others.
    curves.reverse()
    largest *= 1.3
    var panel = Panel(Axis(label: "residual (σ of noise)", from: -largest, to: largest))
    panel.curves = curves
    panel.levels = [Panel.Level(2, name: "2 σ", .grid), Panel.Level(-2, name: "−2 σ", .grid)]
    return panel
  }
}
