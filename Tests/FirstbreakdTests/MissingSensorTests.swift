import Foundation
import Testing

@Suite("A station whose sensor is missing")
struct MissingSensorTests {
  @Test("is told by --check what is missing and where, with exit 1")
  func check() throws {
    let folder = try Self.station()
    let run = try DaemonRun(["--station", folder.path("station.json"), "--check"])
    #expect(run.status == 1)
    #expect(run.errors.contains { $0.contains("absent") && $0.contains(folder.path("line")) })
  }

  @Test("passes a check that leaves sensors alone")
  func checkWithoutSensors() throws {
    let folder = try Self.station()
    let run = try DaemonRun([
      "--station", folder.path("station.json"), "--check", "--no-sensors",
    ])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.output.contains { $0.contains("absent") })
  }

  @Test("starts, looks for it again, says so in heartbeats, works with the others and ends in time")
  func start() throws {
    let folder = try Self.station()
    let daemon = try DaemonProcess([
      "--station", folder.path("station.json"), "--events", "/dev/stdout",
    ])
    let missing = try #require(daemon.errors.first(containing: "source-missing source=absent"))
    #expect(missing.contains(folder.path("line")))
    _ = try #require(daemon.output.first(containing: "\"type\":\"pick\""))
    daemon.send(SIGTERM)
    let rest = try daemon.output.rest().map { try EventLine($0) }
    #expect(daemon.wait() == 0)
    let heartbeat = try #require(rest.last { $0.type == "heartbeat" })
    let health = heartbeat.fields["health"] as? [String: Any]
    let channels = try #require(health?["channels"] as? [[String: Any]])
    #expect(channels.compactMap { $0["state"] as? Int } == [0, 0, 0, 2, 2, 2])
    #expect(channels.last?["channel"] as? String == "absent/HNE")
    #expect(health?["armed"] as? Bool == false)
  }

  /// Made-up counts with an earthquake, and a digitizer whose line does not exist.
  private static func station() throws -> StationFolder {
    let folder = try StationFolder.endless()
    try folder.addSource { source in
      source = [
        "name": "absent", "driver": "serial", "device": folder.path("line"),
        "sampleRateHertz": 100, "channels": source["channels"] ?? [],
      ]
    }
    return folder
  }
}
