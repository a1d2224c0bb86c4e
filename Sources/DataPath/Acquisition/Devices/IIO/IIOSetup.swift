import SeismicTypes

/// Finds a device, sets it as a board file says, and reads everything back.
struct IIOSetup {
  let parameters: IIODevice.Parameters
  let context: IIOContext
  let device: IIONode
  let elements: [ScanElement]
  /// The channel of the driver's time stamps; nil where there is none or it is not used.
  let stampElement: ScanElement?

  init(_ parameters: IIODevice.Parameters, in context: IIOContext) throws(AcquisitionError) {
    self.parameters = parameters
    self.context = context
    device = try Self.find(parameters.device, in: context)
    var elements: [ScanElement] = []
    for name in parameters.channels { elements.append(try ScanElement(named: name, of: device)) }
    self.elements = elements
    stampElement =
      parameters.chosenStampClock == .none ? nil : try? ScanElement(named: "timestamp", of: device)
  }

  /// Sets everything; what is right already is left alone, so that it may be read-only.
  func apply() throws(AcquisitionError) {
    for channel in device.channels { channel.setEnabled(false) }
    for element in elements { element.channel.setEnabled(true) }
    stampElement?.channel.setEnabled(true)
    try setTrigger()
    for (position, attribute) in parameters.attributes.enumerated() {
      for target in try targets(of: attribute, at: position) {
        try set(target, attribute.value, as: "attributes[\(position)] (\(attribute.title))")
      }
    }
    for target in rateTargets { try set(target, rateText, as: "sampling_frequency") }
    if stampElement != nil, let clock = clockTarget {
      try set(clock, parameters.chosenStampClock.word, as: "timestampClock")
    }
  }

  /// What the device says now of everything that was set, for the log.
  ///
  /// - Returns: One line each.
  /// - Throws: Where a later setting has changed an earlier one.
  func verify() throws(AcquisitionError) -> [String] {
    var facts = [describeDevice()]
    for (position, attribute) in parameters.attributes.enumerated() {
      for target in try targets(of: attribute, at: position) {
        let setting = "attributes[\(position)] (\(attribute.title))"
        facts.append(try verify(target, attribute.value, as: setting))
      }
    }
    for target in rateTargets {
      facts.append(try verify(target, rateText, as: "sampling_frequency"))
    }
    if rateTargets.isEmpty { facts.append("no sampling_frequency to set; the rate is as it is") }
    facts.append(try describeStamps())
    return facts
  }

  private static func find(
    _ name: String, in context: IIOContext
  ) throws(AcquisitionError) -> IIONode {
    let devices = context.devices.filter { !$0.isTrigger }
    let found = devices.filter { $0.isCalled(name) }
    guard let device = found.first else {
      throw .deviceMissing(device: name, place: context.uri, found: devices.map { $0.title })
    }
    guard found.count == 1 else {
      throw .deviceSetting(
        device: name, setting: "device", value: "\(found.count) devices of this name",
        expected: "the label or the identifier of one: "
          + found.map { $0.identifier + ($0.label.map { " (" + $0 + ")" } ?? "") }
          .reduce("") { $0.isEmpty ? $1 : $0 + ", " + $1 })
    }
    return device
  }

  private func setTrigger() throws(AcquisitionError) {
    guard let wanted = parameters.trigger else { return }
    if let current = device.triggerName, Self.isTrigger(current, called: wanted) { return }
    let triggers = context.devices.filter { $0.isTrigger }
    guard let trigger = triggers.first(where: { Self.isTrigger($0.name ?? "", called: wanted) })
    else {
      throw .deviceMissing(
        device: "trigger " + wanted, place: context.uri, found: triggers.map { $0.title })
    }
    let error = device.setTrigger(trigger)
    guard error >= 0 else {
      throw .deviceSetting(
        device: device.title, setting: "trigger", value: "refused (\(IIOContext.reason(error)))",
        expected: trigger.title)
    }
  }

  /// A driver numbers its own trigger by the device's number, which depends on the order of probing.
  private static func isTrigger(_ name: String, called wanted: String) -> Bool {
    name == wanted || name.hasPrefix(wanted + "-dev")
  }
}
