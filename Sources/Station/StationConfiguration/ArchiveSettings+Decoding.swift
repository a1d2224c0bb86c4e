import SeismicTypes

extension ArchiveSettings {
  init(_ object: JSONObject) {
    self.init(root: object.filePath("root", expected: "the path of a folder"))
    if object.has("format") {
      format =
        Format(rawValue: object.word("format", oneOf: ["miniseed2", "miniseed3"]))
        ?? .miniseed2
    }
    if object.has("mode") {
      mode = Mode(rawValue: object.word("mode", oneOf: ["disk", "memory"])) ?? .disk
    }
    object.read("recordLengthBytes", in: 512...4096, into: &recordLengthBytes)
    if recordLengthBytes != 512 && recordLengthBytes != 4096 {
      object.report("recordLengthBytes", expected: "512 or 4096")
    }
    object.read("flushIntervalSeconds", in: 1...86_400, into: &flushIntervalSeconds)
    copyDirectory = object.optionalFilePath("copyDirectory", expected: "the path of a folder")
    if copyDirectory != nil && mode == .disk {
      object.report("copyDirectory", expected: "no copy unless mode is \"memory\"")
    }
    retentionDays = object.optionalInteger("retentionDays", in: 1...36_500)
    retentionMebibytes = object.optionalInteger("retentionMebibytes", in: 1...100_000_000)
    object.read("minimumFreeMebibytes", in: 0...1_000_000, into: &minimumFreeMebibytes)
    object.read("ringSeconds", in: 5...600, into: &ringSeconds)
    if object.has("keepEvents") {
      var keepsEvents = true
      object.read("keepEvents", into: &keepsEvents)
      if !keepsEvents { events = nil }
    }
    if let settings = object.optionalObject("events").map(Events.init(_:)) {
      if events == nil {
        object.report("events", expected: "no object beside keepEvents false")
      } else {
        events = settings
      }
    }
    object.reportUnknownKeys()
  }

  /// Records codes of a station that the fields of miniSEED 2 have no room for.
  func reportConflicts(of identity: StationIdentity?, in object: JSONObject) {
    guard let identity, format == .miniseed2 else { return }
    let fits =
      identity.networkCode.utf8.count <= 2 && identity.stationCode.utf8.count <= 5
      && identity.locationCode.utf8.count <= 2
    guard !fits else { return }
    object.optionalObject("archive")?.report(
      "format",
      expected: "\"miniseed3\", since \(identity.text) has longer codes than miniSEED 2 holds "
        + "(2, 5 and 2 characters)")
  }
}

extension ArchiveSettings.Events {
  init(_ object: JSONObject) {
    self.init()
    object.read("preEventSeconds", in: 0...3600, into: &preEventSeconds)
    object.read("postEventSeconds", in: 0...3600, into: &postEventSeconds)
    object.read("retentionMebibytes", in: 1...100_000_000, into: &retentionMebibytes)
    object.reportUnknownKeys()
  }
}
