import StationConfiguration
import Testing

@Suite("The archive of a station file")
struct ArchiveSettingsTests {
  private func station(_ archive: String, network: String = "XX") throws -> StationFile {
    try StationFile(
      decoding: source(
        smallStation.replacing("\"mode\"", with: "\"archive\": \(archive), \"mode\"")
          .replacing("\"XX\"", with: "\"\(network)\"")))
  }

  @Test("is left out, or has the documented defaults")
  func defaults() throws {
    #expect(try StationFile(decoding: source(smallStation)).archive == nil)
    let archive = try #require(try station(#"{ "root": "/var/archive" }"#).archive)
    #expect(archive == ArchiveSettings(root: "/var/archive"))
    #expect(archive.format == .miniseed2 && archive.mode == .disk)
    #expect(archive.recordLengthBytes == 512 && archive.flushIntervalSeconds == 60)
    #expect(archive.retentionDays == nil && archive.retentionMebibytes == nil)
    #expect(archive.minimumFreeMebibytes == 256 && archive.ringSeconds == 60)
    let events = try #require(archive.events)
    #expect(events.preEventSeconds == 60 && events.postEventSeconds == 180)
    #expect(events.retentionMebibytes == 512)
  }

  @Test("is read with all its keys")
  func everything() throws {
    let archive = try #require(
      try station(
        """
        { "root": "/run/archive", "format": "miniseed3", "mode": "memory",
          "copyDirectory": "/var/archive", "recordLengthBytes": 4096, "flushIntervalSeconds": 600,
          "retentionDays": 30, "retentionMebibytes": 100, "minimumFreeMebibytes": 0,
          "ringSeconds": 120, "keepEvents": false }
        """
      ).archive)
    #expect(archive.format == .miniseed3 && archive.mode == .memory)
    #expect(archive.copyDirectory == "/var/archive" && archive.recordLengthBytes == 4096)
    #expect(archive.flushIntervalSeconds == 600 && archive.ringSeconds == 120)
    #expect(archive.retentionDays == 30 && archive.retentionMebibytes == 100)
    #expect(archive.minimumFreeMebibytes == 0 && archive.events == nil)
    let other = try #require(
      try station(#"{ "root": "/a", "events": { "preEventSeconds": 10 } }"#).archive)
    #expect(other.events?.preEventSeconds == 10 && other.events?.postEventSeconds == 180)
  }

  @Test(
    "with a mistake is refused by key and what was expected",
    arguments: [
      (#"{ }"#, "archive.root", "the path of a folder"),
      (#"{ "root": "/a", "format": "mseed" }"#, "archive.format", "one of"),
      (#"{ "root": "/a", "recordLengthBytes": 1024 }"#, "recordLengthBytes", "512 or 4096"),
      (#"{ "root": "/a", "copyDirectory": "/b" }"#, "copyDirectory", "no copy unless mode"),
      (#"{ "root": "/a", "keepEvents": false, "events": {} }"#, "archive.events", "no object"),
      (#"{ "root": "/a", "roots": 1 }"#, "archive.roots", "key"),
      (#"{ "root": "/a", "events": { "days": 1 } }"#, "archive.events.days", "key"),
    ])
  func mistakes(archive: String, key: String, expected: String) throws {
    do {
      _ = try station(archive)
      Issue.record("taken")
    } catch let error as ConfigurationError {
      #expect(error.message.contains(key) && error.message.contains(expected))
    }
  }

  @Test("of miniSEED 2 is refused for codes that its fields have no room for")
  func longCodes() throws {
    do {
      _ = try station(#"{ "root": "/a" }"#, network: "LONGNET")
      Issue.record("taken")
    } catch let error as ConfigurationError {
      #expect(error.message.contains("archive.format") && error.message.contains("miniseed3"))
    }
    #expect(
      try station(#"{ "root": "/a", "format": "miniseed3" }"#, network: "LONGNET").archive != nil)
  }
}
