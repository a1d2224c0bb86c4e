import Foundation

/// One axis: what is measured in which unit, from where to where, and on which scale.
package struct Axis: Sendable {
  package enum Scale: Sendable { case linear, logarithmic }

  /// A value that is written at the axis.
  package struct Tick: Equatable, Sendable {
    package var value: Double
    package var text: String

    package init(_ value: Double, _ text: String) {
      self.value = value
      self.text = text
    }
  }

  /// With the unit, such as `time (s)`.
  package var label: String
  package var scale: Scale
  package let lower: Double
  package let upper: Double
  /// What is written in place of round values, such as the hours of a day.
  package var names: [Tick]?

  /// An axis over a range; one that is empty or not finite is widened to something drawable.
  package init(
    label: String, scale: Scale = .linear, from lower: Double, to upper: Double,
    names: [Tick]? = nil
  ) {
    self.label = label
    self.scale = scale
    self.names = names
    var bounds = (lower.isFinite ? lower : 0, upper.isFinite ? upper : 1)
    if scale == .logarithmic, bounds.0 <= 0 {
      bounds.0 = bounds.1 > 0 ? min(bounds.1 / 1e6, 1e-9) : 1e-9
    }
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

  /// The values that are written at the axis: steps of 1, 2 or 5 × 10ⁿ; on a logarithmic axis powers
  /// of ten, with their doubles and fivefolds where it spans less than two decades.
  package var ticks: [Double] {
    switch scale {
    case .linear: return linearTicks
    case .logarithmic: return logarithmicTicks
    }
  }

  /// What is written at the axis: its names or its ticks, those inside the ends.
  package var writtenTicks: [Tick] {
    let all = names ?? ticks.map { Tick($0, Self.text(of: $0)) }
    return all.filter { (-1e-9...1 + 1e-9).contains(fraction(of: $0.value)) }
  }

  /// Lines between the written ones: the ninths of each decade of a logarithmic axis.
  package var minorTicks: [Double] {
    guard scale == .logarithmic, names == nil, decades <= 6 else { return [] }
    return multiples([1, 2, 3, 4, 5, 6, 7, 8, 9])
  }

  private var decades: Double { log10(upper / lower) }

  private var linearTicks: [Double] {
    let step = Self.step(atLeast: (upper - lower) / 8)
    let first = (lower / step).rounded(.up)
    let last = (upper / step).rounded(.down)
    guard first <= last, abs(first) < 1e15, abs(last) < 1e15 else { return [] }
    return (Int(first)...Int(last)).map { Double($0) * step }
  }

  private var logarithmicTicks: [Double] {
    if decades < 2 {
      let ticks = multiples([1, 2, 5])
      return ticks.count > 1 ? ticks : linearTicks
    }
    let first = Int(log10(lower).rounded(.up))
    let last = Int(log10(upper).rounded(.down))
    guard first <= last else { return [] }
    let step = (last - first) / 6 + 1
    return stride(from: first, through: last, by: step).map { pow(10, Double($0)) }
  }

  /// The given multiples of powers of ten between the ends, in order.
  private func multiples(_ factors: [Double]) -> [Double] {
    let first = Int(log10(lower).rounded(.down))
    let last = Int(log10(upper).rounded(.down))
    var values: [Double] = []
    for power in first...last {
      let decade = pow(10, Double(power))
      values += factors.map { $0 * decade }
    }
    let (least, greatest) = (lower * (1 - 1e-9), upper * (1 + 1e-9))
    return values.filter { $0 >= least && $0 <= greatest }
  }

  private static func step(atLeast minimum: Double) -> Double {
    let power = pow(10, log10(minimum).rounded(.down))
    return ([1, 2, 5].first { $0 * power >= minimum } ?? 10) * power
  }

  /// A tick's value in as few digits as tell it from its neighbours.
  package static func text(of tick: Double) -> String {
    guard abs(tick) >= 1e5 || (tick != 0 && abs(tick) < 1e-3) else {
      return String(format: "%.6g", tick).replacing("-", with: "−")
    }
    let exponent = Int(log10(abs(tick) * (1 + 1e-12)).rounded(.down))
    let mantissa = String(format: "%.3g", tick / pow(10, Double(exponent)))
      .replacing("-", with: "−")
    let digits = "\(exponent)".map { superscripts[$0] ?? $0 }
    return (mantissa == "1" ? "" : mantissa + " × ") + "10" + String(digits)
  }

  private static let superscripts: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
    "8": "⁸", "9": "⁹",
  ]
}
