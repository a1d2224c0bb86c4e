import Acquisition
import Foundation
import SeismicTypes
package import StationConfiguration

/// Where a channel's response is its one sensitivity, by which the station itself reckons.
///
/// A station undoes the sensitivity of its sensors and, where its board says so, a geophone's resonance,
/// and nothing else. Inside the band the amplitude of what it reckons is that of the ground within 1 %. The
/// phase that is left is not undone: a geophone's leads far above its corner, and the peak of a wave of
/// many frequencies may come out some per cent higher or lower.
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
  ///   - geophone: What the station undoes of the response.
  package init?(
    _ response: ChannelResponse, _ digital: DigitalStages, geophone: Geophone? = nil
  ) {
    guard !response.stages.allSatisfy(\.isFlat) else { return nil }
    let value = { (hertz: Double) in
      let extended = geophone?.extensionFactor(
        atHertz: hertz, sampleRateHertz: digital.sampleRateHertz)
      return response.value(atHertz: hertz) * (extended ?? ComplexNumber(real: 1, imaginary: 0))
    }
    let isFlat = { (hertz: Double) in
      let gain = value(hertz).magnitude * Self.gain(of: digital, atHertz: hertz)
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
    let atReference = value(reference)
    let sign = response.flatCountsPerUnit < 0 ? -1.0 : 1
    phaseDegrees = atan2(sign * atReference.imaginary, sign * atReference.real) * 180 / .pi
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

extension Geophone {
  /// What the station's filter does at a frequency: the bilinear transform of the geophone's inverse with
  /// a Butterworth high-pass at the new corner, as `ResponseExtension` has it.
  func extensionFactor(atHertz frequency: Double, sampleRateHertz rate: Double) -> ComplexNumber {
    let corner = tan(.pi * cornerHertz / rate)
    let s = tan(.pi * frequency / rate) / corner
    let natural = tan(.pi * naturalHertz / rate) / corner
    let ratio = naturalHertz / cornerHertz
    return ComplexNumber(real: ratio * ratio - s * s, imaginary: 2 * damping * natural * s)
      / ComplexNumber(real: 1 - s * s, imaginary: 2.0.squareRoot() * s)
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
        guard let band = FlatBand(response, source.digital, geophone: channel.geophone)
        else { return nil }
        let extended = channel.geophone.map {
          String(format: " and a response extended to %g Hz", $0.cornerHertz)
        }
        return String(
          format: "%@: the station's own figures take one sensitivity%@: their amplitude is within "
            + "1 %% from %.2f to %.2f Hz; the phase, %.1f degrees at %g Hz, is not undone",
          channel.code, extended ?? "",
          band.lowestHertz, band.highestHertz, band.phaseDegrees, response.referenceHertz)
      }
    }
  }
}
