import Acquisition
import Foundation
import SeismicTypes
import StationConfiguration

/// Where a channel's response is its one sensitivity, by which the station itself reckons.
///
/// A station undoes the sensitivity of its sensors and nothing else. Inside the band the amplitude of
/// what it reckons is that of the ground within 1 %. The phase is not undone: a geophone's leads far
/// above its corner, and the peak of a wave of many frequencies may come out some per cent higher or lower.
package struct FlatBand: Equatable, Sendable {
  package let lowestHertz: Double
  package let highestHertz: Double
  /// The phase lead at the frequency of reference, degrees.
  package let phaseDegrees: Double

  /// By how much the amplitude may differ.
  package static let tolerance = 0.01
  private static let stepsPerDecade = 1000.0

  /// The band about the frequency of reference, nil where the response is off there, too, or flat
  /// everywhere.
  ///
  /// - Parameters:
  ///   - response: Of the sensor and its converter.
  ///   - digital: The filters behind them.
  package init?(_ response: ChannelResponse, _ digital: DigitalStages) {
    guard !response.stages.allSatisfy(\.isFlat) else { return nil }
    let isFlat = { (hertz: Double) in
      let gain = response.countsPerUnit(atHertz: hertz) * Self.gain(of: digital, atHertz: hertz)
      return abs(gain / abs(response.flatCountsPerUnit) - 1) <= Self.tolerance
    }
    let reference = response.referenceHertz
    guard isFlat(reference) else { return nil }
    let step = pow(10, 1 / Self.stepsPerDecade)
    var lowest = reference
    while lowest > 1e-3, isFlat(lowest / step) { lowest /= step }
    var highest = reference
    while highest * step < digital.sampleRateHertz / 2, isFlat(highest * step) { highest *= step }
    lowestHertz = lowest
    highestHertz = highest
    let value = response.value(atHertz: reference)
    let sign = response.flatCountsPerUnit < 0 ? -1.0 : 1
    phaseDegrees = atan2(sign * value.imaginary, sign * value.real) * 180 / .pi
  }

  /// The size of the filters' response; their delay is corrected in the time stamps.
  private static func gain(of digital: DigitalStages, atHertz hertz: Double) -> Double {
    digital.filters.reduce(1.0) { gain, filter in
      var (real, imaginary) = (0.0, 0.0)
      for (index, coefficient) in filter.coefficients.enumerated() {
        let angle = 2 * .pi * hertz * Double(index) / filter.inputRateHertz
        real += coefficient * cos(angle)
        imaginary -= coefficient * sin(angle)
      }
      return gain * hypot(real, imaginary)
    }
  }
}

extension StationMetadata {
  /// A line for each channel whose newest response is not flat.
  package var flatBandLines: [String] {
    sources.flatMap { source in
      source.description.channels.indices.compactMap { index in
        let channel =
          source.epochs.last.map { source.channel(at: index, in: $0) }
          ?? source.description.channels[index]
        let response = ChannelResponse(
          channel, sampleRateHertz: source.digital.sampleRateHertz)
        guard let band = FlatBand(response, source.digital) else { return nil }
        return String(
          format: "%@: the station's own figures take one sensitivity: their amplitude is within "
            + "1 %% from %.2f to %.2f Hz; the phase, %.0f degrees at %g Hz, is not undone",
          channel.code,
          band.lowestHertz, band.highestHertz, band.phaseDegrees, response.referenceHertz)
      }
    }
  }
}
