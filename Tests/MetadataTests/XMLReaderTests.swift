import Metadata
import Testing

@Suite("The XML reader")
struct XMLReaderTests {
  private static func root(_ text: String) throws -> XMLNode {
    try XMLReader.root(of: Array(text.utf8))
  }

  @Test("reads elements, attributes, text, entities, comments and CDATA")
  func reads() throws {
    let root = try Self.root(
      """
      <?xml version="1.0" encoding='UTF-8'?>
      <!-- a > comment -->
      <s:a xmlns:s="x" b='1 &lt; "2"'>
       one &amp; <c/><!-- - --><![CDATA[<two>]]>&#233;&#x1F30D;
       <?pi?><c d="3">4</c></s:a>
      """)
    #expect(root.name == "a" && root.attributes["b"] == "1 < \"2\"" && root.line == 3)
    #expect(root.trimmedText == "one & <two>é🌍")
    #expect(root.all("c").map(\.text) == ["", "4"])
    #expect(root.child("c")?.line == 4 && root.all("c")[1].attributes["d"] == "3")
  }

  @Test(
    "refuses what is not well-formed, with its line",
    arguments: [
      ("", 1, "expected an element"), ("text", 1, "expected an element"),
      ("<a>", 1, "has no end"), ("<a>\n<b></a>", 2, "closes no element of that name"),
      ("<a></b>", 1, "closes no element"), ("<a/><b/>", 1, "expected the end behind the root"),
      ("<a b=1/>", 1, "not in quotation marks"), ("<a b='1/>", 1, "has no end"),
      ("<a b='1' b='2'/>", 1, "stands twice"), ("<a b='1'c='2'/>", 1, "expected white space"),
      ("<a b='<'/>", 1, "holds <"), ("<a>&nbsp;</a>", 1, "&nbsp; is not known"),
      ("<a>& b</a>", 1, "an entity has no end"), ("<a>&#0;</a>", 1, "&#0; is not known"),
      ("<a>&#xD800;</a>", 1, "is not known"), ("<a>&#-5;</a>", 1, "is not known"),
      ("<!-- <a/>", 1, "a comment has no end"), ("<a><![CDATA[</a>", 1, "a CDATA section"),
      ("<1/>", 1, "expected a name"), ("<a><", 1, "expected a name"), ("<a", 1, "has no end"),
      ("<!DOCTYPE a [<!ENTITY b \"bb\">]><a/>", 1, "a document type is not accepted"),
      ("<?xml version='1.0' encoding='UTF-16'?><a/>", 1, "the encoding is none of UTF-8, US-ASCII"),
      ("<?xml version='1.0' encoding='windows-1252'?><a/>", 1, "the encoding is none of UTF-8"),
      ("<a>\u{1}</a>", 1, "a control character"),
    ])
  func malformed(text: String, line: Int, message: String) {
    let problem = #expect(throws: XMLProblem.self) { try Self.root(text) }
    #expect(problem?.line == line)
    #expect(problem?.message.contains(message) == true, "\(problem?.message ?? "")")
  }

  @Test("reads ISO 8859-1 where it is declared, as the files of large data centres are")
  func latin() throws {
    var bytes = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a b='".utf8)
    bytes += [0xE9] + Array("'>M".utf8) + [0xFC] + Array("nchen &#233;</a>".utf8)
    let root = try XMLReader.root(of: bytes)
    #expect(root.attributes["b"] == "é" && root.trimmedText == "München é")
  }

  @Test("refuses bytes that are not UTF-8, and elements nested without end")
  func hostile() {
    #expect(throws: XMLProblem.self) {
      try XMLReader.root(of: [0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E])
    }
    let deep = String(repeating: "<a>", count: 100_000)
    let problem = #expect(throws: XMLProblem.self) { try Self.root(deep) }
    #expect(problem?.message.contains("nested more than 64 deep") == true)
  }
}
