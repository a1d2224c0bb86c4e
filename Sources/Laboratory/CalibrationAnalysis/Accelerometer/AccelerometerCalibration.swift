internal import Foundation
internal import SeismicTypes
package import StationConfiguration

/// Calibrates a three-axis accelerometer by turning it in gravity.
package struct AccelerometerCalibration: Sendable {
  /// What is known of the positions' directions.
  package enum Orientations: Sendable {
    /// The six faces of a cube, in any order.
    case faces
    /// Unit vectors of where up is along the sensor's axes, in the order of the positions.
    case known([[Double]])
    case unknown
  }

  package var subject: CalibrationSubject
  package var gravity: LocalGravity
  package var orientations: Orientations
  /// Standard uncertainty of each position's tilt about each of the two level axes.
  package var fixtureDegrees: Double
  private let nominal: NominalSensor
  private let channels: [ChannelDescription]

  private static let farthestFromFaceDegrees = 15.0
  /// Residuals beyond this many standard deviations are mistakes, not chance.
  private static let mostDeviations = 6.0

  /// - Parameters:
  ///   - subject: The instrument, its source's channels in the order of the counts.
  ///   - gravity: At the place of the calibration.
  ///   - orientations: What is known of the positions.
  ///   - fixtureDegrees: How well.
  /// - Throws: `CalibrationError` where the source is no three-axis accelerometer.
  package init(
    _ subject: CalibrationSubject, gravity: LocalGravity, orientations: Orientations,
    fixtureDegrees: Double
  ) throws(CalibrationError) {
    self.subject = subject
    self.gravity = gravity
    self.orientations = orientations
    self.fixtureDegrees = fixtureDegrees
    channels = subject.channels
    guard channels.count == 3, channels.allSatisfy({ $0.quantity == .acceleration }) else {
      throw CalibrationError(
        "source \(subject.sourceName): expected three channels of acceleration, found "
          + channels.map { $0.code }.joined(separator: ", "))
    }
    nominal = NominalSensor(
      letters: channels.map { String($0.code.suffix(1)) },
      sensitivities: channels.map { $0.sensitivityCountsPerUnit },
      offsets: channels.map { $0.offsetCounts },
      fullScaleCounts: channels.map { Double($0.fullScaleCounts) })
  }

  /// A list to gather positions in.
  package func emptyList(check: StillnessCheck) -> PositionList {
    PositionList(nominal, check: check)
  }

  /// A guide for an operator with a live sensor.
  package func guide(check: StillnessCheck, positionCount: Int) -> TumbleGuide {
    var wantsFaces = false
    if case .faces = orientations { wantsFaces = true }
    return TumbleGuide(
      nominal, check: check, positionCount: positionCount, wantsFaces: wantsFaces)
  }

  /// Fits the positions and words the result.
  ///
  /// - Parameters:
  ///   - positions: Each at rest for long enough.
  ///   - recordings: What they were found in.
  ///   - shortRests: Rests that were not long enough, the likely reason where a position is missing.
  ///   - remarks: What else was noticed.
  /// - Returns: File, picture and words.
  /// - Throws: `CalibrationError` where the positions are not what they should be.
  package func report(
    on positions: [StillPosition], recordings: [CalibrationRecording],
    shortRests: [TimeSpan] = [], remarks: [String] = []
  ) throws(CalibrationError) -> CalibrationReport {
    let result: TumbleResult
    switch orientations {
    case .unknown: result = try ellipsoid(positions)
    case .faces: result = try tumble(positions, directions: try faces(of: positions, shortRests))
    case .known(let directions):
      guard directions.count == positions.count else {
        throw CalibrationError(
          "\(directions.count) directions are given and \(positions.count) positions were found, "
            + "expected as many")
      }
      result = try tumble(positions, directions: directions)
    }
    try checkPart(result)
    var file = subject.file(method: method(positions))
    file.channels = channels.indices.map { channelCalibration($0, result, positions) }
    file.crossAxisRatios = result.crossAxisRatios
    file.crossAxisUncertaintyRatios = result.crossAxisUncertaintyRatios
    file.measurements = [
      CalibrationMeasurement(
        quantity: "localGravity", unit: "m/s2", value: gravity.metresPerSecondSquared,
        standardUncertainty: gravity.standardUncertaintyMetresPerSecondSquared),
      CalibrationMeasurement(
        quantity: "residualRootMeanSquare", unit: "m/s2",
        value: Statistics.rootMeanSquare(result.residuals.flatMap { $0 })),
    ]
    file.recordings = recordings
    let picture = TumblePicture(
      file: file, positions: positions, names: positions.map { nominal.pointing($0) },
      sensitivities: result.sensitivityCountsPerUnit, residuals: result.residuals,
      expected: result.expectedDeviations)
    return CalibrationReport(
      file: file, figure: picture.figure, lines: words(result, positions),
      remarks: remarks + self.remarks(result, positions))
  }

  /// The face of each position; all six must be there, each near its own.
  private func faces(
    of positions: [StillPosition], _ shortRests: [TimeSpan]
  ) throws(CalibrationError) -> [[Double]] {
    var found: Set<Face> = []
    var directions: [[Double]] = []
    for position in positions {
      let up = nominal.up(position)
      let face = Face.nearest(to: up)
      let degrees = Vector.degrees(up, face.direction)
      guard degrees <= Self.farthestFromFaceDegrees else {
        throw CalibrationError(
          String(
            format:
              "%.0f° away from the nearest face %@, expected at most %.0f°, or --directions or "
              + "--orientations unknown", degrees, face.name(nominal.letters),
            Self.farthestFromFaceDegrees), at: position.span)
      }
      found.insert(face)
      directions.append(face.direction)
    }
    let missing = Face.all.filter { !found.contains($0) }.map { $0.name(nominal.letters) }
    guard missing.isEmpty else {
      throw CalibrationError(
        "positions with \(missing.joined(separator: ", ")) up are missing, expected six faces, each "
          + "still for long enough"
          + (shortRests.isEmpty ? "" : "; moved before that was over"), at: shortRests.first)
    }
    return directions
  }

  private func tumble(
    _ positions: [StillPosition], directions: [[Double]]
  ) throws(CalibrationError) -> TumbleResult {
    guard
      let fit = TumbleFit(
        positions,
        TumbleFit.Parameters(
          directions: directions, gravity: gravity, fixtureRadians: fixtureDegrees * .pi / 180))
    else {
      throw CalibrationError(
        "\(positions.count) positions do not determine offsets, sensitivities and cross-axis ratios, "
          + "expected the six faces or more")
    }
    let worst = fit.worst
    guard worst.ratio <= Self.mostDeviations else {
      throw CalibrationError(
        String(
          format:
            "channel %@ lies %.2f mg off the fit, %.0f times what noise and a fixture good to "
            + "%g° explain: moved, not as said, or a worse fixture?", channels[worst.channel].code,
          fit.residuals[worst.position][worst.channel] / Self.milligram, worst.ratio,
          fixtureDegrees),
        at: positions[worst.position].span)
    }
    return TumbleResult(fit)
  }

  private func ellipsoid(_ positions: [StillPosition]) throws(CalibrationError) -> TumbleResult {
    guard let fit = EllipsoidFit(positions, nominal: nominal, gravity: gravity) else {
      throw CalibrationError(
        "\(positions.count) positions do not determine an ellipsoid, expected at least "
          + "\(EllipsoidFit.leastPositionCount) that point all ways")
    }
    return TumbleResult(fit)
  }

  /// A sensitivity far from the board's is another part, or another range than the station sets.
  private func checkPart(_ result: TumbleResult) throws(CalibrationError) {
    for (index, channel) in channels.enumerated() {
      let ratio = result.sensitivityCountsPerUnit[index] / channel.sensitivityCountsPerUnit
      guard abs(ratio - 1) > 0.1 else { continue }
      throw CalibrationError(
        String(
          format: "channel %@: sensitivity is %.3f times the board's %g counts per m/s², expected "
            + "within 10 %%: another part than %@, or another range?", channel.code, ratio,
          channel.sensitivityCountsPerUnit, subject.part))
    }
  }

  private func channelCalibration(
    _ index: Int, _ result: TumbleResult, _ positions: [StillPosition]
  ) -> ChannelCalibration {
    let sensitivity = result.sensitivityCountsPerUnit[index]
    var channel = ChannelCalibration(
      code: channels[index].code, quantity: .acceleration, sensitivityCountsPerUnit: sensitivity)
    channel.sensitivityUncertaintyPercent =
      100 * result.sensitivityUncertaintyPerUnit[index] / abs(sensitivity)
    channel.offsetCounts = result.offsetCounts[index]
    channel.offsetUncertaintyCounts = result.offsetUncertaintyCounts[index]
    let noise = Statistics.median(positions.map { $0.noiseCounts[index] }) / abs(sensitivity)
    // White noise up to half the rate.
    let seconds = positions.reduce(0) { $0 + $1.seconds }
    let hertz = Double(positions.reduce(0) { $0 + $1.sampleCount }) / seconds
    channel.noiseDensityMicroUnitsPerRootHertz = 1e6 * noise / (hertz / 2).squareRoot()
    return channel
  }

  static let milligram = LocalGravity.standardMetresPerSecondSquared / 1000
}
