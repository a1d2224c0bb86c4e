/// Temperature, pressure, humidity and a supply voltage from one device of the kernel's industrial I/O
/// subsystem, by its attribute files.
///
/// Units are those of the kernel (Documentation/ABI/testing/sysfs-bus-iio): an `_input` file is in the
/// unit, a `_raw` file is (raw + offset) · scale in it.
package struct EnvironmentSensor: Sendable {
  /// What one read gave; nil what the device has not.
  package struct Reading: Equatable, Sendable {
    /// 0.001 °C.
    package var temperatureMillidegrees: Int64?
    package var pressurePascals: Int64?
    /// Relative, 0.1 %.
    package var humidityThousandths: Int64?
    package var supplyMillivolts: Int64?

    package init() {}

    /// Whether there is nothing in it.
    package var isEmpty: Bool { self == Reading() }
  }

  private let device: String
  private let supplyElement: String?
  private let devicesFolder: String
  private var folder: String?

  private static let mostDevices = 64

  /// - Parameters:
  ///   - device: The kernel's name of the device, such as `bme280`, or its label.
  ///   - supplyElement: The channel of a supply voltage, such as `in_voltage0`.
  ///   - sysfsRoot: Where the kernel shows its devices.
  package init(device: String, supplyElement: String? = nil, sysfsRoot: String = "/sys") {
    self.device = device
    self.supplyElement = supplyElement
    devicesFolder = sysfsRoot + "/bus/iio/devices"
  }

  /// Finds the device; also after it went away.
  package mutating func open() throws(AcquisitionError) {
    folder = nil
    for number in 0..<Self.mostDevices {
      let candidate = devicesFolder + "/iio:device\(number)"
      guard isNamed(candidate + "/name") || isNamed(candidate + "/label") else { continue }
      folder = candidate
      if read() != nil { return }
      folder = nil
      throw .deviceUnavailable(
        device: device, reason: "\(candidate) measures no temperature, pressure, humidity or supply"
      )
    }
    throw .deviceUnavailable(device: device, reason: "\(devicesFolder) has no device of this name")
  }

  private func isNamed(_ path: String) -> Bool {
    guard let bytes = SysfsNumber.text(at: path) else { return false }
    return bytes == Array(device.utf8) || bytes == Array((device + "\n").utf8)
  }

  /// What was found.
  package var facts: [String] { folder.map { ["device \(device) at \($0)"] } ?? [] }

  /// Reads everything the device has; nil when it has nothing, or is gone.
  package func read() -> Reading? {
    guard let folder else { return nil }
    var reading = Reading()
    reading.temperatureMillidegrees = Self.value(folder + "/in_temp", unitNanos: 1_000_000_000)
    // The kernel's unit is the kilopascal.
    reading.pressurePascals = Self.value(folder + "/in_pressure", unitNanos: 1_000_000)
    // The kernel's unit is a thousandth of a percent.
    reading.humidityThousandths = Self.value(
      folder + "/in_humidityrelative", unitNanos: 100_000_000_000)
    if let supplyElement {
      reading.supplyMillivolts = Self.value(folder + "/" + supplyElement, unitNanos: 1_000_000_000)
    }
    return reading.isEmpty ? nil : reading
  }

  /// A channel's value in multiples of `unitNanos` thousand-millionths of the kernel's unit.
  private static func value(_ channel: String, unitNanos: Int64) -> Int64? {
    let nanos: Int128
    if let input = SysfsNumber.nanos(at: channel + "_input") {
      nanos = Int128(input)
    } else if let raw = SysfsNumber.nanos(at: channel + "_raw") {
      let offset = SysfsNumber.nanos(at: channel + "_offset") ?? 0
      let scale = SysfsNumber.nanos(at: channel + "_scale") ?? 1_000_000_000
      nanos = (Int128(raw) + Int128(offset)) * Int128(scale) / 1_000_000_000
    } else {
      return nil
    }
    let half = Int128(unitNanos) / 2
    return Int64(clamping: (nanos + (nanos < 0 ? -half : half)) / Int128(unitNanos))
  }
}
