import Foundation
import Testing

@Suite("noise and plot")
struct NoiseAndPlotTests {
  private static let quiet = Tool.path("Tests/Fixtures/records/17_noise_quiet_MEMS.mseed")
  private static let noise = ["noise", "--input", quiet, "--sensitivity", "100000"]

  @Test("prints spectra of every channel for machines and draws them")
  func spectra() throws {
    let folder = try TemporaryFolder()
    let picture = folder.path("noise.svg")
    let outcome = try Tool.run(
      Self.noise + ["--segment", "30", "--json", "--spectrogram", "--output", picture])
    #expect(outcome.status == 0 && outcome.words.isEmpty, "\(outcome.words)")
    let objects = try outcome.objects()
    let channels = objects.filter { $0["type"] as? String == "noise" }
    #expect(
      channels.map { $0["channel"] as? String }
        == ["OE.M024..HNZ", "OE.M024..HNN", "OE.M024..HNE"])
    #expect(channels[0]["segments"] as? Int == 7)
    #expect(objects.count == 3 * 8)
    let svg = try String(contentsOfFile: picture, encoding: .utf8)
    #expect(svg.contains("OE.M024..HNE, frequency (Hz)") && svg.contains("NHNM"))
  }

  @Test("says which segments a short recording is cut into, and prints a table")
  func words() throws {
    let outcome = try Tool.run(Self.noise + ["--channels", "HNZ"])
    #expect(outcome.status == 0)
    #expect(outcome.words.contains("segments of 31 s"))
    #expect(outcome.lines[0].hasPrefix("OE.M024..HNZ  7 segments of 31 s"))
    #expect(outcome.lines.count > 6)
  }

  @Test("takes a station's sensitivity, and the same sensor beside itself as noiseless")
  func huddle() throws {
    let outcome = try Tool.run([
      "noise", "--input", Self.quiet, Self.quiet, "--huddle", "two", "--channels", "HNZ",
      "--segment", "20", "--json", "--station", Recordings.station,
    ])
    #expect(outcome.status == 0, "\(outcome.words)")
    let objects = try outcome.objects()
    #expect(objects.map { $0["type"] as? String } == ["selfNoise", "selfNoise"])
    let total = try #require(objects[0]["totalDecibels"] as? [Any])
    let own = try #require(objects[0]["selfNoiseDecibels"] as? [Any])
    for (total, own) in zip(total, own) {
      guard let total = total as? Double else { continue }
      if let own = own as? Double { #expect(own < total - 100) }
    }
  }

  /// Work that must fail, and what must be said of it.
  static let badWork: [([String], String)] = [
    (noise + ["--segment", "500"], "the longest time without a gap is"),
    (["noise", "--input", quiet, "--sensitivity", "HNZ=1"], "channel HNN: has no sensitivity"),
    (
      ["noise", "--input", quiet, "--station", Recordings.station, "--source", "x"],
      "its board has the sources recording, not x"
    ),
    (
      ["noise", "--input", quiet, quiet, "--huddle", "two", "--sensitivity", "1"],
      "expected one: choose it with --channels"
    ),
    (["plot", "day", "--input", quiet, "--output", "a.svg"], "expected one: choose it"),
    (
      ["plot", "section", "--input", quiet, Recordings.ferndale, "--output", "a.svg"],
      "expected records of one event, within an hour"
    ),
    (
      ["plot", "section", "--input", quiet, "--output", "a.svg", "--events", "/absent"],
      "/absent: cannot be read"
    ),
    (
      ["plot", "section", "--input", quiet, "--output", "a.svg", "--events"]
        + [Tool.path("Package.swift")], "Package.swift:1: is not a JSON object"
    ),
  ]

  @Test("fails with exit code 1 and says why", arguments: badWork)
  func fails(arguments: [String], words: String) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.status == 1)
    #expect(outcome.words.contains(words), "\(outcome.words)")
    #expect(outcome.output.isEmpty)
  }

  @Test("draws a day with its gaps")
  func day() throws {
    let folder = try TemporaryFolder()
    let picture = folder.path("day.svg")
    let outcome = try Tool.run([
      "plot", "day", "--input",
      Tool.path("Tests/Fixtures/records/19_gaps_OpenEEW_024_2020_3_30.mseed"), "--channels",
      "HNZ", "--minutes", "5", "--output", picture, "--json", "--sensitivity", "100000",
    ])
    #expect(outcome.status == 0, "\(outcome.words)")
    let object = try outcome.objects()[0]
    #expect(object["day"] as? String == "2020-03-30")
    #expect(try String(contentsOfFile: picture, encoding: .utf8).contains("m/s²"))
  }

  @Test("draws a section of what a replay printed")
  func section() throws {
    let folder = try TemporaryFolder()
    let replay = try Tool.run([
      "replay", "--station", Recordings.station, "--input", Recordings.ferndale, "--sensitivity",
      "213926.1", "--json",
    ])
    try folder.write(replay.output, to: "lines.json")
    let picture = folder.path("section.svg")
    let outcome = try Tool.run([
      "plot", "section", "--input", Recordings.ferndale, "--events", folder.path("lines.json"),
      "--output", picture, "--json",
    ])
    #expect(outcome.status == 0, "\(outcome.words)")
    let object = try outcome.objects()[0]
    #expect(object["picks"] as? Int ?? 0 >= 1)
    #expect(object["alerts"] as? Int ?? 0 >= 1)
    let svg = try String(contentsOfFile: picture, encoding: .utf8)
    for word in ["P onset", "alert, with its level", "HNZ  peak"] { #expect(svg.contains(word)) }
  }
}
