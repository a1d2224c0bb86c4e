import SeismicTypes

extension StationFile {
  /// Reads and decodes a station file, without touching the files it points to.
  package init(readingFrom path: String) throws(ConfigurationError) {
    let source: ConfigurationBytes
    do {
      source = try ConfigurationBytes(readingFrom: path)
    } catch {
      throw ConfigurationError(problems: [error])
    }
    try self.init(decoding: source)
  }

  /// Decodes a station file, or throws everything that is wrong with it.
  package init(decoding source: ConfigurationBytes) throws(ConfigurationError) {
    let document: JSONDocument
    do {
      document = try JSONDocument(source)
    } catch {
      throw ConfigurationError(problems: [error])
    }
    let station = StationFile(document.root)
    try document.throwProblems()
    // The codes have been checked, so a missing identity has been reported.
    guard var station else { throw ConfigurationError(problems: []) }
    // The object has been found sound, and is read once more for what it says with other defaults.
    let hasOther = station.modelFile == nil
    station.otherPolicy =
      document.root.optionalObject("policy").map { PolicySettings($0, hasModel: hasOther) }
      ?? PolicySettings(hasModel: hasOther)
    self = station
  }

  private init?(_ object: JSONObject) {
    object.readSchemaVersion()
    let identity = stationIdentity(in: object)
    let latitude = object.number("latitudeDegrees", in: -90...90)
    let longitude = object.number("longitudeDegrees", in: -180...180)
    let elevation = object.number("elevationMetres", in: -12_000...9_000)
    let mode = object.word("mode", oneOf: ["operational", "maintenance", "commissioning"])
    let board = object.filePath("board", expected: "the path of a board file")
    let keyFile = object.filePath("keyFile", expected: "the path of the station's private key")
    let state = object.filePath("stateDirectory", expected: "the path of a folder")
    let calibrations = object.filePaths("calibrations", maximumCount: 16)
    let instruments = object.objects("instruments", counts: 0...8).map(Instrument.init(_:))
    let modelFile = object.optionalFilePath("modelFile", expected: "the path of a model file")
    let modelSha256 = modelDigest(in: object)
    let trigger = object.optionalObject("trigger").map(TriggerSettings.init(_:))
    let policy = object.optionalObject("policy").map {
      PolicySettings($0, hasModel: modelFile != nil)
    }
    let destinations = object.objects("destinations", counts: 0...16)
      .map(DestinationSettings.init(_:))
    let slowChannels = object.objects("slowChannels", counts: 0...64)
      .map(SlowChannelSettings.init(_:))
    let archive = object.optionalObject("archive").map(ArchiveSettings.init(_:))
    archive?.reportConflicts(of: identity, in: object)
    object.reportUnknownKeys()
    guard let identity else { return nil }
    self.init(
      identity: identity, latitudeDegrees: latitude, longitudeDegrees: longitude,
      elevationMetres: elevation, board: board, keyFile: keyFile, stateDirectory: state)
    self.mode = OperatingMode(rawValue: mode) ?? .maintenance
    self.calibrations = calibrations
    self.instruments = instruments
    self.modelFile = modelFile
    self.modelSha256 = modelSha256
    self.trigger = trigger ?? TriggerSettings()
    self.policy = policy ?? PolicySettings(hasModel: modelFile != nil)
    self.destinations = destinations
    self.slowChannels = slowChannels
    self.archive = archive
  }
}

/// The three codes, or nil after recording which of them break the FDSN rules.
private func stationIdentity(in object: JSONObject) -> StationIdentity? {
  let network = object.code(
    "networkCode", lengths: 1...8, allowsDash: false, expected: "1 to 8 of A–Z and 0–9")
  let station = object.code(
    "stationCode", lengths: 1...8, allowsDash: false, expected: "1 to 8 of A–Z and 0–9")
  let location = object.code(
    "locationCode", lengths: 0...8, allowsDash: true,
    expected: "0 to 8 of A–Z, 0–9 and single dashes")
  guard let network, let station, let location else { return nil }
  return StationIdentity(networkCode: network, stationCode: station, locationCode: location)
}

/// The digest that must stand beside a model file, and nowhere else.
private func modelDigest(in object: JSONObject) -> String? {
  let expected = "64 lower-case hexadecimal digits, the SHA-256 of modelFile"
  guard object.has("modelFile") else {
    if object.find("modelSha256") != nil {
      object.report("modelSha256", expected: "no digest without modelFile")
    }
    return nil
  }
  guard let value = object.require("modelSha256", expected: expected) else { return nil }
  guard let digest = value.string, isSHA256(digest) else {
    object.report("modelSha256", expected: expected)
    return nil
  }
  return digest
}

/// Whether a text is a SHA-256 digest in lower-case hexadecimal.
func isSHA256(_ text: String) -> Bool {
  for byte in text.utf8 {
    let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    let isLetter = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f")
    guard isDigit || isLetter else { return false }
  }
  return text.utf8.count == 64
}
