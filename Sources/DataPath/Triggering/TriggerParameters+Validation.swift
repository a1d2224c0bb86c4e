import SeismicTypes

extension Trigger.Parameters {
  /// Throws when a setting cannot work at this sample rate, naming the setting.
  @_optimize(size)
  func validate() throws(TriggeringError) {
    try require("shortTermSeconds", milliseconds: shortTermMilliseconds)
    try require("confirmSeconds", milliseconds: confirmMilliseconds)
    try require("holdOffSeconds", milliseconds: holdOffMilliseconds)
    try require("maximumTriggeredSeconds", milliseconds: maximumTriggeredMilliseconds)
    guard longTermMilliseconds > shortTermMilliseconds, longTermMilliseconds <= 600_000 else {
      throw .outOfRange(
        key: "longTermSeconds", value: longTermMilliseconds, expected: "shortTermSeconds…600 s (ms)"
      )
    }
    // A sum of that many energies fits 64 bits.
    guard windowLengths.longTermSampleCount <= EnergyWindow.largestSampleCount else {
      throw .outOfRange(
        key: "longTermSeconds", value: longTermMilliseconds,
        expected: "at most \(EnergyWindow.largestSampleCount) samples (ms)")
    }
    guard triggerThresholdQ8 > 256, triggerThresholdQ8 < 1 << 16 else {
      throw .outOfRange(
        key: "triggerThresholdRatio", value: triggerThresholdQ8, expected: "257…65535 (× 256)")
    }
    guard confirmThresholdQ8 >= 0, confirmThresholdQ8 < 1 << 16 else {
      throw .outOfRange(
        key: "confirmThresholdRatio", value: confirmThresholdQ8, expected: "0…65535 (× 256)")
    }
    guard sustainThresholdQ8 >= 0, sustainThresholdQ8 < 1 << 16 else {
      throw .outOfRange(
        key: "sustainThresholdRatio", value: sustainThresholdQ8, expected: "0…65535 (× 256)")
    }
    guard longestConfirmMilliseconds >= confirmMilliseconds, longestConfirmMilliseconds <= 1_000
    else {
      throw .outOfRange(
        key: "longestConfirmSeconds", value: longestConfirmMilliseconds,
        expected: "confirmSeconds…1 s (ms)")
    }
    guard detriggerThresholdQ8 > 0, detriggerThresholdQ8 <= triggerThresholdQ8 else {
      throw .outOfRange(
        key: "detriggerThresholdRatio", value: detriggerThresholdQ8,
        expected: "1…triggerThresholdRatio (× 256)")
    }
    guard consecutiveSamplesCount >= 1, consecutiveSamplesCount <= 1_000 else {
      throw .outOfRange(
        key: "consecutiveSamplesCount", value: consecutiveSamplesCount, expected: "1…1000")
    }
    guard minimumLongTermCounts >= 0, minimumLongTermCounts < 1 << 22 else {
      throw .outOfRange(
        key: "minimumLongTermCounts", value: minimumLongTermCounts, expected: "0…4194303")
    }
  }

  private func require(_ key: String, milliseconds: Int64) throws(TriggeringError) {
    guard sampleRate.sampleCount(milliseconds: milliseconds) >= 1 else {
      throw .windowTooShort(
        key: key, milliseconds: milliseconds, microhertz: sampleRate.microhertz)
    }
  }
}
