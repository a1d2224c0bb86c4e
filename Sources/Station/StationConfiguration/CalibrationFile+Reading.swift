extension CalibrationFile {
  /// Reads a calibration file that only its owner may write.
  package init(readingFrom path: String) throws(ConfigurationError) {
    let source: ConfigurationBytes
    do {
      source = try ConfigurationBytes(readingFrom: path)
    } catch {
      throw ConfigurationError(problems: [error])
    }
    try self.init(decoding: source)
  }
}
