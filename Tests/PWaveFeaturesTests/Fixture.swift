import Foundation

/// The rows of a CSV file under Tests/Fixtures, without the header.
func fixtureRows(_ path: String) throws -> [[Substring]] {
  let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let text = try String(contentsOf: tests.appending(path: "Fixtures/" + path), encoding: .utf8)
  return text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
}
