import Foundation
import Testing

/// One way for a start to fail: what is wrong, and what the one line must name.
struct BadInput: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let words: [String]
  let spoil: @Sendable (StationFolder) throws -> Void

  init(
    _ name: String, names words: [String],
    _ spoil: @escaping @Sendable (StationFolder) throws -> Void
  ) {
    testDescription = name
    self.words = words
    self.spoil = spoil
  }

  /// A recording with another file.
  static func file(_ name: String, names words: [String], _ path: String) -> BadInput {
    BadInput(name, names: words) { folder in
      let made = StationFolder.root.path + "/Tests/Fixtures/records/" + path
      try folder.changeSource { $0["files"] = [path.hasPrefix("/") ? path : made] }
    }
  }

  static let table: [BadInput] = [
    BadInput("station file missing", names: ["station.json", "No such file"]) { folder in
      try FileManager.default.removeItem(atPath: folder.path("station.json"))
    },
    BadInput("station file is no JSON", names: ["station.json:2:8"]) { folder in
      try folder.write("{\n\"mode\" 1}", to: "station.json")
    },
    BadInput("station file writable by others", names: ["station.json", "666"]) { folder in
      try folder.write(try folder.read("station.json"), to: "station.json", mode: 0o666)
    },
    BadInput("board file missing", names: ["nowhere.json", "No such file"]) { folder in
      try folder.changeStation { $0["board"] = "nowhere.json" }
    },
    BadInput("unknown key", names: ["station.json", "latitude"]) { folder in
      try folder.changeStation { $0["latitude"] = 3 }
    },
    BadInput("wrong unit", names: ["board.json", "sources[0].sampleRateKilohertz"]) { folder in
      try folder.changeSource { $0["sampleRateKilohertz"] = 0.1 }
    },
    BadInput("impossible rate in the board", names: ["board.json", "sampleRateHertz"]) { folder in
      try folder.changeSource { $0["sampleRateHertz"] = 5 }
    },
    .file("impossible rate in the file", names: ["rate_5_hertz", "5"], "made/rate_5_hertz.mseed"),
    .file("record missing", names: ["/nowhere.mseed", "No such file"], "/nowhere.mseed"),
    .file("floats in the record", names: ["float32.mseed"], "made/float32.mseed"),
    .file("a record of nothing", names: ["/dev/null"], "/dev/null"),
    BadInput("truncated miniSEED", names: ["short.mseed"]) { folder in
      let record = StationFolder.root.path + "/Tests/Fixtures/records/"
      let bytes = try Data(
        contentsOf: URL(fileURLWithPath: record + DaemonRecord.ferndale.fileName))
      let short = folder.path("short.mseed")
      try bytes.prefix(5000).write(to: URL(fileURLWithPath: short))
      try folder.changeSource { $0["files"] = [short] }
    },
    BadInput("no files", names: ["recording", "files"]) { folder in
      try folder.changeSource { $0["files"] = [String]() }
    },
    BadInput("key readable by others", names: ["station.key", "0644"]) { folder in
      try folder.write(try folder.read("station.key"), to: "station.key", mode: 0o644)
    },
    BadInput("key missing", names: ["station.key", "No such file"]) { folder in
      try FileManager.default.removeItem(atPath: folder.path("station.key"))
    },
    BadInput("key too short", names: ["station.key", "64 hexadecimal"]) { folder in
      try folder.write("5a5a\n", to: "station.key", mode: 0o600)
    },
    BadInput("state folder is a file", names: ["/state", "Not a directory"]) { folder in
      try folder.write("", to: "state")
    },
    BadInput("state folder in a file", names: ["/file/state", "Not a directory"]) { folder in
      try folder.write("", to: "file")
      try folder.changeStation { $0["stateDirectory"] = folder.path("file/state") }
    },
    BadInput("too many destinations", names: ["9 alert destinations", "at most 8"]) { folder in
      try folder.changeStation { station in
        station["destinations"] = (0..<9).map {
          ["host": "127.0.0.1", "port": 4790 + $0] as [String: Any]
        }
      }
    },
    BadInput("trigger band above the rate", names: ["recording", "20"]) { folder in
      try folder.changeStation { $0["trigger"] = ["bandLowHertz": 15, "bandHighHertz": 20] }
      let record = StationFolder.root.path + "/Tests/Fixtures/records/"
      try folder.changeSource { $0["files"] = [record + DaemonRecord.openEEW.fileName] }
    },
  ]
}

@Suite("A daemon that cannot start")
struct BadInputTests {
  @Test(
    "says in one line what is wrong and where, and leaves nothing behind", arguments: BadInput.table
  )
  func refuses(input: BadInput) throws {
    let folder = try StationFolder.playing(.ferndale)
    try input.spoil(folder)
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    for arguments in [["--check"], ["--events", folder.path("events.jsonl")]] {
      let run = try DaemonRun(["--station", folder.path("station.json")] + arguments)
      #expect(run.status == 1)
      #expect(run.output.isEmpty)
      try #require(run.errors.count == 1, "\(run.errors)")
      for word in input.words { #expect(run.errors[0].contains(word), "\(run.errors[0])") }
    }
    let after = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    #expect(after == before)
  }

  @Test(
    "refuses an events file that cannot be written, before it takes a boot number",
    arguments: ["/nowhere/events.jsonl", "/proc/events.jsonl", "/"])
  func eventsPath(path: String) throws {
    let folder = try StationFolder.playing(.ferndale)
    let run = try DaemonRun(["--station", folder.path("station.json"), "--events", path])
    #expect(run.status == 1)
    try #require(run.errors.count == 1, "\(run.errors)")
    #expect(run.errors[0].contains(path))
    #expect(!folder.exists("state"))
  }

  @Test("keeps the events of the last run when it cannot start")
  func earlierEvents() throws {
    let folder = try StationFolder.playing(.ferndale)
    try folder.write("earlier\n", to: "events.jsonl")
    try folder.write("", to: "state")
    let run = try DaemonRun([
      "--station", folder.path("station.json"), "--events", folder.path("events.jsonl"),
    ])
    #expect(run.status == 1)
    #expect(try folder.read("events.jsonl") == "earlier\n")
  }

  @Test("exits 1 when the events find no space")
  func fullDisk() throws {
    let folder = try StationFolder.playing(.ferndale)
    let run = try DaemonRun(["--station", folder.path("station.json"), "--events", "/dev/full"])
    #expect(run.status == 1)
    #expect(run.errors.count { $0.contains("/dev/full: No space left on device") } == 1)
  }

  @Test(
    "answers bad usage with one line and exit 2",
    arguments: [
      ([], "--station"), (["--station"], "--station"), (["--station", ""], "--station"),
      (["--station", "x", "--events"], "--events"), (["--stations", "x"], "--stations"),
      (["--station", "x", "y"], "y"),
    ])
  func usage(arguments: [String], word: String) throws {
    let run = try DaemonRun(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    try #require(run.errors.count == 1, "\(run.errors)")
    #expect(run.errors[0].contains(word))
  }
}

@Suite("firstbreakd --check")
struct CheckTests {
  @Test("prints the plan and changes nothing")
  func plan() throws {
    let folder = try StationFolder.playing(.gaps)
    let run = try DaemonRun(["--station", folder.path("station.json"), "--check"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    let text = run.output.joined(separator: "\n")
    for word in [
      "station XX_REPLAY_", "ring of 256 blocks", "memory: ", "gap of ", "key: ",
      "smallest PGV it can predict",
    ] {
      #expect(text.contains(word))
    }
    #expect(!folder.exists("state"))
  }

  @Test("helps with exit 0", arguments: ["--help", "--version"])
  func help(option: String) throws {
    let run = try DaemonRun([option])
    #expect(run.status == 0)
    #expect(run.output.contains { $0.contains("firstbreakd") })
  }
}
