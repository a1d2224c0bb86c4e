import Testing

@Suite("The command line")
struct UsageTests {
  static let commands = [
    "replay", "evaluate", "listen", "keygen", "board", "model", "noise", "plot",
  ]

  @Test("helps with an example", arguments: commands)
  func help(command: String) throws {
    let outcome = try Tool.run([command, "--help"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("usage: firstbreak \(command)"))
    #expect(outcome.output.contains("Example:\n  firstbreak \(command) "))
    #expect(outcome.words.isEmpty)
  }

  @Test("names every command in the overview")
  func overview() throws {
    let outcome = try Tool.run(["--help"])
    #expect(outcome.status == 0)
    for command in Self.commands { #expect(outcome.output.contains("\n  \(command) ")) }
    #expect(try Tool.run([]).status == 2)
  }

  static let replay = ["replay", "--station", Recordings.station, "--input", Recordings.ferndale]
  static let absent = "/absent/nowhere"

  /// Command lines that cannot be followed, and what must be said of them.
  static let badUsage: [([String], String)] = [
    (["simulate"], "no command \"simulate\""),
    (["replay"], "--station is missing"),
    (["replay", "--station", Recordings.station], "--input is missing"),
    (["replay", "--station"], "--station needs a value"),
    (["replay", "--station", "--json"], "--station needs a value"),
    (["replay", "--station=", "--json"], "--station needs a value"),
    (["replay", "x.mseed"], "unexpected \"x.mseed\""),
    (replay + ["--station", "b"], "--station is given twice"),
    (replay + ["--loud"], "unknown option --loud"),
    (replay + ["--json=yes"], "unknown option --json"),
    (replay + ["--speed", "fast"], "--speed is \"fast\", expected realtime, max or a factor"),
    (replay + ["--speed", "0"], "--speed is \"0\""),
    (replay + ["--speed", "nan"], "--speed is \"nan\""),
    (replay + ["--samples-per-block", "0"], "expected a whole number from 1 to 4096"),
    (replay + ["--samples-per-block", "1.5"], "--samples-per-block is \"1.5\""),
    (replay + ["--sensitivity", "0"], "--sensitivity is \"0\", expected counts"),
    (replay + ["--sensitivity", "inf"], "--sensitivity is \"inf\""),
    (replay + ["--sensitivity", "HNZ="], "--sensitivity is \"HNZ=\""),
    (replay + ["--sensitivity", "=5"], "expected a channel code before ="),
    (replay + ["--quantity", "velocity"], "--quantity needs --sensitivity"),
    (replay + ["--sensitivity", "1", "--quantity", "pressure"], "--quantity is \"pressure\""),
    (replay + ["--send", "localhost"], "--send is \"localhost\", expected HOST:PORT"),
    (replay + ["--send", ":4790"], "--send is \":4790\""),
    (replay + ["--send", "::1:4790"], "--send is \"::1:4790\""),
    (replay + ["--send", "localhost:0"], "--send is \"localhost:0\""),
    (replay + ["--picture", "x.gif"], "\"x.gif\", expected a name ending in .svg or .png"),
    (["listen", "--trust", "x"], "--bind is missing"),
    (["listen", "--bind", "127.0.0.1:0"], "--trust is missing"),
    (["listen", "--bind", "127.0.0.1:0", "--trust", "x", "--count", "0"], "--count is \"0\""),
    (
      ["listen", "--bind", "127.0.0.1:0", "--trust", "x", "--timeout", "-1"], "--timeout is \"-1\""
    ),
    (["listen", "--forget", "lower_case_"], "--forget is \"lower_case_\", expected NET_STA_LOC"),
    (["listen", "--forget", "XX_A_"], "--state is missing"),
    (["listen", "--forget", "XX_A_", "--state", "s", "--bind", "h:1"], "with --state alone"),
    (["keygen"], "--output is missing"),
    (["board"], "a word is missing, expected list, check or probe"),
    (["board", "burn"], "\"burn\" is not understood"),
    (["board", "check"], "check needs a FILE"),
    (["board", "list", "Boards"], "\"list Boards\" is not understood"),
    (["board", "check", "a", "b"], "unexpected \"b\""),
    (["model"], "a word is missing, expected inspect or run"),
    (["model", "inspect"], "a FILE is missing"),
    (["model", "burn", "x"], "\"burn x\" is not understood"),
    (["model", "run", "x"], "--features is missing"),
    (["noise"], "--input is missing"),
    (["noise", "--input", "x"], "--sensitivity or --station is missing"),
    (["noise", "--input", "x", "--quantity", "velocity"], "--quantity needs --sensitivity"),
    (["noise", "--input", "x", "--source", "a", "--sensitivity", "1"], "--source needs --station"),
    (["stationxml", "--station", "x", "--json"], "--json needs --output"),
    (["noise", "--input", "x", "--huddle", "four"], "expected three or two"),
    (["noise", "--input", "x", "--huddle", "two"], "names 1 files, expected 2"),
    (["noise", "--input", "x", "--segment", "0"], "--segment is \"0\", expected 0.1 to 86400"),
    (["noise", "--input", "x", "--spectrogram"], "--spectrogram needs --output"),
    (["noise", "--input", "x", "--output", "a.pdf"], "expected a name ending in .svg or .png"),
    (
      ["noise", "--input", "x", "y", "--huddle", "two"] + ["--sensitivity", "1"]
        + ["--sensitivity", "HNZ=2"], "one for each, without a channel's code"
    ),
    (["plot"], "a word is missing, expected day or section"),
    (["plot", "map"], "\"map\" is not understood"),
    (["plot", "day"], "--input is missing"),
    (["plot", "day", "--input", "x"], "--output is missing"),
    (["plot", "day", "--input", "x", "--output", "a.svg", "--minutes", "7"], "whole fraction"),
    (["plot", "day", "--input", "x", "--output", "a.svg", "--scale", "-1"], "--scale is \"-1\""),
    (["plot", "day", "--distances", "1"], "--distances is not for plot day"),
    (["plot", "section", "--minutes", "60"], "--minutes is not for plot section"),
    (
      ["plot", "section", "--input", "x", "--output", "a.svg", "--distances", "1,2"],
      "has 2 values, expected 1"
    ),
    (
      ["plot", "section", "--input", "x", "--output", "a.svg", "--distances", "far"],
      "holds \"far\", expected kilometres"
    ),
    (
      ["plot", "section", "--input", "x", "y", "--output", "a.svg", "--events", "e"],
      "names 1 files, expected 2"
    ),
  ]

  @Test("refuses with exit code 2 what it cannot follow", arguments: badUsage)
  func usage(arguments: [String], words: String) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.words.contains(words), "\(outcome.words)")
    #expect(outcome.output.isEmpty)
  }

  /// Work that must fail, and what must be said of it: file, value, expectation.
  static let badWork: [([String], [String])] = [
    (["replay", "--station", absent, "--input", "x"], [absent, "cannot be read"]),
    (
      ["replay", "--station", Tool.path("Boards/recording.json"), "--input", "x"],
      ["recording.json", "networkCode is missing"]
    ),
    (["replay", "--station", Recordings.station, "--input", absent], [absent]),
    (
      ["replay", "--station", Recordings.station, "--input", Tool.path("Package.swift")],
      ["Package.swift"]
    ),
    (
      ["replay", "--station", Recordings.station, "--input", Recordings.made("float64.mseed")],
      ["float64.mseed"]
    ),
    (
      [
        "replay", "--station", Recordings.station, "--input", Recordings.made("rate_5_hertz.mseed"),
      ],
      ["5"]
    ),
    (replay + ["--channels", "BH?"], ["no channel for the vertical component"]),
    (
      replay + ["--sensitivity", "BHZ=1"],
      ["channel BHZ: not among the recording's channels", "HNZ, HNN, HNE"]
    ),
    (replay + ["--picture", absent + "/x.svg"], [absent + "/x.svg: cannot be written"]),
    (replay + ["--send", "127.0.0.1:9"], ["station.key"]),
    (["listen", "--bind", "127.0.0.1:0", "--trust", absent], [absent]),
    (
      ["listen", "--forget", "XX_A_", "--state", absent], [absent, "knows no key of station XX_A_"]
    ),
    (["keygen", "--output", "/proc/nowhere"], ["/proc/nowhere/station.key"]),
    (["board", "check", absent], [absent, "cannot be read"]),
    (["board", "check", Tool.path("README.md")], ["README.md:1:"]),
    (["board", "list", "--boards", absent], [absent]),
    (["board", "list", "--boards", Tool.path("Tools")], ["holds no .json"]),
    (
      ["board", "probe", "--skeleton", "no-such-device"],
      ["no-such-device: not found at local:, expected one of: "]
    ),
    (["board", "probe", "--uri", "ip:127.0.0.1:1"], ["ip:127.0.0.1:1: cannot be opened"]),
    (["model", "inspect", absent], [absent, "cannot be read"]),
    (
      ["model", "inspect", Tool.path("README.md")],
      ["README.md: ", "expected the identifier TFL3"]
    ),
    (
      ["model", "run", Tool.path("Tests/Fixtures/models/mlp.tflite"), "--features", "x"],
      ["mlp.tflite", "has no metadata entry \"firstbreak\""]
    ),
  ]

  @Test("fails with exit code 1 and says what and where", arguments: badWork)
  func work(arguments: [String], words: [String]) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.status == 1)
    for word in words { #expect(outcome.words.contains(word), "\(outcome.words)") }
    #expect(outcome.words.hasPrefix("firstbreak \(arguments[0]): "))
    #expect(outcome.output.isEmpty)
  }
}
