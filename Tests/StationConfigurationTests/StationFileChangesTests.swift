import StationConfiguration
import Testing

@Suite("A reloaded station file")
struct StationFileChangesTests {
  private func station(_ old: String, _ new: String) throws -> StationFile {
    try StationFile(
      decoding: source(smallStation.replacing(old, with: new)))
  }

  @Test("changes nothing when it says the same, defaults written out or not")
  func same() throws {
    let running = try station("", "")
    let reloaded = try station("\"mode\"", "\"policy\": { \"heartbeatSeconds\": 10 }, \"mode\"")
    let changes = StationFileChanges(from: running, to: reloaded)
    #expect(changes.live.isEmpty && changes.needingRestart.isEmpty)
  }

  @Test("brings destinations and policy at once")
  func live() throws {
    let running = try station("", "")
    let reloaded = try station(
      "\"mode\"",
      """
      "destinations": [{ "host": "192.0.2.1", "port": 4790 }],
      "policy": { "heartbeatSeconds": 5 }, "mode"
      """)
    let changes = StationFileChanges(from: running, to: reloaded)
    #expect(changes.live == ["policy", "destinations"])
    #expect(changes.needingRestart.isEmpty)
    #expect(running.adoptingLiveSettings(of: reloaded) == reloaded)
  }

  @Test(
    "names what has to wait for a restart",
    arguments: [
      ("\"XX\"", "\"YY\"", "networkCode"), ("\"TEST\"", "\"T2\"", "stationCode"),
      ("\"00\"", "\"\"", "locationCode"), ("24.5", "24.6", "latitudeDegrees"),
      ("121.25", "121", "longitudeDegrees"), ("142", "143", "elevationMetres"),
      ("operational", "maintenance", "mode"), ("board.json", "b.json", "board"),
      ("station.key", "other.key", "keyFile"), ("\"state\"", "\"s\"", "stateDirectory"),
      ("\"mode\"", "\"calibrations\": [\"c\"], \"mode\"", "calibrations"),
      (
        "\"mode\"", "\"instruments\": [{ \"source\": \"s\", \"serial\": \"1\" }], \"mode\"",
        "instruments"
      ),
      ("\"mode\"", "\"trigger\": { \"holdOffSeconds\": 5 }, \"mode\"", "trigger"),
    ])
  func restart(old: String, new: String, key: String) throws {
    let running = try station("", "")
    let reloaded = try station(old, new)
    let changes = StationFileChanges(from: running, to: reloaded)
    #expect(changes.needingRestart == [key])
    #expect(changes.live.isEmpty)
    #expect(running.adoptingLiveSettings(of: reloaded) == running)
  }

  private static let model =
    "\"modelFile\": \"m.tflite\", \"modelSha256\": \"\(String(repeating: "0", count: 64))\", "

  @Test(
    "keeps the policy's defaults of the estimator that runs where the model is dropped or added")
  func model() throws {
    let policy = "\"policy\": { \"lightProbability\": 0.7 }, "
    let with = try station("\"mode\"", Self.model + policy + "\"mode\"")
    let without = try station("\"mode\"", policy + "\"mode\"")
    for (running, reloaded) in [(with, without), (without, with)] {
      let changes = StationFileChanges(from: running, to: reloaded)
      #expect(changes.live.isEmpty)
      #expect(changes.needingRestart == ["modelFile", "modelSha256"])
      #expect(running.adoptingLiveSettings(of: reloaded) == running)
    }
    let changed = try station("\"mode\"", "\"policy\": { \"quietSeconds\": 60 }, \"mode\"")
    let adopted = with.adoptingLiveSettings(of: changed)
    #expect(adopted.policy.quietSeconds == 60)
    #expect(adopted.policy.earlyProbabilityIncrease == 0.2)
  }

  @Test("has the fallback's policy without its model")
  func withoutModel() throws {
    let policy = "\"policy\": { \"lightProbability\": 0.7 }, "
    let with = try station("\"mode\"", Self.model + policy + "\"mode\"")
    let without = try station("\"mode\"", policy + "\"mode\"")
    #expect(with.policy.earlyProbabilityIncrease == 0.2)
    #expect(with.withoutModel() == without)
    #expect(without.withoutModel() == without)
  }
}
