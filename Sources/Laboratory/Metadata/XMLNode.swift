/// One element of an XML document: its name without prefix, its attributes, its text and its children.
package final class XMLNode {
  package let name: String
  package let attributes: [String: String]
  /// Where it begins, from 1.
  package let line: Int
  /// All text directly in it, entities resolved.
  package internal(set) var text = ""
  package internal(set) var children: [XMLNode] = []

  init(name: String, attributes: [String: String], line: Int) {
    self.name = name
    self.attributes = attributes
    self.line = line
  }

  /// The first child of a name.
  package func child(_ name: String) -> XMLNode? { children.first { $0.name == name } }

  /// All children of a name, in their order.
  package func all(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }

  /// The text without white space around it.
  package var trimmedText: String {
    let isSpace: (Unicode.Scalar) -> Bool = { [" ", "\n", "\r", "\t"].contains($0) }
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
    while let last = scalars.last, isSpace(last) { scalars.removeLast() }
    return String(scalars)
  }
}

/// Why bytes are no XML document that is read here.
package struct XMLProblem: Error, Equatable {
  /// From 1.
  package var line: Int
  package var message: String
}
