/// The settings of the `synthetic` driver: noise, and one event if asked for.
package struct SyntheticSettings: Equatable, Sendable {
  package var seed: UInt32 = 1
  /// The source ends after this time; nil never ends.
  package var durationSeconds: Double?
  /// Root mean square of the noise on each channel.
  package var noiseCounts = 10
  /// First sample of the P wave, from the start of the source; nil is noise only.
  package var onsetSeconds: Double?
  /// Time between the P wave's first sample and the S wave's.
  package var sDelaySeconds = 4.0
  package var pPeakCounts = 20_000
  package var sPeakCounts = 100_000
  /// 1 is real time, 60 a minute a second, 0 as fast as the station keeps up.
  package var speedFactor = 1.0

  package init() {}
}
