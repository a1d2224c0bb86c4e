/// What a window's measures come to where there is no event: the median over windows of noise.
///
/// The windows are as long as the P window, at most 10 s, and lie in the last 30 s of quiet before the
/// onset; sums of longer P windows are scaled up. Names and units are those of `PWaveWindow`.
package struct PreEventNoise: BitwiseCopyable, Equatable, Sendable {
  /// How much quiet was known: below 1000 nothing else is, and no feature is masked for it.
  package var knownMilliseconds: Int64 = 0
  /// The rms of each component's acceleration after chain 1.
  package var accelerationPicometresPerSecondSquared = Vector3()
  package var paPicometresPerSecondSquared: Int64 = 0
  package var pvPicometresPerSecond: Int64 = 0
  package var pdPicometres: Int64 = 0
  package var iv2SquarePicometresPerSecond: UInt128 = 0
  package var id2SquarePicometreSeconds: UInt128 = 0
  package var cavPicometresPerSecond: Int64 = 0
  package var ariasFemtometresPerSecond: Int64 = 0
  package var powerSquarePicometresPerSecondCubed: UInt128 = 0
  package var pvAboveHalfHertzPicometresPerSecond: Int64 = 0
  package var pdAboveHalfHertzPicometres: Int64 = 0
  package var bandPeaks = BandPeaks()

  @_noAllocation @_noLocks
  package init() {}
}
