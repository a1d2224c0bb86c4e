/// What delivers a source's counts, with the driver's own settings.
package enum Driver: Equatable, Sendable {
  /// An industrial I/O device of the kernel, here or at an iiod.
  case iio(IIOSettings)
  /// A sound card.
  case alsa(ALSASettings)
  /// A digitizer on a serial line.
  case serial(SerialSettings)
  case miniseed(RecordingSettings)
  case synthetic(SyntheticSettings)

  /// Whether counts come from a sensor, so that messages may be signed as no test.
  package var isSensor: Bool {
    switch self {
    case .miniseed, .synthetic: false
    case .iio, .alsa, .serial: true
    }
  }

  /// The word in the board file.
  package var word: String {
    switch self {
    case .iio: "iio"
    case .alsa: "alsa"
    case .serial: "serial"
    case .miniseed: "miniseed"
    case .synthetic: "synthetic"
    }
  }
}
