/// Which of the three components a channel is; raw values are the order Z, N, E of the data path.
package enum ChannelComponent: Int, Equatable, Sendable {
  case vertical = 0
  case north = 1
  case east = 2

  /// The component a channel code's last character names: Z; N, 1 or R; E, 2 or T.
  package init?(channelCode: String) {
    var last: UInt8 = 0
    for byte in channelCode.utf8 { last = byte }
    switch last {
    case UInt8(ascii: "Z"): self = .vertical
    case UInt8(ascii: "N"), UInt8(ascii: "1"), UInt8(ascii: "R"): self = .north
    case UInt8(ascii: "E"), UInt8(ascii: "2"), UInt8(ascii: "T"): self = .east
    default: return nil
    }
  }
}
