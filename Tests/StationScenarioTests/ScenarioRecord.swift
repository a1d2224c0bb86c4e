import Acquisition
import Foundation
import SeismicTypes

/// A recording that scenarios play, with what a count is worth.
struct ScenarioRecord {
  let file: RecordingFile
  let quantity: Quantity
  let countsPerUnit: Double
  /// When the P wave arrives, in seconds of the recording.
  let pSeconds: Double

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private init(
    path: String, _ quantity: Quantity, centimetresPerCount: Double, pSeconds: Double
  ) {
    file = RecordingFile(path: path)
    self.quantity = quantity
    countsPerUnit = 100 / centimetresPerCount
    self.pSeconds = pSeconds
  }

  private static func fixture(
    _ name: String, _ quantity: Quantity, centimetresPerCount: Double, pSeconds: Double
  ) -> ScenarioRecord {
    ScenarioRecord(
      path: root + "/Tests/Fixtures/records/" + name, quantity,
      centimetresPerCount: centimetresPerCount, pSeconds: pSeconds)
  }

  /// M 7.1 at 34 km, 100 Hz: PGV 74 cm/s, P wave after 20 s.
  static let ridgecrest = fixture(
    "02_ridgecrest_M7.1_CCC_60s.mseed", .acceleration, centimetresPerCount: 0.0001, pSeconds: 20)
  /// M 6.4 at 9 km, 100 Hz: PGV 30 cm/s, P wave after 20 s.
  static let ferndale = fixture(
    "08_ferndale_M6.4_KCT_60s.mseed", .acceleration, centimetresPerCount: 0.00046745108,
    pSeconds: 20)
  /// M 3 at 17 km, 100 Hz, a broadband seismometer; its gain is a guess from an attenuation relation.
  static let localM3 = fixture(
    "10_local_M3_20km_SR.mseed", .velocity, centimetresPerCount: 1.709981e-08, pSeconds: 20.56)
  /// A blast in a quarry at 28 km, 50 Hz; its gain is a guess, too.
  static let quarryBlast = fixture(
    "13_quarry_blast_M1.6_SR.mseed", .velocity, centimetresPerCount: 4.9803247e-08, pSeconds: 21.14)
  /// Two minutes of an ADXL355 at rest, 31.3 Hz.
  static let quietSensor = fixture(
    "17_noise_quiet_MEMS.mseed", .acceleration, centimetresPerCount: 0.001, pSeconds: .infinity)

  /// M 7.6 at 328 km, 20 Hz: PGV 1.7 cm/s; read where it lies.
  static let kocaeli = shared(
    "14_kocaeli_M7.6_ISP_340km_BH.mseed", centimetresPerCount: 1.0065525e-07, pSeconds: 60)
  /// 25 minutes of a borehole geophone among the aftershocks of Ridgecrest; read where it lies.
  static let aftershocks = shared(
    "20_ridgecrest_aftershocks_25min_B921.mseed", centimetresPerCount: 1e-7, pSeconds: .infinity)

  /// A velocity record of the shared data, not copied into the project.
  private static func shared(
    _ name: String, centimetresPerCount: Double, pSeconds: Double
  ) -> ScenarioRecord {
    ScenarioRecord(
      path: (ProcessInfo.processInfo.environment["FIRSTBREAK_SHARED"] ?? root + "/../shared")
        + "/data/demo/" + name,
      .velocity, centimetresPerCount: centimetresPerCount, pSeconds: pSeconds)
  }

  var isPresent: Bool { FileManager.default.fileExists(atPath: file.path) }
}

extension ScenarioRecord {
  static let stationFile = root + "/Tests/Fixtures/stations/linear.json"
  static let shippedStationFile = root + "/Boards/examples/replay.json"
}
