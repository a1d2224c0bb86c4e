package import Alerting
package import Conditioning
package import SeismicTypes
package import Triggering

extension StationPipeline {
  /// Everything one group's pipeline is built from.
  package struct Parameters: Sendable {
    package var sourceName: ShortText
    package var sampleRate: SampleRate
    package var placement: ChannelPlacement
    package var conditioner: Conditioner.Parameters
    package var trigger: Trigger.Parameters
    /// The ratio × 256 from which the horizontals agree with the trigger.
    package var horizontalThresholdQ8: Int64
    package var gapToleranceSampleCount: Int64
    package var policy: AlertPolicy.Parameters
    package var group: AlertPolicy.Group
    /// The mean largest displacement of 3 s of the vertical sensor's noise by its board file, after
    /// chain 1; nil where the file tells no noise of an accelerometer.
    package var expectedNoisePdPicometres: Int64?
    /// What predicts; nil for the linear fallback.
    package var model: StationModel?
    /// Whether a confirmed onset opens an event; without, only `openAtCatalogueOnset` does.
    package var opensEventsAtTrigger = true
  }
}
