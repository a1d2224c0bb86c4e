package import SeismicTypes

/// What a station predicts with: a learned network, or the linear fallback where none is loaded.
package struct OnsiteEstimator: BitwiseCopyable {
  private let network: NetworkEstimator?
  private let linear = LinearEstimator()

  /// The fallback.
  @_noAllocation @_noLocks
  package init() { network = nil }

  /// A learned network.
  @_noAllocation @_noLocks
  package init(_ network: NetworkEstimator) { self.network = network }

  /// How much less sure faulty measures make its estimates.
  package var faultSpreads: FaultSpreads {
    @_noAllocation @_noLocks get { network == nil ? .lines : .network }
  }

  /// The estimate of a window, and whether that lies outside what the estimator was fitted on.
  @_noAllocation @_noLocks
  package func estimate(_ window: PWaveWindow) -> Estimate {
    if let network { return network.estimate(window) }
    var estimate = linear.estimate(window)
    estimate.isOutsideTrainingRange = linear.isOutsideTrainingRange(window)
    return estimate
  }
}
