import SeismicTypes

extension Conditioner.Parameters {
  /// Refuses what the data path cannot condition; the calibration refuses the rest.
  func validate() throws(ConditioningError) {
    guard channels.count == 1 || channels.count == 3 else { throw .channelCount(channels.count) }
    guard sampleRate.isSupported else {
      throw .sampleRateUnsupported(microhertz: sampleRate.microhertz)
    }
    for index in channels.indices {
      let channel = channels[index]
      guard channel.quantity == channels[0].quantity else { throw .mixedQuantities }
      guard channel.fullScaleCounts > 0 else {
        throw .fullScaleNotPositive(channel: index, counts: channel.fullScaleCounts)
      }
    }
    if case .running(let seconds) = baseline {
      guard seconds >= 1, seconds <= 600 else { throw .baselineOutOfRange(seconds: seconds) }
    }
    guard triggerBandLowMillihertz >= 20,
      triggerBandLowMillihertz < effectiveTriggerBandHighMillihertz
    else {
      throw .triggerBandInvalid(
        lowMillihertz: triggerBandLowMillihertz, highMillihertz: triggerBandHighMillihertz)
    }
  }

  /// The upper edge asked for, held to 0.4 × the sample rate.
  var effectiveTriggerBandHighMillihertz: Int64 {
    min(triggerBandHighMillihertz, sampleRate.microhertz / 2500)
  }
}
