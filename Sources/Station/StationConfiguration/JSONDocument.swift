import CJansson

/// A parsed JSON file together with the problems found in it so far.
///
/// It owns jansson's tree; objects and values of it are valid as long as it lives. Safe, because
/// nothing else frees the tree and nothing changes it after parsing.
@safe
final class JSONDocument {
  let source: ConfigurationBytes
  private let tree: UnsafeMutablePointer<json_t>
  private(set) var problems: [ConfigurationProblem] = []

  /// Parses the bytes, which must be one JSON object without repeated keys.
  init(_ source: ConfigurationBytes) throws(ConfigurationProblem) {
    self.source = source
    var error = json_error_t()
    let tree = unsafe source.bytes.withUnsafeBufferPointer { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe json_loadb(
          characters.baseAddress, characters.count, Int(JSON_REJECT_DUPLICATES), &error)
      }
    }
    guard let tree = unsafe tree else {
      throw .notJSON(
        file: source.path, line: Int(max(error.line, 1)), column: Int(max(error.column, 1)),
        reason: reason(of: error))
    }
    unsafe self.tree = tree
  }

  deinit { unsafe json_decref(tree) }

  /// The object the file consists of; anything else in its place is a recorded problem.
  var root: JSONObject {
    let value = unsafe JSONValue(pointer: tree)
    if !value.isObject {
      report(
        .wrongValue(
          file: source.path, keyPath: "the file", value: value.text, expected: "an object { … }"))
    }
    return JSONObject(document: self, value: value, keyPath: "")
  }

  func report(_ problem: ConfigurationProblem) { problems.append(problem) }

  /// Throws what has been recorded, if anything.
  func throwProblems() throws(ConfigurationError) {
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
  }
}

private func reason(of error: json_error_t) -> String {
  var bytes: [UInt8] = []
  var error = error
  unsafe withUnsafeBytes(of: &error.text) { text in
    for index in text.indices {
      let byte = unsafe text[index]
      guard byte != 0 else { break }
      bytes.append(byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
