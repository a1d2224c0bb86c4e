extension AnomalyMonitor {
  /// What one value says.
  package struct Verdict: Equatable, Sendable {
    package var valueQ16: Int64
    /// What was usual, with the weather's influence where it is regressed upon; 0 while learning.
    package var expectedQ16: Int64
    /// The standard deviation that bounds are made of; 0 while learning.
    package var sigmaQ16: Int64
    /// Whether this value alone is beyond the bound.
    package var isBeyond: Bool
    package var isAlarm: Bool
    package var change: Change
  }

  /// What has begun or ended with a value.
  package enum Change: Equatable, Sendable {
    case none
    case began
    case ended
    /// The alarm has lasted so long that what it was about is learnt as usual.
    case relearning
  }
}
