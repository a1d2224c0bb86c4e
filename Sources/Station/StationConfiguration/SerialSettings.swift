/// The settings of the `serial` driver: a digitizer that sends frames on a serial line.
package struct SerialSettings: Equatable, Sendable {
  /// The line's path, best one of /dev/serial/by-id.
  package var device: String
  package var baud = 460_800
  /// Whether the digitizer is a USB device itself, so that its bytes take no time on a line.
  package var isNativeUSB = false
  package var clock = SerialClock.arrival

  package init(device: String) { self.device = device }
}

/// Which clock stamps a digitizer's samples.
package enum SerialClock: String, Equatable, Sendable {
  /// The station's, when the bytes arrive.
  case arrival
  /// The digitizer's own.
  case device
}

extension SerialSettings {
  init(_ object: JSONObject) {
    self.init(device: object.text("device", expected: "the path of the serial line"))
    object.read("baud", in: 1200...4_000_000, into: &baud)
    object.read("isNativeUsb", into: &isNativeUSB)
    if object.has("clock") {
      clock = SerialClock(rawValue: object.word("clock", oneOf: ["arrival", "device"])) ?? .arrival
    }
  }
}
