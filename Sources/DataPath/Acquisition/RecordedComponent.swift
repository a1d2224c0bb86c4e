package import SeismicTypes

/// The place of a recorded channel in a three-component frame; frames hold them in this order.
package enum RecordedComponent: UInt8, Sendable {
  case vertical
  case north
  case east

  /// The component that a channel code's last letter names, or nil for a letter that names none.
  ///
  /// Z is vertical; N, 1 and R (radial) take the place of north; E, 2 and T (transverse) of east
  /// (FDSN source identifiers, subsource codes).
  package init?(channelCode: String) {
    switch channelCode.utf8.last {
    case UInt8(ascii: "Z"): self = .vertical
    case UInt8(ascii: "N"), UInt8(ascii: "1"), UInt8(ascii: "R"): self = .north
    case UInt8(ascii: "E"), UInt8(ascii: "2"), UInt8(ascii: "T"): self = .east
    default: return nil
    }
  }

  /// The component as a set of one.
  package var set: ComponentSet { ComponentSet(rawValue: 1 << rawValue) }

  package var name: String {
    switch self {
    case .vertical: "vertical"
    case .north: "north"
    case .east: "east"
    }
  }
}
