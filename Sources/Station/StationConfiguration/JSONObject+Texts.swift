import SeismicTypes

extension JSONObject {
  /// A required text on one line.
  func text(_ key: String, maximumBytes: Int = 255, expected: String = "a text") -> String {
    guard let value = require(key, expected: expected) else { return "" }
    guard let text = value.string, isOneLine(text, maximumBytes: maximumBytes) else {
      report(key, expected: expected + " of 1 to \(maximumBytes) bytes without control characters")
      return ""
    }
    return text
  }

  /// A text that may be left out.
  func optionalText(
    _ key: String, maximumBytes: Int = 255, expected: String = "a text"
  ) -> String? {
    guard find(key) != nil else { return nil }
    return text(key, maximumBytes: maximumBytes, expected: expected)
  }

  /// A required FDSN code of upper-case letters and digits, single dashes where allowed; nil after
  /// recording that it is none.
  func code(
    _ key: String, lengths: ClosedRange<Int>, allowsDash: Bool, expected: String
  ) -> String? {
    guard let value = require(key, expected: expected) else { return nil }
    guard
      let code = value.string,
      StationIdentity.isCode(code, lengths: lengths, allowsDash: allowsDash), !hasDoubleDash(code)
    else {
      report(key, expected: expected)
      return nil
    }
    return code
  }

  /// A required path, resolved against the folder of the file.
  func filePath(_ key: String, expected: String) -> String {
    let path = text(key, maximumBytes: 1024, expected: expected)
    return path.isEmpty ? "" : document.source.resolve(path)
  }

  /// A path that may be left out, resolved against the folder of the file.
  func optionalFilePath(_ key: String, expected: String) -> String? {
    guard find(key) != nil else { return nil }
    return filePath(key, expected: expected)
  }

  /// Paths in an array that may be left out, resolved against the folder of the file.
  func filePaths(_ key: String, maximumCount: Int) -> [String] {
    var paths: [String] = []
    for (index, element) in array(key, counts: 0...maximumCount).enumerated() {
      if let path = element.string, isOneLine(path, maximumBytes: 1024) {
        paths.append(document.source.resolve(path))
      } else {
        report(
          at: path(of: key) + "[\(index)]", value: element.text, expected: "the path of a file")
      }
    }
    return paths
  }

  /// A required word out of a list.
  func word(_ key: String, oneOf words: [String]) -> String {
    let expected = "one of " + words.map(quotedText).joined(separator: ", ")
    guard let value = require(key, expected: expected) else { return "" }
    guard let word = value.string, words.contains(word) else {
      report(key, expected: expected)
      return ""
    }
    return word
  }
}

/// Whether a text is neither empty nor too long and has no control characters in it.
func isOneLine(_ text: String, maximumBytes: Int) -> Bool {
  guard !text.isEmpty, text.utf8.count <= maximumBytes else { return false }
  for byte in text.utf8 where byte < 0x20 || byte == 0x7F { return false }
  return true
}

/// Whether a code has two dashes in a row, which FDSN reserves.
private func hasDoubleDash(_ code: String) -> Bool {
  var previous: UInt8 = 0
  for byte in code.utf8 {
    if byte == UInt8(ascii: "-") && previous == byte { return true }
    previous = byte
  }
  return false
}
