import Foundation
import FoundationXML

/// The texts of an XML document, in the order of the document.
final class XMLText: NSObject, XMLParserDelegate {
  private var words: [String] = []
  private var current = ""

  /// Every text, or nil when the document is not well-formed.
  static func words(of document: String) -> [String]? {
    let parser = XMLParser(data: Data(document.utf8))
    let collector = XMLText()
    parser.delegate = collector
    return parser.parse() ? collector.words : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    current = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { current += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "text" { words.append(current) }
  }
}
