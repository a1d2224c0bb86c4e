/// Why a receiver refused a datagram; the raw value serves as an index of counters.
package enum RefusalReason: UInt8, CaseIterable, Error, Sendable {
  case size = 0
  case structure = 1
  case badText = 2
  case unknownKey = 3
  case rateLimited = 4
  case signature = 5
  case version = 6
  case test = 7
  case station = 8
  case boot = 9
  case replay = 10
  case age = 11

  /// The word in summaries.
  package var word: String {
    switch self {
    case .size: "size"
    case .structure: "structure"
    case .badText: "badText"
    case .unknownKey: "unknownKey"
    case .rateLimited: "rateLimited"
    case .signature: "signature"
    case .version: "version"
    case .test: "test"
    case .station: "station"
    case .boot: "boot"
    case .replay: "replay"
    case .age: "age"
    }
  }
}
