/// Why a group of channels cannot be conditioned.
package enum ConditioningError: Error, Equatable {
  case channelCount(Int)
  case sampleRateUnsupported(microhertz: Int64)
  case mixedQuantities
  case sensitivityOutOfRange(channel: Int)
  case offsetOutOfRange(channel: Int)
  case fullScaleNotPositive(channel: Int, counts: Int32)
  case orientationOutOfRange(channel: Int)
  case crossAxisOutOfRange(channel: Int)
  case orientationsNotIndependent
  case extensionOutOfRange(channel: Int)
  case extensionsDiffer(channel: Int)
  case singleChannelNotVertical
  case triggerBandInvalid(lowMillihertz: Int64, highMillihertz: Int64)
  case baselineOutOfRange(seconds: Int64)

  package var message: String {
    @_optimize(size) get {
      switch self {
      case .channelCount(let count):
        "channels: \(count) given, a group has 1 (vertical) or 3 (vertical, north, east)"
      case .sampleRateUnsupported(let microhertz):
        "sample rate \(microhertz) µHz is outside 20000000...1000000000 µHz (20 to 1000 Hz)"
      case .mixedQuantities:
        "channels: acceleration and velocity are mixed, a group measures one quantity"
      case .sensitivityOutOfRange(let channel):
        "channels[\(channel)]: the sensitivity is outside 0.001...1e17 counts per SI unit"
      case .offsetOutOfRange(let channel):
        "channels[\(channel)]: the offset is outside the range of 32-bit counts"
      case .fullScaleNotPositive(let channel, let counts):
        "channels[\(channel)]: fullScaleCounts \(counts) must be positive"
      case .orientationOutOfRange(let channel):
        "channels[\(channel)]: azimuth must be -360...360 and dip -90...90 degrees"
      case .crossAxisOutOfRange(let channel):
        "channels[\(channel)]: needs 3 cross-axis ratios of at most 1 in size, or none"
      case .orientationsNotIndependent:
        "channels: the three orientations are too close to one plane to give three components"
      case .extensionOutOfRange(let channel):
        "channels[\(channel)]: an extended response needs a velocity sensor, a corner of 0.075 Hz to the "
          + "natural frequency, not below its 150th part, and that a quarter of the rate or less"
      case .extensionsDiffer(let channel):
        "channels[\(channel)]: all channels of a group are extended or none, and alike unless each "
          + "points up, north or east"
      case .singleChannelNotVertical:
        "channels[0]: a single channel must be vertical (dip -90 or 90 degrees)"
      case .triggerBandInvalid(let low, let high):
        "trigger band \(low)...\(high) mHz: needs 20 <= low < high, low below 0.4 of the sample rate"
      case .baselineOutOfRange(let seconds):
        "baseline of \(seconds) s is outside 1...600 s"
      }
    }
  }
}
