import Foundation

/// A folder with everything a daemon needs: station file, board file, key.
///
/// It goes with the object.
final class StationFolder {
  typealias JSON = [String: Any]

  let url: URL
  private(set) var station: JSON
  private(set) var board: JSON

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A station on one of the board files of the tree.
  init(board name: String) throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("firstbreakd-\(UUID().uuidString)")
    station = try Self.json(Self.root.appendingPathComponent("Tests/Fixtures/stations/linear.json"))
    board = try Self.json(Self.root.appendingPathComponent("Boards/\(name).json"))
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    station["board"] = "board.json"
    try write(String(repeating: "5a", count: 32) + "\n", to: "station.key", mode: 0o600)
    try save()
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A station that plays a record as fast as it can.
  static func playing(_ record: DaemonRecord, samplesPerBlock: Int = 64) throws -> StationFolder {
    let folder = try StationFolder(board: "recording")
    try folder.changeSource { source in
      source["files"] = [root.path + "/Tests/Fixtures/records/" + record.fileName]
      source["samplesPerBlock"] = samplesPerBlock
      source["speedFactor"] = 0
      let sensitivity = record.countsPerMetrePerSecondSquared
      var channels = source["channels"] as? [JSON] ?? []
      for index in channels.indices {
        channels[index]["sensitivityCountsPerMetrePerSecondSquared"] = sensitivity
      }
      source["channels"] = channels
    }
    return folder
  }

  /// A station of made-up counts in real time that never ends by itself, with an earthquake after
  /// two seconds.
  static func endless() throws -> StationFolder {
    let folder = try StationFolder(board: "synthetic")
    try folder.changeSource { source in
      source["durationSeconds"] = nil
      source["onsetSeconds"] = 2
      source["sDelaySeconds"] = 60
    }
    try folder.changeStation { station in
      station["trigger"] = [
        "shortTermSeconds": 0.1, "longTermSeconds": 1, "warmUpSeconds": 1,
      ]
    }
    return folder
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func read(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  func write(_ text: String, to name: String, mode: Int = 0o644) throws {
    try Data(text.utf8).write(to: url.appendingPathComponent(name))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
  }

  func changeStation(_ change: (inout JSON) -> Void) throws {
    change(&station)
    try save()
  }

  func changeSource(_ change: (inout JSON) -> Void) throws {
    var sources = board["sources"] as? [JSON] ?? []
    change(&sources[0])
    board["sources"] = sources
    try save()
  }

  /// Adds a source that is like the first one but for a change.
  func addSource(_ change: (inout JSON) -> Void) throws {
    var sources = board["sources"] as? [JSON] ?? []
    var source = sources[0]
    change(&source)
    sources.append(source)
    board["sources"] = sources
    try save()
  }

  private func save() throws {
    try write(Self.text(station), to: "station.json")
    try write(Self.text(board), to: "board.json")
  }

  private static func text(_ json: JSON) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: json), as: UTF8.self)
  }

  private static func json(_ url: URL) throws -> JSON {
    try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? JSON ?? [:]
  }
}

/// Records the project ships, with their sensitivity.
enum DaemonRecord: Sendable {
  /// M 7.2 at 66 km on an ADXL355: 30.0585 Hz, 0.001 cm/s² a count.
  case openEEW
  /// M 6.4 at 9 km: 100 Hz, 0.00046745108 cm/s² a count.
  case ferndale
  /// Real packet loss: nine gaps, 0.001 cm/s² a count.
  case gaps

  var fileName: String {
    switch self {
    case .openEEW: "06_openeew_M7.2_MEMS.mseed"
    case .ferndale: "08_ferndale_M6.4_KCT_HN_ok.mseed"
    case .gaps: "19_gaps_OpenEEW_024_2020_3_30.mseed"
    }
  }

  var countsPerMetrePerSecondSquared: Double {
    switch self {
    case .openEEW, .gaps: 100 / 0.001
    case .ferndale: 100 / 0.00046745108
    }
  }
}
