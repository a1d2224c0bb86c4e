package import Conditioning
internal import SeismicTypes

extension StationPipeline {
  /// The baseline as it stands; nil before it has settled.
  package var baselineState: BaselineState? {
    @_noAllocation @_noLocks get { conditioner.baselineState }
  }

  /// What has become of the baseline of an earlier start.
  package var resumption: Conditioner.Resumption {
    @_noAllocation @_noLocks get { conditioner.resumption }
  }

  /// Whether observed shaking is judged: the baseline is true.
  package var isObserving: Bool {
    @_noAllocation @_noLocks get { motion.isBaselineSettled }
  }

  /// Begins with what an earlier start has learnt, before the first sample.
  ///
  /// - Parameters:
  ///   - baseline: Of the same sensor with the same calibration; it is taken on trial.
  ///   - gravity: The last reading; nil where there was none.
  /// - Returns: Whether the baseline fits.
  package mutating func resume(_ baseline: BaselineState, gravity: GravityReading?) -> Bool {
    guard conditioner.resume(baseline) else { return false }
    if let gravity { conditioner.resume(gravity) }
    return true
  }
}
