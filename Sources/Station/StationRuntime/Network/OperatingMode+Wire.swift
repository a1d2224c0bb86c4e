internal import StationConfiguration

extension OperatingMode {
  /// The number in a heartbeat's health (key 30, 8).
  var wireNumber: UInt32 {
    switch self {
    case .operational: 0
    case .maintenance: 1
    case .commissioning: 2
    }
  }
}
