internal import Foundation
internal import StationConfiguration

extension AccelerometerCalibration {
  /// The method in the words of the file.
  func method(_ positions: [StillPosition]) -> String {
    let count = positions.count
    switch orientations {
    case .faces:
      return "\(count == 6 ? "six" : "\(count)")-position tumble, faces within "
        + OrderedJSON.text(of: fixtureDegrees) + " degrees"
    case .known:
      return "\(count)-position tumble, given directions within "
        + OrderedJSON.text(of: fixtureDegrees) + " degrees"
    case .unknown:
      return "\(count)-position ellipsoid fit, directions unknown"
    }
  }

  /// The result a line a channel; ± is two standard uncertainties.
  func words(_ result: TumbleResult, _ positions: [StillPosition]) -> [String] {
    var lines = [
      String(
        format: "local gravity %.5f ± %.5f m/s²", gravity.metresPerSecondSquared,
        2 * gravity.standardUncertaintyMetresPerSecondSquared)
    ]
    for (index, channel) in subject.source.channels.enumerated() {
      let sensitivity = result.sensitivityCountsPerUnit[index]
      lines.append(
        String(
          format: "%@ sensitivity %.3f ± %.3f counts per m/s² (%.0f ppm), offset %.2f ± %.2f counts "
            + "(%.3f ± %.3f mg)", channel.code, sensitivity,
          2 * result.sensitivityUncertaintyPerUnit[index],
          2e6 * result.sensitivityUncertaintyPerUnit[index] / abs(sensitivity),
          result.offsetCounts[index], 2 * result.offsetUncertaintyCounts[index],
          result.offsetCounts[index] / sensitivity / Self.milligram,
          2 * result.offsetUncertaintyCounts[index] / abs(sensitivity) / Self.milligram))
      let others = subject.source.channels.indices.filter { $0 != index }
      let ratios = others.map { other in
        String(
          format: "%@ %.5f ± %.5f", subject.source.channels[other].code,
          result.crossAxisRatios[index][other],
          2 * result.crossAxisUncertaintyRatios[index][other])
      }
      lines.append("\(channel.code) feels " + ratios.joined(separator: ", "))
    }
    let rms = Statistics.rootMeanSquare(result.residuals.flatMap { $0 }) / Self.milligram
    lines.append(
      String(format: "%d positions, residuals %.3f mg rms", positions.count, rms))
    return lines
  }

  /// What makes the result worth less than it could be.
  func remarks(_ result: TumbleResult, _ positions: [StillPosition]) -> [String] {
    var remarks: [String] = []
    for position in positions where position.seconds < 28 {
      remarks.append(
        String(format: "held for %.0f s, 30 s or more are better: ", position.seconds)
          + position.span.text)
    }
    if subject.temperatureDegreesCelsius == nil {
      remarks.append("the temperature is not noted (--temperature)")
    }
    if let chiSquare = result.reducedChiSquare, chiSquare > 4 {
      remarks.append(
        String(
          format: "residuals are %.1f times what was expected; uncertainties were raised to them",
          chiSquare.squareRoot()))
    }
    let rms = Statistics.rootMeanSquare(result.residuals.flatMap { $0 }) / Self.milligram
    if rms > 1 {
      remarks.append(
        String(format: "residuals of %.2f mg rms, below 1 mg is the goal: a better fixture?", rms))
    }
    if case .unknown = orientations {
      remarks.append(
        "how the sensor's axes are turned in its case is not known by this method, and in no "
          + "uncertainty")
    }
    return remarks
  }
}
