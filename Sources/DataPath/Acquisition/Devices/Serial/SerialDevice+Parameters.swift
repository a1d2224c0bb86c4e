package import SeismicTypes

extension SerialDevice {
  /// What a serial digitizer is asked for and expected to send.
  package struct Parameters: Equatable, Sendable {
    /// The line's path, best one of /dev/serial/by-id.
    package var path: String
    /// Bits a second on the line; without meaning for a microcontroller that is a USB device itself.
    package var baud: UInt32
    /// Whether the microcontroller is a USB device itself, so that bytes take no time on a line.
    package var isNativeUSB = false
    package var clock = Clock.arrival
    package var channelCount: Int
    package var sampleRate: SampleRate

    package init(path: String, baud: UInt32, channelCount: Int, sampleRate: SampleRate) {
      self.path = path
      self.baud = baud
      self.channelCount = channelCount
      self.sampleRate = sampleRate
    }
  }

  /// Which clock stamps the samples.
  package enum Clock: Equatable, Sendable {
    /// This computer's, when the bytes arrive, less the time they took on the line.
    case arrival
    /// The digitizer's own, carried on from the arrival of its first frame: for a clock that is
    /// disciplined, and for a double that plays faster than real time.
    case device
  }
}

extension SerialDevice.Parameters {
  func check() throws(AcquisitionError) {
    guard !path.isEmpty else { throw refusal("device", "\"\"", "the path of a serial line") }
    guard SerialLine.supportedBaud.contains(Int(baud)) else {
      throw refusal("baud", "\(baud)", "1200 to 4000000")
    }
    guard (1...16).contains(channelCount) else {
      throw refusal("channelCount", "\(channelCount)", "1 to 16")
    }
    guard sampleRate.isSupported else {
      throw refusal("sampleRate (µHz)", "\(sampleRate.microhertz)", "20000000 to 1000000000")
    }
    guard bitsPerSecondNeeded <= Int64(baud) || isNativeUSB else {
      throw refusal("baud", "\(baud)", "\(bitsPerSecondNeeded) at least for the samples alone")
    }
  }

  private func refusal(_ setting: String, _ value: String, _ expected: String) -> AcquisitionError {
    .deviceSetting(device: path, setting: setting, value: value, expected: expected)
  }

  /// 24-bit samples without any frame around them, ten bits a byte.
  private var bitsPerSecondNeeded: Int64 {
    sampleRate.microhertz / 1_000_000 * Int64(channelCount) * 30
  }
}
