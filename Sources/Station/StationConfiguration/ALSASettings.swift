/// The settings of the `alsa` driver: which sound device, how to capture from it, and what its
/// controls must be.
package struct ALSASettings: Equatable, Sendable {
  /// ALSA's name of the device, such as `hw:CARD=sndrpihifiberry`.
  package var device: String
  /// `S16_LE`, `S24_3LE`, `S24_LE` or `S32_LE`.
  package var format = "S32_LE"
  /// The converter's rate, a whole multiple of the source's.
  package var captureRateHertz = 48_000
  /// Channels of a capture frame; nil is what the source's channels need.
  package var captureChannelCount: Int?
  /// Frames between two wake-ups; nil is a station sample's.
  package var periodFrames: Int?
  /// Frames the kernel keeps for a late reader; nil is half a second's.
  package var bufferFrames: Int?
  /// Bits of a station count below a count of the converter.
  package var fractionBits = 0
  /// Where a codec's or preamplifier's coupling takes off 3 dB; nil where it passes 0 Hz.
  package var lowCornerHertz: Double?
  /// The card the controls belong to; nil is the device's own.
  package var controlCard: String?
  package var controls: [ControlSetting] = []

  package init(device: String) { self.device = device }

  /// Bits of a count of the converter.
  package var converterBits: Int {
    switch format {
    case "S16_LE": 16
    case "S32_LE": 32
    default: 24
    }
  }

  /// The largest count the station can be given.
  var largestCount: Int { (1 << (converterBits - 1 + fractionBits)) - 1 }
}

/// One control of a sound card, and what it must be.
package struct ControlSetting: Equatable, Sendable {
  package enum Value: Equatable, Sendable {
    case steps(Int)
    case isOn(Bool)
    case item(String)
  }

  package var name: String
  package var index = 0
  package var value: Value

  package init(name: String, value: Value) {
    self.name = name
    self.value = value
  }
}
