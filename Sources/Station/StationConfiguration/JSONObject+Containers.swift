extension JSONObject {
  /// An object that may be left out.
  func optionalObject(_ key: String) -> JSONObject? {
    guard let value = find(key) else { return nil }
    guard value.isObject else {
      report(key, expected: "an object { … }")
      return nil
    }
    return JSONObject(document: document, value: value, keyPath: path(of: key))
  }

  /// The elements of an array; leaving it out is right only where it may be empty.
  func array(_ key: String, counts: ClosedRange<Int>) -> [JSONValue] {
    let expected = "an array [ … ] of \(counts.lowerBound) to \(counts.upperBound) elements"
    let value = counts.lowerBound == 0 ? find(key) : require(key, expected: expected)
    guard let value else { return [] }
    let elements = value.elements
    guard value.isArray, counts.contains(elements.count) else {
      report(key, expected: expected)
      return []
    }
    return elements
  }

  /// The objects of an array; leaving it out is right only where it may be empty.
  func objects(_ key: String, counts: ClosedRange<Int>) -> [JSONObject] {
    var objects: [JSONObject] = []
    for (index, element) in array(key, counts: counts).enumerated() {
      let elementPath = path(of: key) + "[\(index)]"
      if element.isObject {
        objects.append(JSONObject(document: document, value: element, keyPath: elementPath))
      } else {
        report(at: elementPath, value: element.text, expected: "an object { … }")
      }
    }
    return objects
  }
}
