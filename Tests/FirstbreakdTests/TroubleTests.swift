import Alerting
import Foundation
import Testing

/// What stands in no file: the network, the card and its bytes.
@Suite("A daemon in trouble")
struct TroubleTests {
  @Test("serves the destinations that it finds, and says which it does not")
  func unreachableDestinations() throws {
    let destination = try ReceiverSocket(bind: "127.0.0.1:0")
    let folder = try StationFolder.endless()
    try folder.changeStation { station in
      station["policy"] = ["heartbeatSeconds": 1]
      station["destinations"] = [
        ["host": "nowhere.invalid", "port": 4790],
        ["host": "239.1.2.3", "port": 4790, "interface": "nosuch0"],
        ["host": "127.0.0.1", "port": Int(destination.port)],
      ]
    }
    let daemon = try DaemonProcess(["--station", folder.path("station.json")])
    #expect(try destination.receive(timeoutNanoseconds: 60_000_000_000) != nil)
    daemon.send(SIGTERM)
    let log = daemon.errors.rest()
    #expect(log.contains { $0.contains("nowhere.invalid port 4790: ") })
    #expect(log.contains { $0.contains("239.1.2.3 port 4790: nosuch0: no such network interface") })
    #expect(daemon.wait() == 0)
  }

  @Test("is warned of a destination by --check, which succeeds")
  func checkedDestination() throws {
    let folder = try StationFolder.playing(.gaps)
    try folder.changeStation { station in
      station["destinations"] = [["host": "239.1.2.3", "port": 4790, "interface": "nosuch0"]]
    }
    let run = try DaemonRun(["--station", folder.path("station.json"), "--check"])
    #expect(run.status == 0)
    #expect(run.output.contains { $0.hasPrefix("key: ") })
    try #require(run.errors.count == 1, "\(run.errors)")
    #expect(
      run.errors[0].hasPrefix("firstbreakd: warning: destination 239.1.2.3 port 4790: nosuch0"))
  }

  @Test("goes on with a boot number that is damaged, but not without a folder that keeps one")
  func state() throws {
    let damaged = try StationFolder.playing(.gaps)
    try FileManager.default.createDirectory(
      atPath: damaged.path("state"), withIntermediateDirectories: true)
    try damaged.write("17\u{0}", to: "state/bootId")
    let run = try DaemonRun(["--station", damaged.path("station.json")])
    #expect(run.status == 0)
    #expect(run.errors.contains { $0.contains(" error state: ") && $0.contains("bootId") })
    let mended = try DaemonRun(["--station", damaged.path("station.json")])
    #expect(!mended.errors.contains { $0.contains(" error state: ") })

    let folder = try StationFolder.playing(.gaps)
    // Below /sys nobody can make a file.
    try folder.changeStation { $0["stateDirectory"] = "/sys/class" }
    for arguments in [[], ["--check"]] {
      let full = try DaemonRun(["--station", folder.path("station.json")] + arguments)
      #expect(full.status == 1)
      #expect(full.errors.contains { $0.contains("/sys/class") })
    }
  }

  @Test(
    "predicts with the linear fallback where its model is damaged or missing",
    arguments: [true, false])
  func model(isMissing: Bool) throws {
    let folder = try StationFolder.playing(.ferndale)
    if !isMissing { try folder.write("no model", to: "m.tflite") }
    try folder.changeStation { station in
      station["modelFile"] = "m.tflite"
      station["modelSha256"] = String(repeating: "0", count: 64)
    }
    let run = try DaemonRun([
      "--station", folder.path("station.json"), "--events", "/dev/stdout",
    ])
    #expect(run.status == 0)
    #expect(run.errors.contains { $0.contains(" error model: ") && $0.contains("m.tflite") })
    let lines = try run.output.map { try EventLine($0) }
    let estimate = try #require(lines.last { $0.type == "estimate" || $0.type == "alert" })
    let flags = try #require(estimate.fields["flags"] as? Int)
    #expect(flags & Int(AlertFlags.fallbackModel.rawValue) != 0)
    let heartbeat = try #require(lines.last { $0.type == "heartbeat" })
    #expect(heartbeat.fields["model"] as? String == String(repeating: "0", count: 16))
    let check = try DaemonRun(["--station", folder.path("station.json"), "--check"])
    #expect(check.status == 1)
    #expect(check.errors.contains { $0.contains("m.tflite") })
  }
}
