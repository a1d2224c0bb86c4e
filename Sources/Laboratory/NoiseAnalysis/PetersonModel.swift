import Foundation

/// The low- and the high-noise model of the Earth's background (Peterson 1993, USGS Open-File Report
/// 93-322, tables 3 and 4): acceleration power in dB relative to 1 m²/s⁴/Hz, A + B·log10(T).
package enum PetersonModel: Sendable, CaseIterable {
  case low
  case high

  /// The name by which the field knows it.
  package var name: String { self == .low ? "NLNM" : "NHNM" }

  /// The power at a period; nil outside the model.
  package func decibels(atPeriodSeconds period: Double) -> Double? {
    let table = self == .low ? Self.lowTable : Self.highTable
    let end = 100_000.0
    guard period <= end, let row = table.last(where: { $0.periodSeconds <= period }) else {
      return nil
    }
    return row.a + row.b * log10(period)
  }

  private typealias Row = (periodSeconds: Double, a: Double, b: Double)

  private static let lowTable: [Row] = [
    (0.10, -162.36, 5.64), (0.17, -166.7, 0), (0.40, -170, -8.3), (0.80, -166.4, 28.9),
    (1.24, -168.6, 52.48), (2.40, -159.98, 29.81), (4.30, -141.1, 0), (5.00, -71.36, -99.77),
    (6.00, -97.26, -66.49), (10.00, -132.18, -31.57), (12.00, -205.27, 36.16),
    (15.60, -37.65, -104.33), (21.90, -114.37, -47.1), (31.60, -160.58, -16.28),
    (45.00, -187.5, 0), (70.00, -216.47, 15.7), (101.00, -185, 0), (154.00, -168.34, -7.61),
    (328.00, -217.43, 11.9), (600.00, -258.28, 26.6), (10_000, -346.88, 48.75),
  ]

  private static let highTable: [Row] = [
    (0.10, -108.73, -17.23), (0.22, -150.34, -80.5), (0.32, -122.31, -23.87),
    (0.80, -116.85, 32.51), (3.80, -108.48, 18.08), (4.60, -74.66, -32.95),
    (6.30, 0.66, -127.18), (7.90, -93.37, -22.42), (15.40, 73.54, -162.98),
    (20.00, -151.52, 10.01), (354.80, -206.66, 31.63),
  ]
}
