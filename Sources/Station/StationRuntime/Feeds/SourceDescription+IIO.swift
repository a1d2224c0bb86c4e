internal import Acquisition
internal import SeismicTypes
internal import StationConfiguration

extension SourceDescription {
  /// What the industrial I/O driver needs to know of this source.
  func parameters(
    _ settings: IIOSettings
  ) throws(StationError) -> IIODevice.Parameters {
    guard let hertz = sampleRateHertz, let rate = SampleRate(hertz: hertz) else {
      throw .input("source \(name): sampleRateHertz is missing")
    }
    var elements = Array(repeating: "", count: channelCount)
    for channel in channels { elements[channel.index] = channel.element ?? "" }
    var parameters = IIODevice.Parameters(
      uri: settings.uri, device: settings.device, channels: elements, sampleRate: rate,
      samplesPerBlock: samplesPerBlock, watermarkSamples: settings.watermarkSamples,
      trigger: settings.trigger,
      answerTimeoutMilliseconds: settings.answerTimeoutMilliseconds)
    parameters.samplingFrequency = settings.samplingFrequencyHertz.flatMap(SampleRate.init(hertz:))
    parameters.stampClock = settings.timestampClock.flatMap(StampClock.init(word:))
    for attribute in settings.attributes {
      parameters.attributes.append(
        IIODevice.Attribute(
          channel: attribute.channel, name: attribute.name, value: attribute.value))
    }
    return parameters
  }
}
