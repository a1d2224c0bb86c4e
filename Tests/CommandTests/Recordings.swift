/// Recordings and stations that the tests replay.
enum Recordings {
  static let station = Tool.path("Tests/Fixtures/stations/linear.json")
  /// M 6.4 at 9 km: a minute, P wave after 20 s.
  static let ferndale = Tool.path("Tests/Fixtures/records/08_ferndale_M6.4_KCT_60s.mseed")
  static let ferndaleSensitivity = "213926.302"

  static func made(_ name: String) -> String { Tool.path("Tests/Fixtures/records/made/\(name)") }

  /// A replay of the Ferndale record with more options.
  static func replayFerndale(_ more: String...) throws -> Tool.Outcome {
    try Tool.run(
      [
        "replay", "--station", station, "--input", ferndale, "--sensitivity", ferndaleSensitivity,
      ] + more)
  }
}
