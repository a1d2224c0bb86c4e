/// A piece of markup.
private struct XMLToken {
  let bytes: [UInt8]

  private init(_ text: String) { bytes = Array(text.utf8) }

  static let byteOrderMark = XMLToken("\u{FEFF}")
  static let declaration = XMLToken("<?xml ")
  static let instructionEnd = XMLToken("?>")
  static let comment = XMLToken("<!--")
  static let commentEnd = XMLToken("-->")
  static let instruction = XMLToken("<?")
  static let documentType = XMLToken("<!DOCTYPE")
  static let characterData = XMLToken("<![CDATA[")
  static let characterDataEnd = XMLToken("]]>")
  static let endTag = XMLToken("</")
  static let tagEnd = XMLToken(">")
  static let tag = XMLToken("<")
  static let emptyTagEnd = XMLToken("/>")
  static let equals = XMLToken("=")
}

/// Reads XML 1.0 documents in UTF-8, or in ISO 8859-1 where they declare it, strictly.
///
/// Document types are refused, so that no declaration of entities can make a small file large. Element and attribute names lose their namespace prefixes.
package struct XMLReader {
  static let depthLimit = 64
  static let byteLimit = 256 << 20

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  /// Each byte is a character: ISO 8859-1.
  private var isLatin = false

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The root of a document.
  ///
  /// - Throws: `XMLProblem` with the line.
  package static func root(of bytes: [UInt8]) throws(XMLProblem) -> XMLNode {
    guard bytes.count <= byteLimit else {
      throw XMLProblem(line: 1, message: "the file has more than \(byteLimit) bytes")
    }
    var reader = XMLReader(bytes)
    return try reader.document()
  }

  private mutating func document() throws(XMLProblem) -> XMLNode {
    _ = take(.byteOrderMark)
    try declaration()
    try skipMisc()
    guard peek == UInt8(ascii: "<") else { throw problem("expected an element") }
    let root = try element()
    try skipMisc()
    guard position == bytes.count else { throw problem("expected the end behind the root element") }
    return root
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func problem(_ message: String) -> XMLProblem {
    XMLProblem(line: line, message: message)
  }

  private mutating func advance() {
    if bytes[position] == UInt8(ascii: "\n") { line += 1 }
    position += 1
  }

  /// Takes a token if it stands here.
  private mutating func take(_ token: XMLToken) -> Bool {
    let wanted = token.bytes
    guard bytes.count - position >= wanted.count,
      bytes[position..<position + wanted.count].elementsEqual(wanted)
    else { return false }
    for _ in wanted { advance() }
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { advance() }
  }

  /// Everything up to a text, which is taken too.
  private mutating func take(upTo end: XMLToken, of what: String) throws(XMLProblem) -> [UInt8] {
    let (start, opened) = (position, line)
    while position < bytes.count {
      let stop = position
      if take(end) { return Array(bytes[start..<stop]) }
      advance()
    }
    throw XMLProblem(line: opened, message: "\(what) has no end")
  }

  private mutating func declaration() throws(XMLProblem) {
    guard take(.declaration) else { return }
    let words = try text(take(upTo: .instructionEnd, of: "the XML declaration")).lowercased()
    let isNamed = words.split(separator: "=").contains { $0.hasSuffix("encoding") }
    guard isNamed else { return }
    let names = words.split { "\"'".contains($0) }
    isLatin = names.contains("iso-8859-1")
    guard isLatin || names.contains("utf-8") || names.contains("us-ascii") else {
      throw problem("the encoding is none of UTF-8, US-ASCII and ISO-8859-1")
    }
  }

  /// White space, comments and processing instructions.
  private mutating func skipMisc() throws(XMLProblem) {
    while true {
      skipSpace()
      if take(.comment) {
        _ = try take(upTo: .commentEnd, of: "a comment")
      } else if take(.instruction) {
        _ = try take(upTo: .instructionEnd, of: "a processing instruction")
      } else {
        break
      }
    }
    if take(.documentType) { throw problem("a document type is not accepted") }
  }

  /// The element that begins here, with all within, on a stack of our own.
  private mutating func element() throws(XMLProblem) -> XMLNode {
    var open: [(node: XMLNode, name: [UInt8])] = []
    while true {
      if let inner = open.last, peek != UInt8(ascii: "<") {
        inner.node.text += try characters()
      } else if take(.comment) {
        _ = try take(upTo: .commentEnd, of: "a comment")
      } else if take(.instruction) {
        _ = try take(upTo: .instructionEnd, of: "a processing instruction")
      } else if take(.characterData) {
        guard let inner = open.last else { throw problem("expected an element") }
        inner.node.text += try text(take(upTo: .characterDataEnd, of: "a CDATA section"))
      } else if take(.endTag) {
        if let root = try close(&open) { return root }
      } else {
        if let root = try start(&open) { return root }
      }
    }
  }

  /// A start tag; the root where it is an empty one.
  private mutating func start(
    _ open: inout [(node: XMLNode, name: [UInt8])]
  ) throws(XMLProblem) -> XMLNode? {
    guard open.count < Self.depthLimit else {
      throw problem("elements are nested more than \(Self.depthLimit) deep")
    }
    let began = line
    guard take(.tag) else { throw problem("expected an element") }
    let name = try self.name()
    let (attributes, isEmpty) = try self.attributes()
    let node = XMLNode(name: try local(name), attributes: attributes, line: began)
    open.last?.node.children.append(node)
    if isEmpty { return open.isEmpty ? node : nil }
    open.append((node, name))
    return nil
  }

  /// An end tag, of which `</` has been taken; the root where it is the root's.
  private mutating func close(
    _ open: inout [(node: XMLNode, name: [UInt8])]
  ) throws(XMLProblem) -> XMLNode? {
    let name = try self.name()
    skipSpace()
    guard take(.tagEnd) else { throw problem("an end tag has no end") }
    guard let inner = open.popLast(), inner.name == name else {
      throw problem("the end tag \(try text(name)) closes no element of that name")
    }
    return open.isEmpty ? inner.node : nil
  }

  private mutating func name() throws(XMLProblem) -> [UInt8] {
    let start = position
    while let byte = peek, Self.isNameByte(byte, isFirst: position == start) { advance() }
    guard position > start else { throw problem("expected a name") }
    return Array(bytes[start..<position])
  }

  private static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...:
      true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): !isFirst
    default: false
    }
  }

  /// A name without its prefix.
  private func local(_ name: [UInt8]) throws(XMLProblem) -> String {
    let start = name.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? 0
    return try text(Array(name[start...]))
  }

  private mutating func attributes() throws(XMLProblem) -> ([String: String], isEmpty: Bool) {
    var attributes: [String: String] = [:]
    while true {
      let hasSpace = peek.map { [0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? false
      skipSpace()
      if take(.emptyTagEnd) { return (attributes, true) }
      if take(.tagEnd) { return (attributes, false) }
      guard position < bytes.count else { throw problem("a start tag has no end") }
      guard hasSpace else { throw problem("expected white space before an attribute") }
      let name = try local(self.name())
      skipSpace()
      guard take(.equals) else { throw problem("the attribute \(name) has no value") }
      skipSpace()
      guard attributes[name] == nil else { throw problem("the attribute \(name) stands twice") }
      attributes[name] = try quoted(name)
    }
  }

  private mutating func quoted(_ name: String) throws(XMLProblem) -> String {
    guard let quote = peek, [0x22, 0x27].contains(quote) else {
      throw problem("the value of \(name) is not in quotation marks")
    }
    advance()
    let start = position
    while let byte = peek, byte != quote {
      guard byte != UInt8(ascii: "<") else { throw problem("the value of \(name) holds <") }
      advance()
    }
    guard peek == quote else { throw problem("the value of \(name) has no end") }
    let value = try resolved(Array(bytes[start..<position]))
    advance()
    return value
  }

  private mutating func characters() throws(XMLProblem) -> String {
    let start = position
    while let byte = peek, byte != UInt8(ascii: "<") { advance() }
    guard position < bytes.count else { throw problem("an element has no end") }
    return try resolved(Array(bytes[start..<position]))
  }

  private func text(_ bytes: [UInt8]) throws(XMLProblem) -> String {
    let latin = isLatin ? bytes.map { Character(Unicode.Scalar($0)) } : []
    guard let text = isLatin ? String(latin) : String(validating: bytes, as: UTF8.self) else {
      throw problem("the text is not UTF-8")
    }
    let isAllowed = text.unicodeScalars.allSatisfy {
      $0.value >= 0x20 || [0x09, 0x0A, 0x0D].contains($0.value)
    }
    guard isAllowed else { throw problem("the text holds a control character") }
    return text
  }

  /// Text with its five entities and its character references resolved.
  private func resolved(_ bytes: [UInt8]) throws(XMLProblem) -> String {
    let raw = try text(bytes)
    guard bytes.contains(UInt8(ascii: "&")) else { return raw }
    var result = String.UnicodeScalarView()
    var rest = raw.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "&" else {
        result.append(scalar)
        continue
      }
      guard let end = rest.prefix(12).firstIndex(of: ";") else {
        throw problem("an entity has no end")
      }
      result.append(try entity(String(rest[..<end])))
      rest = rest[rest.index(after: end)...]
    }
    return String(result)
  }

  private func entity(_ name: String) throws(XMLProblem) -> Unicode.Scalar {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    let isHexadecimal = name.hasPrefix("#x")
    let digits = name.dropFirst(isHexadecimal ? 2 : 1)
    guard name.hasPrefix("#"), let value = UInt32(digits, radix: isHexadecimal ? 16 : 10),
      let scalar = Unicode.Scalar(value), value >= 0x20 || [9, 10, 13].contains(value)
    else { throw problem("the entity &\(name); is not known") }
    return scalar
  }
}
