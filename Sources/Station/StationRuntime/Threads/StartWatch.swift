package import Conditioning

/// Follows one sensor's start: a baseline of an earlier one is on trial for three seconds.
package struct StartWatch: BitwiseCopyable {
  /// How a sensor has started; the raw values are a gauge's.
  package enum Kind: Int64, BitwiseCopyable { case cold, onTrial, warm }

  package private(set) var kind = Kind.cold

  /// - Parameter resumption: The conditioner's, before the first sample.
  package init(_ resumption: Conditioner.Resumption) {
    if resumption == .onTrial { kind = .onTrial }
  }

  /// Looks at what has become of the baseline.
  ///
  /// - Parameter resumption: The conditioner's.
  /// - Returns: What there is to log, once: nil while the trial lasts and after it.
  package mutating func judge(_ resumption: Conditioner.Resumption) -> LogEvent? {
    guard kind == .onTrial, resumption != .onTrial else { return nil }
    kind = resumption == .stands ? .warm : .cold
    switch resumption {
    case .stands: return .warmStartStands
    case .refused: return .coldStartSensorMoved
    // A gap, or a step of the clock, has begun the conditioner anew.
    case .none, .onTrial: return .coldStartInterrupted
    }
  }
}
