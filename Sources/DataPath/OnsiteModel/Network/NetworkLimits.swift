/// How large a model may be.
package struct NetworkLimits: BitwiseCopyable, Equatable, Sendable {
  package var fileBytes = 65_536
  /// Activations, scratch and last-layer accumulators; constants and the file are not in it.
  package var arenaBytes = 65_536
  package var tensorCount = 256
  package var operatorCount = 128
  /// Multiplications and additions of one inference.
  package var multiplyAccumulateCount = 16_000_000

  package init() {}
}
