package import Acquisition
import SeismicTypes
package import StationConfiguration

/// What a source does to counts: the moment of conversion and the filters behind it.
package struct DigitalStages: Equatable, Sendable {
  /// Of the converter, in Hz.
  package let captureRateHertz: Double
  /// Of the source's time stamps, taken off by the station: that of sensor, converter and their own
  /// filters.
  package let groupDelaySeconds: Double
  package let filters: [Decimation.Filter]
  package let sampleRateHertz: Double

  /// The stages of a source.
  ///
  /// - Parameters:
  ///   - source: Of the board.
  ///   - rateHertz: The rate of a recording, which no board knows.
  /// - Throws: `MetadataError` where the rate is not known or not possible.
  package init(_ source: SourceDescription, rateHertz: Double?) throws(MetadataError) {
    guard let rate = source.sampleRateHertz ?? rateHertz else {
      throw .rateMissing(source: source.name)
    }
    sampleRateHertz = rate
    groupDelaySeconds = Double(source.groupDelayNanoseconds) / 1e9
    guard case .alsa(let settings) = source.driver else {
      captureRateHertz = rate
      filters = []
      return
    }
    guard let sampleRate = SampleRate(hertz: rate),
      let decimation = Decimation(
        captureRateHertz: settings.captureRateHertz, sampleRate: sampleRate,
        inputBits: settings.converterBits)
    else { throw .decimation(source: source.name) }
    captureRateHertz = Double(settings.captureRateHertz)
    filters = decimation.filters(captureRateHertz: settings.captureRateHertz)
  }
}
