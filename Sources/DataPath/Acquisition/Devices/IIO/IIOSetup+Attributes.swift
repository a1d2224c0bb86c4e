import SeismicTypes

extension IIOSetup {
  /// Where an attribute stands: on a device, on a trigger or on a channel.
  enum Target {
    case node(IIONode, String)
    case channel(IIOChannel, String)

    var title: String {
      switch self {
      case .node(let node, let name): node.title + " " + name
      case .channel(let channel, let name): channel.identifier + " " + name
      }
    }

    func read() -> AttributeText {
      switch self {
      case .node(let node, let name): node.read(name)
      case .channel(let channel, let name): channel.read(name)
      }
    }

    func write(_ value: String) -> Int32 {
      switch self {
      case .node(let node, let name): node.write(value, to: name)
      case .channel(let channel, let name): channel.write(value, to: name)
      }
    }
  }

  /// What is to be set for an attribute of the board file.
  func targets(
    of attribute: IIODevice.Attribute, at position: Int
  ) throws(AcquisitionError) -> [Target] {
    guard let name = attribute.channel else { return [.node(device, attribute.name)] }
    let channels = device.channels.filter { $0.isCalled(name) && $0.hasAttribute(attribute.name) }
    guard let channel = channels.first else {
      throw .deviceSetting(
        device: device.title, setting: "attributes[\(position)]", value: attribute.title,
        expected: "an attribute that the device has")
    }
    return [.channel(channel, attribute.name)]
  }

  /// Where a sampling frequency can be set: on the device, on the channels used, on the trigger
  /// that was chosen.
  var rateTargets: [Target] {
    let name = "sampling_frequency"
    var targets: [Target] = []
    if device.attributeNames.contains(name) {
      targets.append(.node(device, name))
    } else {
      for element in elements where element.channel.hasAttribute(name) {
        targets.append(.channel(element.channel, name))
      }
    }
    if parameters.trigger != nil, let used = device.triggerName,
      let trigger = context.devices.first(where: { $0.isTrigger && $0.name == used }),
      trigger.attributeNames.contains(name)
    {
      targets.append(.node(trigger, name))
    }
    return targets
  }

  /// The device's stamping clock; nil where the kernel is too old to have a choice.
  var clockTarget: Target? {
    let name = "current_timestamp_clock"
    return device.attributeNames.contains(name) ? .node(device, name) : nil
  }

  var rateText: String {
    (parameters.samplingFrequency ?? parameters.sampleRate).hertzText
  }

  func set(_ target: Target, _ value: String, as setting: String) throws(AcquisitionError) {
    if let current = target.read().text, DecimalText.agree(current, value) { return }
    let error = target.write(value)
    guard error >= 0 else {
      throw .deviceSetting(
        device: device.title, setting: setting,
        value: "refused (\(IIOContext.reason(error))) and reads \(target.read().text ?? "nothing")",
        expected: value)
    }
    _ = try verify(target, value, as: setting)
  }

  func verify(
    _ target: Target, _ value: String, as setting: String
  ) throws(AcquisitionError) -> String {
    switch target.read() {
    case .text(let found):
      guard DecimalText.agree(found, value) else {
        throw .deviceSetting(
          device: device.title, setting: setting, value: "\(found) when read back",
          expected: value)
      }
      return "\(target.title) = \(found)"
    case .failed(let error):
      throw .deviceSetting(
        device: device.title, setting: setting,
        value: "not readable (\(IIOContext.reason(error)))", expected: value)
    }
  }

  func describeDevice() -> String {
    var text = "device \(device.identifier)"
    if let name = device.name { text += " (\(name))" }
    for element in elements {
      text += ", \(element.channel.identifier) \(element.format.text)"
    }
    return text + ", trigger " + (device.triggerName ?? "none")
  }

  func describeStamps() throws(AcquisitionError) -> String {
    guard stampElement != nil else { return "no driver stamps: frames are timed on arrival" }
    guard let clock = clockTarget else {
      guard parameters.chosenStampClock == .realtime else {
        throw .deviceSetting(
          device: device.title, setting: "timestampClock", value: "realtime and not to be chosen",
          expected: parameters.chosenStampClock.word)
      }
      return "driver stamps on realtime"
    }
    return try verify(clock, parameters.chosenStampClock.word, as: "timestampClock")
  }
}
