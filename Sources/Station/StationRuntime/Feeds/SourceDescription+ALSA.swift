internal import Acquisition
internal import SeismicTypes
internal import StationConfiguration

extension SourceDescription {
  /// What the sound card's driver needs to know of this source.
  func parameters(_ settings: ALSASettings) throws(StationError) -> ALSADevice.Parameters {
    guard let hertz = sampleRateHertz, let rate = SampleRate(hertz: hertz) else {
      throw .input("source \(name): sampleRateHertz is missing")
    }
    guard let format = PCMFormat(rawValue: settings.format) else {
      throw .input("source \(name): format \(settings.format) is not known")
    }
    var parameters = ALSADevice.Parameters(
      device: settings.device, format: format, captureRateHertz: settings.captureRateHertz,
      captureChannelCount: settings.captureChannelCount ?? channelCount,
      channelCount: channelCount, sampleRate: rate)
    parameters.periodFrames = settings.periodFrames
    parameters.bufferFrames = settings.bufferFrames
    parameters.fractionBits = settings.fractionBits
    parameters.controls = settings.controls.map(ALSAControl.init(_:))
    parameters.controlCard = settings.controlCard
    parameters.lowCornerMicrohertz = settings.lowCornerHertz.map { Int64(($0 * 1e6).rounded()) }
    return parameters
  }
}

extension ALSAControl {
  init(_ setting: ControlSetting) {
    let value: Value =
      switch setting.value {
      case .steps(let steps): .steps(Int64(steps))
      case .isOn(let isOn): .isOn(isOn)
      case .item(let item): .item(item)
      }
    self.init(name: setting.name, index: UInt32(setting.index), value: value)
  }
}
