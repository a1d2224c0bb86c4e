package import SeismicTypes

extension Trigger {
  /// Every setting of the trigger (science of the values: Withers 1998; Trnkoczy 2012; EPIC).
  package struct Parameters: Sendable {
    package var sampleRate: SampleRate
    package var algorithm = Algorithm.recursive
    package var shortTermMilliseconds: Int64 = 500
    package var longTermMilliseconds: Int64 = 10_000
    /// STA/LTA of the on and the off decision × 256; both below 2¹⁶.
    package var triggerThresholdQ8: Int64 = 5 * 256
    package var detriggerThresholdQ8: Int64 = 384
    /// The rms, in trigger counts, that the long-term average counts as at least.
    package var minimumLongTermCounts: Int64 = 1
    /// How many samples in a row must reach the on threshold; the onset is the first of them.
    package var consecutiveSamplesCount: Int64 = 2
    /// The time from the onset after which a pending onset is confirmed or rejected.
    package var confirmMilliseconds: Int64 = 200
    /// STA/LTA × 256 at which a pending onset is confirmed as soon as it is old enough.
    package var confirmThresholdQ8: Int64 = 15 * 256
    /// The time from the onset in which a weaker one may grow.
    package var longestConfirmMilliseconds: Int64 = 500
    /// STA/LTA × 256 which an onset must show at the end of that time, or it is rejected.
    package var sustainThresholdQ8: Int64 = 8 * 256
    /// How long the ratio must stay below the off threshold to end the trigger.
    package var detriggerMilliseconds: Int64 = 1_000
    /// The longest trigger; after it the long-term average is let go and warms up again.
    package var maximumTriggeredMilliseconds: Int64 = 60_000
    package var holdOffMilliseconds: Int64 = 10_000
    /// max(LTA, five time constants of the 0.075 Hz high-pass).
    package var warmUpMilliseconds: Int64 = 11_000
    /// What ground motion must show to confirm; nil where the gain is unknown.
    package var confirmationLimits: ConfirmationLimits? = ConfirmationLimits()

    package init(sampleRate: SampleRate) { self.sampleRate = sampleRate }

    /// The memory of the algorithm's windows, for one trigger; nil where it needs none.
    package func makeWindowMemory() throws(TriggeringError) -> WindowMemory? {
      try validate()
      return WindowMemory(algorithm, windowLengths)
    }

    var windowLengths: WindowLengths {
      WindowLengths(
        shortTermSampleCount: sampleRate.sampleCount(milliseconds: shortTermMilliseconds),
        longTermSampleCount: sampleRate.sampleCount(milliseconds: longTermMilliseconds),
        minimumLongTermCounts: minimumLongTermCounts)
    }
  }

  /// The absolute limits of a confirmed P wave on chain 1: those of EPIC's `epic.conf`, the lower ones
  /// a tenth of them, for a quiet sensor sees a small earthquake well below.
  package struct ConfirmationLimits: BitwiseCopyable, Sendable {
    /// The length of the vector of each component's range: 0.00022 cm/s².
    package var minimumAccelerationRangePicometresPerSecondSquared: Int64 = 2_200_000
    /// Vertical peaks: log10 Pa ≥ −3.5, log10 Pv −6.5…3.0, log10 Pd −6.5…3.5 (cm, s).
    package var minimumPaPicometresPerSecondSquared: Int64 = 3_162_278
    package var minimumPvPicometresPerSecond: Int64 = 3_163
    package var maximumPvPicometresPerSecond: Int64 = 10_000_000_000_000
    package var minimumPdPicometres: Int64 = 3_163
    package var maximumPdPicometres: Int64 = 31_622_776_601_684
    /// The largest ratio × 256 of horizontal to vertical velocity range; nil leaves it untested.
    package var maximumHorizontalRatioQ8: Int64?

    package init() {}
  }
}
