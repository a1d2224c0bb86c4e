/// The lengths of an STA/LTA and its floor, as every algorithm is built from them.
package struct WindowLengths: BitwiseCopyable, Sendable {
  let shortTermSampleCount: Int64
  let longTermSampleCount: Int64
  /// The rms in counts whose square the long-term average counts as at least.
  let minimumLongTermCounts: Int64

  /// - Parameters:
  ///   - shortTermSampleCount: S, at least 1.
  ///   - longTermSampleCount: L, greater than S; below 2¹⁷ for the algorithms with exact sums.
  ///   - minimumLongTermCounts: An rms in counts; the long-term average counts as at least its
  ///     square, so that digital silence does not trigger, but an earthquake in it still does.
  package init(
    shortTermSampleCount: Int64, longTermSampleCount: Int64, minimumLongTermCounts: Int64
  ) {
    self.shortTermSampleCount = shortTermSampleCount
    self.longTermSampleCount = longTermSampleCount
    self.minimumLongTermCounts = min(minimumLongTermCounts, 1 << 22)
  }

  /// The floor's energy in counts².
  var floorEnergy: Int64 { minimumLongTermCounts * minimumLongTermCounts }

  /// The floor of a sum over the long window; at least 1, for without it 0 ≥ threshold × 0 would hold
  /// on exact silence.
  var longTermFloorSum: Int64 { max(floorEnergy * longTermSampleCount, 1) }
}
