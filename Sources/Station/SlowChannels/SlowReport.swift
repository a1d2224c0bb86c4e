/// Something about a slow channel that the operator and the receivers should know.
package struct SlowReport: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case anomalyBegan
    /// Said again once in 24 intervals.
    case anomalyGoesOn
    case anomalyEnded
    /// It lasted so long that it is learnt as usual.
    case anomalyRelearned
    /// The mean of 24 intervals has come into another class by absolute limits.
    case classChanged(Int)

    /// The words behind the quantity in an advisory; an anomaly is all that a monitor sees.
    package var words: String {
      switch self {
      case .anomalyBegan: "anomaly"
      case .anomalyGoesOn: "anomaly continues"
      case .anomalyEnded: "anomaly over"
      case .anomalyRelearned: "anomaly relearned"
      case .classChanged(let level): "class \(level)"
      }
    }
  }

  package var kind: Kind
  /// Thousandths of the channel's unit.
  package var valueThousandths: Int64
  /// What was usual, or the mean of 24 intervals for a class.
  package var baselineThousandths: Int64
  package var sigmaThousandths: Int64
}
