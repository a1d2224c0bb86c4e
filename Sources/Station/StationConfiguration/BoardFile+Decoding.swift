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
    for element in object.objects("sources", counts: 1...8) {
      let source = SourceDescription(element)
      for earlier in sources where earlier.name == source.name && !source.name.isEmpty {
        element.report("name", expected: "a name no other source has")
      }
      sources.append(source)
    }
    object.reportUnknownKeys()
  }
}
