internal import Acquisition
internal import SeismicTypes
internal import StationConfiguration

extension SourceDescription {
  /// What the serial driver needs to know of this source.
  func parameters(_ settings: SerialSettings) throws(StationError) -> SerialDevice.Parameters {
    guard let hertz = sampleRateHertz, let rate = SampleRate(hertz: hertz) else {
      throw .input("source \(name): sampleRateHertz is missing")
    }
    var parameters = SerialDevice.Parameters(
      path: settings.device, baud: UInt32(settings.baud), channelCount: channelCount,
      sampleRate: rate)
    parameters.isNativeUSB = settings.isNativeUSB
    switch settings.clock {
    case .arrival: parameters.clock = .arrival
    case .device: parameters.clock = .device
    }
    return parameters
  }
}
