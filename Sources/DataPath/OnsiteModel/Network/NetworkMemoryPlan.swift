/// The memory that a network takes, in bytes, and the work of one inference.
package struct NetworkMemoryPlan: BitwiseCopyable, Equatable, Sendable {
  package let fileByteCount: Int
  /// Activations, gathered patches and accumulators.
  package let arenaByteCount: Int
  /// Widened weights, biases, multipliers, shifts and tables.
  package let constantByteCount: Int
  /// Multiplications and additions of one inference.
  package let multiplyAccumulateCount: Int

  init(_ layout: NetworkLayout, fileByteCount: Int) {
    self.fileByteCount = fileByteCount
    arenaByteCount = layout.arenaByteCount
    constantByteCount =
      2 * layout.wideWeights.count + 4 * layout.constants.count + layout.tables.count
    multiplyAccumulateCount = layout.multiplyAccumulateCount
  }
}
