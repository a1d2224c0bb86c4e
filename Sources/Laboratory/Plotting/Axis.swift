import Foundation

/// One axis: what is measured in which unit, from where to where, and on which scale.
package struct Axis: Sendable {
  package enum Scale: Sendable { case linear, logarithmic }

  /// With the unit, such as `time (s)`.
  package var label: String
  package var scale: Scale
  package let lower: Double
  package let upper: Double

  /// An axis over a range; one that is empty or not finite is widened to something drawable.
  package init(label: String, scale: Scale = .linear, from lower: Double, to upper: Double) {
    self.label = label
    self.scale = scale
    var bounds = (lower.isFinite ? lower : 0, upper.isFinite ? upper : 1)
    if scale == .logarithmic { bounds.0 = max(bounds.0, 1e-9) }
    if bounds.1 <= bounds.0 {
      bounds.1 = scale == .logarithmic ? bounds.0 * 10 : bounds.0 + 1
    }
    self.lower = bounds.0
    self.upper = bounds.1
  }

  /// Where a value stands between the ends, 0…1 inside; a logarithmic axis puts what is not
  /// positive far below its lower end.
  package func fraction(of value: Double) -> Double {
    switch scale {
    case .linear: return (value - lower) / (upper - lower)
    case .logarithmic:
      guard value > 0 else { return -1 }
      return max(-1, log10(value / lower) / log10(upper / lower))
    }
  }

  /// The values that are written at the axis: steps of 1, 2 or 5 × 10ⁿ, or powers of ten.
  package var ticks: [Double] {
    switch scale {
    case .linear: return linearTicks
    case .logarithmic: return logarithmicTicks
    }
  }

  private var linearTicks: [Double] {
    let step = Self.step(atLeast: (upper - lower) / 8)
    let first = Int((lower / step).rounded(.up))
    let last = Int((upper / step).rounded(.down))
    guard first <= last else { return [] }
    return (first...last).map { Double($0) * step }
  }

  private var logarithmicTicks: [Double] {
    let first = Int(log10(lower).rounded(.up))
    let last = Int(log10(upper).rounded(.down))
    guard first <= last else { return [] }
    let step = (last - first) / 6 + 1
    return stride(from: first, through: last, by: step).map { pow(10, Double($0)) }
  }

  private static func step(atLeast minimum: Double) -> Double {
    let power = pow(10, log10(minimum).rounded(.down))
    return ([1, 2, 5].first { $0 * power >= minimum } ?? 10) * power
  }

  /// A tick's value in as few digits as tell it from its neighbours.
  static func text(of tick: Double) -> String {
    guard abs(tick) >= 1e5 || (tick != 0 && abs(tick) < 1e-3) else {
      return String(format: "%.6g", tick)
    }
    let exponent = Int(log10(abs(tick)).rounded(.down))
    let mantissa = tick / pow(10, Double(exponent))
    let digits = "\(exponent)".map { superscripts[$0] ?? $0 }
    return (mantissa == 1 ? "" : String(format: "%.3g × ", mantissa)) + "10" + String(digits)
  }

  private static let superscripts: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
    "8": "⁸", "9": "⁹",
  ]
}
