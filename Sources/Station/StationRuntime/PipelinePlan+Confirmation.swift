internal import FixedPoint
internal import StationConfiguration
internal import Triggering

extension PipelinePlan {
  /// The absolute limits of a confirmed onset, in the path's picometres.
  static func confirmationLimits(_ settings: TriggerSettings) -> Trigger.ConfirmationLimits {
    var limits = Trigger.ConfirmationLimits()
    limits.minimumAccelerationRangePicometresPerSecondSquared = Int64(
      (settings.confirmAccelerationRangeCentimetresPerSecondSquared * 1e10).rounded())
    limits.minimumPaPicometresPerSecondSquared = picometres(
      log10Centimetres: settings.confirmMinimumPaLog10CentimetresPerSecondSquared)
    limits.minimumPvPicometresPerSecond = picometres(
      log10Centimetres: settings.confirmMinimumPvLog10CentimetresPerSecond)
    limits.maximumPvPicometresPerSecond = picometres(
      log10Centimetres: settings.confirmMaximumPvLog10CentimetresPerSecond)
    limits.minimumPdPicometres = picometres(
      log10Centimetres: settings.confirmMinimumPdLog10Centimetres)
    limits.maximumPdPicometres = picometres(
      log10Centimetres: settings.confirmMaximumPdLog10Centimetres)
    if let ratio = settings.confirmMaximumHorizontalToVerticalRatio {
      limits.maximumHorizontalRatioQ8 = Int64((ratio * 256).rounded())
    }
    return limits
  }

  /// The smallest number of picometres whose logarithm reaches a value given for centimetres.
  ///
  /// Found by bisection with the path's own integer logarithm (one step is 1.4 × 10⁻⁷ of the value):
  /// a power from libm would differ between boards. Below 1 pm it is 1 pm, above 2⁶² pm that.
  static func picometres(log10Centimetres logarithm: Double) -> Int64 {
    let target = Int64(((logarithm + 10) * 16_777_216).rounded())
    var low: Int64 = 1
    var high: Int64 = 1 << 62
    while low < high {
      let middle = low + (high - low) / 2
      if Int64(log10Q24(UInt128(middle))) >= target { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
