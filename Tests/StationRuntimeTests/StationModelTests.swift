import Alerting
import Foundation
import StationConfiguration
import Testing

@testable import StationRuntime

/// How a station takes up the model that its file names, and what it refuses.
@Suite("The station's model")
struct StationModelTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let sha256 =
    "7b83a1cbb511b2c16574462edc4e855a19873179046bd41da3c23666caeb2ffe"

  private func bytes(_ name: String) throws -> [UInt8] {
    let url = Self.root.appending(path: "Tests/Fixtures/models/\(name).tflite")
    return Array(try Data(contentsOf: url))
  }

  private func setup(_ bytes: [UInt8], sha256: String = sha256) throws -> StationSetup {
    var setup = try ShippedRecord.ferndale.setup()
    setup.station.modelFile = "/models/m.tflite"
    setup.station.modelSha256 = sha256
    setup.modelBytes = bytes
    return setup
  }

  @Test("is the linear fallback where the file names none")
  func fallback() throws {
    let setup = try ShippedRecord.ferndale.setup()
    #expect(try StationModel(setup) == nil)
    #expect(
      try StationPlan(setup).lines.contains("estimator: linear fallback (flag 7), no model file"))
  }

  @Test("stands in the plan with its digest and memory")
  func plan() throws {
    let lines = try StationPlan(setup(bytes("station_earthquake"))).lines
    #expect(
      lines.contains {
        $0.hasPrefix("estimator: network m.tflite, 28 features, 196 multiplications")
      })
    #expect(lines.contains("model: SHA-256 \(Self.sha256)"))
    #expect(lines.contains { $0.hasPrefix("model: ") && $0.contains("file 2656, ") })
  }

  @Test("names itself in every message of a replay")
  func replay() throws {
    let replay = try StationReplay(StationPlan(setup(bytes("station_earthquake"))))
    var hashes: Set<UInt64> = []
    var goesOn = true
    while goesOn {
      goesOn = replay.step() != nil
      while let message = replay.takeMessage() {
        if let hash = message.modelHash { hashes.insert(hash) }
      }
    }
    #expect(hashes == [0x7b83_a1cb_b511_b2c1])
  }

  @Test("is refused with another digest, which the words give")
  func digest() throws {
    let expected = String(repeating: "0", count: 64)
    let setup = try setup(bytes("station_earthquake"), sha256: expected)
    let error = #expect(throws: StationError.self) { _ = try StationPlan(setup) }
    #expect(
      error?.message
        == "/models/m.tflite: SHA-256 is \(Self.sha256), expected modelSha256, \(expected)")
  }

  @Test(
    "is refused by name where it does not fit the station",
    arguments: [
      ("mlp", "metadata of the model is without an entry \"firstbreak\""),
      ("tiny", "metadata of the model is without an entry \"firstbreak\""),
    ])
  func foreignModels(name: String, words: String) throws {
    let bytes = try bytes(name)
    let setup = try setup(bytes, sha256: digest(of: bytes))
    let error = #expect(throws: StationError.self) { _ = try StationModel(setup) }
    #expect(error?.message.hasPrefix("/models/m.tflite: ") == true)
    #expect(error?.message.contains(words) == true)
  }

  @Test("is refused where its bytes are no model", arguments: [0, 4, 100, 2_000])
  func malformed(byteCount: Int) throws {
    let bytes = Array(try bytes("station_earthquake").prefix(byteCount))
    let setup = try setup(bytes, sha256: digest(of: bytes))
    let error = #expect(throws: StationError.self) { _ = try StationModel(setup) }
    #expect(error?.message.hasPrefix("/models/m.tflite: ") == true)
  }

  /// The digest that the refusal of a wrong one names.
  private func digest(of bytes: [UInt8]) throws -> String {
    let wrong = try setup(bytes, sha256: String(repeating: "0", count: 64))
    let error = #expect(throws: StationError.self) { _ = try StationModel(wrong) }
    let words = try #require(error?.message.split(separator: " "))
    let place = try #require(words.firstIndex(of: "is"))
    return String(words[place + 1].dropLast())
  }

  @Test("is refused where others may write its file, and where there is none")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let station = """
      {"schemaVersion": 1, "networkCode": "XX", "stationCode": "A", "locationCode": "",
       "latitudeDegrees": 0, "longitudeDegrees": 0, "elevationMetres": 0, "mode": "operational",
       "board": "\(Self.root.path)/Boards/recording.json", "keyFile": "k", "stateDirectory": "s",
       "modelFile": "m.tflite", "modelSha256": "\(Self.sha256)"}
      """
    let file = folder.appending(path: "station.json")
    let model = folder.appending(path: "m.tflite")
    try Data(station.utf8).write(to: file)
    try setMode(0o644, of: file)
    let absent = #expect(throws: ConfigurationError.self) {
      _ = try StationSetup(readingFrom: file.path)
    }
    #expect(absent?.message == "\(model.path): cannot be read: No such file or directory")
    try Data(try bytes("station_earthquake")).write(to: model)
    try setMode(0o664, of: model)
    let writable = #expect(throws: ConfigurationError.self) {
      _ = try StationSetup(readingFrom: file.path)
    }
    #expect(writable?.message.contains("group or others may write it") == true)
    try setMode(0o644, of: model)
    #expect(try StationModel(StationSetup(readingFrom: file.path)) != nil)
  }

  private func setMode(_ mode: Int, of file: URL) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
  }

  @Test(
    "of the examples is the one that the project ships",
    arguments: ["replay", "station", "synthetic"])
  func examples(name: String) throws {
    let file = Self.root.appending(path: "Boards/examples/\(name).json")
    let setup = try StationSetup(readingFrom: file.path)
    let model = try #require(try StationModel(setup))
    #expect(
      URL(filePath: model.path).standardizedFileURL
        == Self.root.appending(path: "Boards/models/onsite-1.tflite").standardizedFileURL)
  }

  @Test("that cannot be used leaves the station with the linear fallback and its policy")
  func unusable() throws {
    var damaged = try bytes("station_earthquake")
    damaged[1_000] ^= 1
    var setup = try setup(damaged)
    setup.station.otherPolicy = PolicySettings(hasModel: false)
    setup.station.policy = PolicySettings(hasModel: true)
    let usable = Station.usable(setup)
    #expect(usable.station.policy == PolicySettings(hasModel: false))
    let plan = try StationPlan(usable)
    #expect(plan.model == nil)
    #expect(try StationAssembly.stamp(usable, plan).modelHash == 0)
    let sound = try self.setup(bytes("station_earthquake"))
    #expect(Station.usable(sound) == sound)
  }
}
