/// The settings of the `iio` driver: which device, and what to set on it.
package struct IIOSettings: Equatable, Sendable {
  /// The device's label, its driver's name or the kernel's identifier (`iio:device0`).
  package var device: String
  /// `local:` for this machine's devices, `ip:HOST[:PORT]` for those of an iiod.
  package var uri = "local:"
  /// The trigger's name, or the beginning of it before `-dev`; nil leaves what the driver chose.
  package var trigger: String?
  /// How many samples the kernel gathers before it wakes the station.
  package var watermarkSamples = 1
  /// What to set as sampling frequency where it is not the rate of the frames.
  package var samplingFrequencyHertz: Double?
  /// The clock of the driver's time stamps, or `none`; nil chooses by where the device is.
  package var timestampClock: String?
  /// The longest wait for an iiod's answer; nil goes by the watermark.
  package var answerTimeoutMilliseconds: Int?
  /// Attributes to set and read back, in this order.
  package var attributes: [IIOAttribute] = []

  package init(device: String) { self.device = device }
}

/// One attribute of a device or of one of its channels.
package struct IIOAttribute: Equatable, Sendable {
  /// The channel by identifier, name or label; nil for the device's own attribute.
  package var channel: String?
  package var name: String
  /// The kernel's text of the value.
  package var value: String

  package init(channel: String? = nil, name: String, value: String) {
    self.channel = channel
    self.name = name
    self.value = value
  }
}
