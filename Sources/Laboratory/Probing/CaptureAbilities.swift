package import Acquisition
internal import CALSA

/// What a sound device can capture, as the device itself answers when it is opened.
package struct CaptureAbilities: Equatable, Sendable {
  /// The converter's rates, without resampling; not every rate between the two need be on offer.
  package var ratesHertz: ClosedRange<Int>
  /// Channels of a capture frame.
  package var channelCounts: ClosedRange<Int>
  /// The formats that an `alsa` source can read, the widest last; may be none.
  package var formats: [PCMFormat]

  package init(ratesHertz: ClosedRange<Int>, channelCounts: ClosedRange<Int>, formats: [PCMFormat])
  {
    self.ratesHertz = ratesHertz
    self.channelCounts = channelCounts
    self.formats = formats
  }

  /// Opens a device, asks, and closes it; nothing is set and nothing is waited for.
  ///
  /// - Parameter device: ALSA's name of the device.
  /// - Throws: `deviceUnavailable` with the reason where the device is busy, absent or does not capture.
  package init(of device: String) throws(AcquisitionError) {
    calsa_silence()
    var answer = calsa_abilities()
    let result = unsafe calsa_abilities_of(device, &answer)
    guard result >= 0 else {
      throw .deviceUnavailable(
        device: device, reason: unsafe String(cString: calsa_error_text(result)))
    }
    ratesHertz = Self.range(answer.rate_min_hertz, answer.rate_max_hertz)
    channelCounts = Self.range(answer.channel_count_min, answer.channel_count_max)
    formats = PCMFormat.allCases.filter { answer.formats >> UInt32($0.libraryFormat) & 1 == 1 }
  }

  // A driver that answers with the greater first is not to end the probe.
  private static func range(_ first: UInt32, _ second: UInt32) -> ClosedRange<Int> {
    Int(min(first, second))...Int(max(first, second))
  }

  /// One line for a person.
  package var text: String {
    let words =
      formats.isEmpty ? "no format of a source" : formats.map(\.rawValue).joined(separator: " ")
    return "\(words), \(Self.text(channelCounts)) channels, \(Self.text(ratesHertz)) Hz"
  }

  private static func text(_ range: ClosedRange<Int>) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)…\(range.upperBound)"
  }
}
