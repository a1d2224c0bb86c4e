import Foundation
package import SeismicTypes
package import StationConfiguration

/// What a channel makes of ground motion: its stages, each with the gain that it has at one frequency.
///
/// A board's stage gains, and the sensitivity that is their product, hold at the channel's
/// `sensitivityFrequencyHertz`, as FDSN StationXML has it; poles and zeros say what they are elsewhere.
/// The product is brought to the sensitivity that was measured, by the gain of the first stage.
package struct ChannelResponse: Equatable, Sendable {
  package let quantity: Quantity
  /// Counts per m/s² or m/s at `referenceHertz`, negative where the sensor is reversed.
  package let countsPerUnit: Double
  package let referenceHertz: Double
  /// From the ground to counts; one stage where the board names none.
  package let stages: [ResponseStage]

  /// The response of a channel whose calibration has been applied.
  ///
  /// - Parameters:
  ///   - channel: Of the board.
  ///   - sampleRateHertz: Of the source.
  /// - Throws: `MetadataError.noReference` where stages have poles or zeros and the board does not say
  ///   at which frequency the gains hold.
  package init(
    _ channel: ChannelDescription, sampleRateHertz: Double
  ) throws(MetadataError) {
    quantity = channel.quantity
    countsPerUnit = channel.sensitivityCountsPerUnit
    let isFlat = channel.responseStages.allSatisfy(\.isFlat)
    let given = channel.sensitivityFrequencyHertz ?? 0
    // A flat response is the same everywhere, and some readers of metadata cannot take 0 Hz.
    referenceHertz = isFlat && given == 0 ? min(1, sampleRateHertz / 10) : given
    guard channel.responseStages.isEmpty == false else {
      stages = [
        ResponseStage(
          name: "sensor and converter", inputUnit: quantity == .velocity ? "m/s" : "m/s2",
          outputUnit: "count", gainOutputPerInput: countsPerUnit)
      ]
      return
    }
    var stages = channel.responseStages
    let reference = referenceHertz
    guard stages.allSatisfy({ Self.isFinite($0.shape(atHertz: reference).magnitude) }) else {
      throw .noReference(channel: channel.code)
    }
    let product = stages.reduce(1) { $0 * $1.gainOutputPerInput }
    stages[0].gainOutputPerInput *= countsPerUnit / product
    self.stages = stages
  }

  private static func isFinite(_ size: Double) -> Bool { size.isFinite && size > 0 }

  /// The size of the response in counts per m/s² or m/s.
  package func countsPerUnit(atHertz frequency: Double) -> Double {
    stages.reduce(abs(countsPerUnit)) { gain, stage in
      guard !stage.isFlat else { return gain }
      let reference = stage.shape(atHertz: referenceHertz).magnitude
      return gain * stage.shape(atHertz: frequency).magnitude / reference
    }
  }
}
