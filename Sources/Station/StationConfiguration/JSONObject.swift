/// An object of a document, read key by key.
///
/// Reading never throws: a wrong, missing or unknown key is recorded in the document with its path,
/// and a value that satisfies the type stands in, so that one run finds every problem.
final class JSONObject {
  let document: JSONDocument
  let value: JSONValue
  /// Path of this object in the document, such as `sources[0]`; empty for the document itself.
  let keyPath: String
  private var knownKeys: [String] = []

  init(document: JSONDocument, value: JSONValue, keyPath: String) {
    self.document = document
    self.value = value
    self.keyPath = keyPath
  }

  /// The path of a key of this object; keys with unusual characters are quoted.
  func path(of key: String) -> String {
    var isPlain = !key.isEmpty && key.utf8.count <= 60
    for byte in key.utf8 {
      let isLetter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      if !isLetter && !isDigit { isPlain = false }
    }
    let name = isPlain ? key : quotedText(key)
    return keyPath.isEmpty ? name : keyPath + "." + name
  }

  /// Whether the file gives the key, whatever its value.
  func has(_ key: String) -> Bool { value[key] != nil }

  /// The value of a key, which is a known one from now on.
  func find(_ key: String) -> JSONValue? {
    knownKeys.append(key)
    return value[key]
  }

  /// The value of a key that must be there.
  func require(_ key: String, expected: String) -> JSONValue? {
    if let value = find(key) { return value }
    document.report(
      .missing(file: document.source.path, keyPath: path(of: key), expected: expected))
    return nil
  }

  /// Records that a key's value is not what was expected.
  func report(_ key: String, expected: String) {
    report(at: path(of: key), value: value[key]?.text ?? "left out", expected: expected)
  }

  /// Records that the value at a path is not what was expected.
  func report(at keyPath: String, value: String, expected: String) {
    document.report(
      .wrongValue(
        file: document.source.path, keyPath: keyPath, value: value, expected: expected))
  }

  /// Records every key of the file that nothing has asked for; call it when all has been read.
  func reportUnknownKeys() {
    for key in value.keys where !knownKeys.contains(key) {
      document.report(
        .unknownKey(
          file: document.source.path, keyPath: path(of: key), similarKey: similarKey(to: key)))
    }
  }

  /// The known key that shares the longest beginning with `key`, if that is more than an accident.
  private func similarKey(to key: String) -> String? {
    var best: String?
    var bestLength = 3
    for candidate in knownKeys {
      let length = sharedPrefixLength(candidate, key)
      if length > bestLength {
        best = candidate
        bestLength = length
      }
    }
    return best
  }
}

/// How many bytes two keys have in common at their beginning, upper and lower case alike.
private func sharedPrefixLength(_ first: String, _ second: String) -> Int {
  var length = 0
  for (one, other) in zip(first.utf8, second.utf8) {
    guard one | 0x20 == other | 0x20 else { break }
    length += 1
  }
  return length
}
