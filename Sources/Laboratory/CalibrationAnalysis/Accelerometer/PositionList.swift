internal import Foundation
internal import SeismicTypes

/// The positions of a tumble test, as found in recordings; refuses those that say something else than
/// they should.
package struct PositionList: Sendable {
  package private(set) var positions: [StillPosition] = []
  /// Rests that were too short to be used.
  package private(set) var shortRests: [TimeSpan] = []
  /// What the operator should know, such as rests too short to be used.
  package private(set) var remarks: [String] = []

  private let nominal: NominalSensor
  private let check: StillnessCheck
  private static let sameDegrees = 5.0

  package init(_ nominal: NominalSensor, check: StillnessCheck) {
    self.nominal = nominal
    self.check = check
  }

  /// Takes every position of a recording in which the sensor was turned from one to the next.
  package mutating func takeTumble(_ series: [CountSeries]) throws(CalibrationError) {
    for part in series {
      let (held, short) = check.ranges(of: part, sensitivities: nominal.sensitivities)
      for range in short {
        shortRests.append(part.span(range))
        remarks.append(
          "at rest for less than \(check.minimumSeconds) s, not used: " + part.span(range).text)
      }
      var before: (position: StillPosition, end: Int)?
      for range in held {
        let position = StillPosition(part, range)
        if let before, nominal.degrees(before.position, position) < Self.sameDegrees {
          throw CalibrationError(
            "moved during a position, expected it to be still until it is turned",
            at: part.span(before.end..<range.lowerBound))
        }
        try take(position)
        before = (position, range.upperBound)
      }
    }
  }

  /// Takes the one position of a recording, in which the sensor may be handled at the ends only.
  package mutating func takeSingle(_ series: [CountSeries]) throws(CalibrationError) {
    var found: StillPosition?
    for part in series {
      let (held, short) = check.ranges(of: part, sensitivities: nominal.sensitivities)
      for range in held {
        if let found {
          throw CalibrationError(
            "moved during the position, expected one rest a recording",
            at: TimeSpan(
              start: found.span.end, end: part.time(ofSample: range.lowerBound), file: part.file))
        }
        found = StillPosition(part, range)
      }
      guard found != nil || short.isEmpty else {
        let between = short.count > 1 ? short[0].upperBound..<short[1].lowerBound : short[0]
        throw CalibrationError(
          "moved during the position, expected \(check.minimumSeconds) s at rest",
          at: part.span(between))
      }
    }
    guard let found else {
      throw CalibrationError(
        "the sensor is never at rest for \(check.minimumSeconds) s",
        at: series.first.map { $0.span(0..<$0.sampleCount) })
    }
    try take(found)
  }

  /// Adds a position that no other repeats.
  private mutating func take(_ position: StillPosition) throws(CalibrationError) {
    try nominal.checkMagnitude(position)
    try nominal.checkRails(position)
    for earlier in positions where nominal.degrees(earlier, position) < Self.sameDegrees {
      throw CalibrationError(
        "two positions are the same within \(Int(Self.sameDegrees))°: "
          + "\(nominal.pointing(position)), also held \(earlier.span.text)",
        at: position.span)
    }
    positions.append(position)
  }
}

/// What the board file says of the sensor, for judging what it reads.
package struct NominalSensor: Sendable {
  /// One a channel: its letter of the component, counts per m/s² and counts at rest.
  package let letters: [String]
  package let sensitivities: [Double]
  package let offsets: [Double]
  package let fullScaleCounts: [Double]

  package init(
    letters: [String], sensitivities: [Double], offsets: [Double], fullScaleCounts: [Double]
  ) {
    self.letters = letters
    self.sensitivities = sensitivities
    self.offsets = offsets
    self.fullScaleCounts = fullScaleCounts
  }

  /// The specific force by nominal values, m/s² along each channel's axis.
  package func force(_ position: StillPosition) -> [Double] {
    sensitivities.indices.map { (position.meanCounts[$0] - offsets[$0]) / sensitivities[$0] }
  }

  /// Where up is, seen from the sensor: a unit vector.
  package func up(_ position: StillPosition) -> [Double] {
    let force = force(position)
    let size = max(Vector.length(force), 1e-9)
    return force.map { $0 / size }
  }

  /// The angle between two positions.
  func degrees(_ first: StillPosition, _ second: StillPosition) -> Double {
    Vector.degrees(up(first), up(second))
  }

  /// The axis nearest to up, such as `+Z`.
  package func pointing(_ position: StillPosition) -> String {
    Face.nearest(to: up(position)).name(letters)
  }

  /// Refuses a position that does not weigh about one g: another part, range or unit.
  func checkMagnitude(_ position: StillPosition) throws(CalibrationError) {
    let size = Vector.length(force(position)) / LocalGravity.standardMetresPerSecondSquared
    guard size < 0.8 || size > 1.2 else { return }
    throw CalibrationError(
      String(
        format: "reads %.3f g at rest by the board's sensitivities, expected 0.8 to 1.2 g: another "
          + "part, range or unit?", size), at: position.span)
  }

  /// Refuses a position in which a channel stands at its rail.
  func checkRails(_ position: StillPosition) throws(CalibrationError) {
    for channel in letters.indices
    where abs(position.meanCounts[channel]) >= 0.995 * fullScaleCounts[channel] {
      throw CalibrationError(
        "channel \(letters[channel]) stands at its full scale of "
          + "\(Int(fullScaleCounts[channel])) counts", at: position.span)
    }
  }
}

/// Vectors of three numbers.
enum Vector {
  static func dot(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }

  static func length(_ vector: [Double]) -> Double { dot(vector, vector).squareRoot() }

  /// The angle between two unit vectors, degrees.
  static func degrees(_ first: [Double], _ second: [Double]) -> Double {
    acos(max(-1, min(1, dot(first, second)))) * 180 / .pi
  }
}

/// One of the six positions in which an axis points straight up or down.
package struct Face: Hashable, Sendable {
  package var channel: Int
  package var isUp: Bool

  /// Where up is, seen from the sensor.
  package var direction: [Double] {
    (0..<3).map { $0 == channel ? (isUp ? 1 : -1) : 0 }
  }

  package func name(_ letters: [String]) -> String { (isUp ? "+" : "−") + letters[channel] }

  static func nearest(to up: [Double]) -> Face {
    let channel = up.indices.max { abs(up[$0]) < abs(up[$1]) } ?? 0
    return Face(channel: channel, isUp: up[channel] > 0)
  }

  package static let all = (0..<3).flatMap {
    [Face(channel: $0, isUp: true), Face(channel: $0, isUp: false)]
  }
}
