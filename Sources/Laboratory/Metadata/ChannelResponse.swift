import Foundation
package import SeismicTypes
package import StationConfiguration

/// What a channel makes of ground motion: its stages from the ground to counts.
///
/// The product of the stages' gains is brought to the channel's sensitivity, which a calibration may
/// have measured, by the gain of the first one.
package struct ChannelResponse: Equatable, Sendable {
  package let quantity: Quantity
  /// Counts per m/s² or m/s where the stages are flat, negative where the sensor is reversed.
  package let flatCountsPerUnit: Double
  /// Where a single number stands for the response.
  package let referenceHertz: Double
  /// From the ground to counts; one stage where the board names none.
  package let stages: [ResponseStage]

  /// The response of a channel of a source.
  ///
  /// - Parameters:
  ///   - channel: Of the board, its calibration applied.
  ///   - sampleRateHertz: Of the source.
  package init(_ channel: ChannelDescription, sampleRateHertz: Double) {
    quantity = channel.quantity
    flatCountsPerUnit = channel.sensitivityCountsPerUnit
    var stages = channel.responseStages
    if stages.isEmpty {
      stages = [
        ResponseStage(
          name: "sensor and converter", inputUnit: quantity == .velocity ? "m/s" : "m/s2",
          outputUnit: "count", gainOutputPerInput: flatCountsPerUnit)
      ]
    }
    let product = stages.reduce(1) { $0 * $1.gainOutputPerInput }
    stages[0].gainOutputPerInput *= flatCountsPerUnit / product
    self.stages = stages
    referenceHertz = Self.reference(channel, sampleRateHertz)
  }

  /// The board's frequency; where it names none, or 0 Hz, one at which the response is not 0.
  private static func reference(_ channel: ChannelDescription, _ rate: Double) -> Double {
    if let given = channel.sensitivityFrequencyHertz, given > 0 { return given }
    return channel.responseStages.allSatisfy(\.isFlat) ? min(1, rate / 10) : rate / 5
  }

  /// The response in counts per m/s² or m/s at a frequency, the phase that of a motion
  /// exp(+2πift).
  package func value(atHertz frequency: Double) -> ComplexNumber {
    stages.reduce(ComplexNumber(real: 1, imaginary: 0)) { value, stage in
      let gain = ComplexNumber(real: stage.gainOutputPerInput, imaginary: 0)
      return value * gain * stage.shape(atHertz: frequency)
    }
  }

  /// The size of the response in counts per m/s² or m/s.
  package func countsPerUnit(atHertz frequency: Double) -> Double {
    value(atHertz: frequency).magnitude
  }
}
