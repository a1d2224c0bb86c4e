extension BoardFile {
  /// Reads and decodes a board file.
  package init(readingFrom path: String) throws(ConfigurationError) {
    let source: ConfigurationBytes
    do {
      source = try ConfigurationBytes(readingFrom: path)
    } catch {
      throw ConfigurationError(problems: [error])
    }
    try self.init(decoding: source)
  }

  /// Decodes a board file, or throws everything that is wrong with it.
  package init(decoding source: ConfigurationBytes) throws(ConfigurationError) {
    let document: JSONDocument
    do {
      document = try JSONDocument(source)
    } catch {
      throw ConfigurationError(problems: [error])
    }
    self.init(document.root)
    try document.throwProblems()
  }

  private init(_ object: JSONObject) {
    object.readSchemaVersion()
    self.init(name: object.text("board", maximumBytes: 64, expected: "the board's name"))
    description = object.optionalText("description", maximumBytes: 1024) ?? ""
    if let settings = object.optionalObject("realTime") { realTime = RealTimeSettings(settings) }
    var names: [String] = []
    for element in object.objects("sources", counts: 1...16) {
      let name: String
      if let source = SlowSourceDescription(element) {
        name = source.name
        slowSources.append(source)
      } else {
        let source = SourceDescription(element)
        name = source.name
        sources.append(source)
      }
      if names.contains(name) && !name.isEmpty {
        element.report("name", expected: "a name no other source has")
      }
      names.append(name)
    }
    if sources.count > 8 || (sources.isEmpty && !slowSources.isEmpty) {
      object.report("sources", expected: "1 to 8 of them with samples")
    }
    object.reportUnknownKeys()
  }
}
