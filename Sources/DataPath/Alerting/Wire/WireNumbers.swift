// The numbers of the enums as datagrams carry them, for functions that may neither allocate nor
// lock: `rawValue` is not annotated.

extension MessageType {
  @_noAllocation @_noLocks
  func number() -> UInt8 {
    switch self {
    case .heartbeat: 0
    case .pick: 1
    case .estimate: 2
    case .alert: 3
    case .cancel: 4
    case .advisory: 5
    }
  }
}

extension Basis {
  @_noAllocation @_noLocks
  func number() -> UInt8 {
    switch self {
    case .predicted: 0
    case .observed: 1
    case .both: 2
    }
  }
}

extension CancelReason {
  @_noAllocation @_noLocks
  func number() -> UInt8 {
    switch self {
    case .noise: 0
    case .sensorFault: 1
    case .superseded: 2
    }
  }
}

extension ChannelState {
  @_noAllocation @_noLocks
  func number() -> UInt8 {
    switch self {
    case .ok: 0
    case .stalled: 1
    case .failed: 2
    }
  }
}
