/// What industrial I/O devices there are, for people who choose one.
package struct IIOInventory: Equatable, Sendable {
  package struct Device: Equatable, Sendable {
    /// The kernel's identifier, such as `iio:device0`.
    package var identifier: String
    package var name: String?
    package var label: String?
    /// The trigger in use.
    package var trigger: String?
    package var attributes: [Attribute]
    package var channels: [Channel]

    package init(
      identifier: String, name: String? = nil, label: String? = nil, trigger: String? = nil,
      attributes: [Attribute] = [], channels: [Channel] = []
    ) {
      self.identifier = identifier
      self.name = name
      self.label = label
      self.trigger = trigger
      self.attributes = attributes
      self.channels = channels
    }

    /// The value of an attribute of the device.
    package func value(of attribute: String) -> String? {
      attributes.first { $0.name == attribute }?.value
    }
  }

  package struct Channel: Equatable, Sendable {
    package var identifier: String
    package var name: String?
    /// How it stands in a scan; nil where buffered capture does not give it.
    package var format: ScanFormat?
    package var repeatCount: Int
    package var attributes: [Attribute]

    package init(
      identifier: String, name: String? = nil, format: ScanFormat? = nil, repeatCount: Int = 1,
      attributes: [Attribute] = []
    ) {
      self.identifier = identifier
      self.name = name
      self.format = format
      self.repeatCount = repeatCount
      self.attributes = attributes
    }

    /// The value of an attribute of the channel.
    package func value(of attribute: String) -> String? {
      attributes.first { $0.name == attribute }?.value
    }
  }

  package struct Attribute: Equatable, Sendable {
    package var name: String
    /// Nil where it cannot be read now.
    package var value: String?

    package init(name: String, value: String?) {
      self.name = name
      self.value = value
    }
  }

  package var devices: [Device]
  /// The names of the triggers.
  package var triggers: [String]

  /// Reads every attribute of every device.
  ///
  /// - Parameter uri: `local:` for this machine, `ip:HOST[:PORT]` for an iiod.
  /// - Throws: Where the devices cannot be reached.
  package init(of uri: String) throws(AcquisitionError) {
    let context = try IIOContext(uri: uri)
    devices = []
    triggers = []
    for node in context.devices {
      if node.isTrigger {
        triggers.append(node.name ?? node.identifier)
      } else {
        devices.append(Self.describe(node))
      }
    }
  }

  private static func describe(_ node: IIONode) -> Device {
    let attributes = node.attributeNames.map { Attribute(name: $0, value: node.read($0).text) }
    var channels: [Channel] = []
    for channel in node.channels where !channel.isOutput {
      channels.append(
        Channel(
          identifier: channel.identifier, name: channel.name,
          format: channel.isScanElement ? channel.format : nil,
          repeatCount: channel.repeatCount,
          attributes: channel.attributeNames.map {
            Attribute(name: $0, value: $0 == "raw" ? nil : channel.read($0).text)
          }))
    }
    return Device(
      identifier: node.identifier, name: node.name, label: node.label, trigger: node.triggerName,
      attributes: attributes, channels: channels)
  }
}
