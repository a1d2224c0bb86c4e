import CalibrationAnalysis
import Foundation
import SeismicTypes
import StationConfiguration

/// `firstbreak calibrate accelerometer`: offsets, sensitivities and cross-axis ratios by gravity.
enum CalibrateAccelerometer: CalibrationKind {
  static let name = "accelerometer"
  static let summary =
    "offset, scale and cross-axis of three axes, by turning the sensor in gravity"
  static let help = """
    usage: firstbreak calibrate accelerometer (--station FILE | --board FILE --latitude DEGREES
             --elevation METRES) [--input FILE.mseed [more]] [options]

    Without --input the sensor is read live through the station's driver (stop the daemon first), and
    you are told what to do: lay it still with each axis up and down in turn; each position is taken by
    itself. With one recording the positions are found in it; with several, each holds one.

      --input FILE.mseed [more]  recordings of counts in place of the sensor
      --channels PATTERN         which channels of the recordings, such as HN?
      --orientations WORD        faces (default): the six faces of a cube, in any order; unknown: at
                                 least 9 positions that point all ways, fitted by an ellipsoid
      --directions FILE.csv      where up is in each position, in their order: a heading and a line
                                 vertical,north,east of the sensor's axes each
      --fixture-degrees VALUE    standard uncertainty of each position's tilt (0.2)
      --latitude, --elevation    of the bench, degrees and metres, in place of the station's
      --gravity VALUE            measured there, m/s², in place of WGS84's normal gravity
      --gravity-uncertainty VALUE  its standard uncertainty, m/s² (0.0003)
      --seconds N                how long a position must be still, 5 to 600 (30 live, 20 recorded: say
                                 30 for a recording that was made live)
      --positions N              live: how many positions to take, 6 to 100 (6)
      and those of every kind: see firstbreak calibrate --help

    Example:
      firstbreak calibrate accelerometer --board Boards/adxl355.json --serial A0001 \\
        --latitude 24.96 --elevation 142 --temperature 23.5 --input tumble.mseed
    """
  static let ownOptions: Set<String> = [
    "channels", "orientations", "directions", "fixture-degrees", "latitude", "elevation", "gravity",
    "gravity-uncertainty", "seconds", "positions",
  ]

  static func fits(_ source: SourceDescription) -> Bool {
    source.channels.count == 3 && source.channels.allSatisfy { $0.quantity == .acceleration }
  }

  static func calibrate(_ request: CalibrationRequest) throws -> CalibrationReport {
    let options = request.options
    var check = StillnessCheck()
    let seconds = try options.integer("seconds", in: 5...600)
    check.minimumSeconds = seconds ?? (request.inputs.isEmpty ? 30 : 20)
    guard !request.inputs.isEmpty else { return try live(request, check) }
    let files = try request.recordedCounts()
    let calibration = try calibration(request, source: files[0].source)
    var list = calibration.emptyList(check: check)
    for file in files {
      if files.count == 1 {
        try list.takeTumble(file.series)
      } else {
        try list.takeSingle(file.series)
      }
    }
    var recordings = files.map { $0.recording }
    // What the fit rests on as much as on the counts.
    if let path = try options.value("directions") {
      recordings.append(try RecordedCounts.entry(of: path))
    }
    return try calibration.report(
      on: list.positions, recordings: recordings, shortRests: list.shortRests,
      remarks: list.remarks)
  }

  private static func calibration(
    _ request: CalibrationRequest, source: SourceDescription
  ) throws -> AccelerometerCalibration {
    let options = request.options
    var orientations = AccelerometerCalibration.Orientations.faces
    let word = try options.choice(
      "orientations", among: ["faces", "unknown"], default: "faces")
    if word == "unknown" { orientations = .unknown }
    if let path = try options.value("directions") {
      guard word == "faces" else {
        throw UsageError(message: "--directions and --orientations unknown exclude one another")
      }
      orientations = .known(
        try DirectionTable.directions(CalibrationRequest.text(of: path), named: path))
    }
    return try AccelerometerCalibration(
      request.subject(with: source.channels), gravity: try gravity(request),
      orientations: orientations,
      fixtureDegrees: try options.number("fixture-degrees", in: 0...10) ?? 0.2)
  }

  private static func gravity(_ request: CalibrationRequest) throws -> LocalGravity {
    let options = request.options
    let uncertainty = try options.number("gravity-uncertainty", in: 0...0.1)
    if let value = try options.number("gravity", in: 9.7...9.9) {
      return LocalGravity(
        metresPerSecondSquared: value,
        standardUncertaintyMetresPerSecondSquared: uncertainty ?? 0.0003)
    }
    let latitude = try options.number("latitude", in: -90...90) ?? request.station?.latitudeDegrees
    let elevation =
      try options.number("elevation", in: -500...9000) ?? request.station?.elevationMetres
    guard let latitude, let elevation else {
      throw UsageError(
        message:
          "gravity is not known: expected --station, --latitude with --elevation, or --gravity")
    }
    var gravity = LocalGravity(latitudeDegrees: latitude, heightMetres: elevation)
    if let uncertainty { gravity.standardUncertaintyMetresPerSecondSquared = uncertainty }
    return gravity
  }

  /// Guides the operator, keeps what the sensor said, and fits that.
  private static func live(
    _ request: CalibrationRequest, _ check: StillnessCheck
  ) throws -> CalibrationReport {
    let source = try request.sampled()
    let calibration = try calibration(request, source: source)
    let count = try request.options.integer("positions", in: 6...100) ?? 6
    var guide = calibration.guide(check: check, positionCount: count)
    var prompter = TumblePrompter(guide)
    let series = try LiveCounts(source).read(restartsAfterGap: true) { series, _ in
      for advice in guide.follow(series) { prompter.say(advice, missing: guide.missingNames) }
      return guide.isComplete
    }
    let path =
      CalibrationReport.path(
        of: request.subject.file(method: name), under: request.folder) + ".mseed"
    let recording = try LiveRecording.write(
      series.miniSEED(source: source, serial: request.subject.serial), to: path)
    var list = calibration.emptyList(check: check)
    try list.takeTumble([series])
    return try calibration.report(
      on: list.positions, recordings: [recording], shortRests: list.shortRests,
      remarks: list.remarks)
  }
}
