import Foundation

/// One line of the events, for comparing.
struct EventLine {
  let type: String
  let fields: [String: Any]
  /// The line without what depends on the clock or the start, keys in order.
  let comparable: String

  static let leftOut = ["bootId", "sequence", "sentTime", "clockError", "latency"]

  init(_ line: String) throws {
    fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
    type = fields["type"] as? String ?? ""
    let kept = fields.filter { !Self.leftOut.contains($0.key) }
    let bytes = try JSONSerialization.data(withJSONObject: kept, options: .sortedKeys)
    comparable = String(decoding: bytes, as: UTF8.self)
  }

  /// The lines that must agree: all but heartbeats, which follow the wall clock.
  static func comparable(_ lines: [String]) throws -> [String] {
    try lines.map { try EventLine($0) }.filter { $0.type != "heartbeat" }.map(\.comparable)
  }
}
