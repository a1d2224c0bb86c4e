/// How much of each axis of a sensor one channel feels, against its own sensitivity.
///
/// The axes are named by the component of their channels; the channel's own ratio is 1. Counts are
/// offset + sensitivity × (vertical × aᵥ + north × aₙ + east × aₑ) with the acceleration a along the
/// axes as the board file mounts them.
package struct CrossAxisRatios: Equatable, Sendable {
  package var vertical: Double
  package var north: Double
  package var east: Double

  package init(vertical: Double, north: Double, east: Double) {
    self.vertical = vertical
    self.north = north
    self.east = east
  }

  package subscript(component: ChannelComponent) -> Double {
    get {
      switch component {
      case .vertical: vertical
      case .north: north
      case .east: east
      }
    }
    set {
      switch component {
      case .vertical: vertical = newValue
      case .north: north = newValue
      case .east: east = newValue
      }
    }
  }
}
