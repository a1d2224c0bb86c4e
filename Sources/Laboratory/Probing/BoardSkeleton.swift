package import Acquisition
internal import Foundation

/// The beginning of a board file for a device, which `board check` accepts as it is.
///
/// What only its owner knows is guessed and listed in `open`: orientation, and what stands before a
/// converter.
package struct BoardSkeleton {
  package let text: String
  /// What is to be filled in or checked, a sentence each.
  package let open: [String]

  /// Nil for a device that captures no acceleration and no voltage.
  ///
  /// - Parameters:
  ///   - device: The device as it was found.
  ///   - uri: Where it was found.
  package init?(for device: IIOInventory.Device, at uri: String) {
    let axes = Self.axes(of: device)
    guard let first = axes.first else { return nil }
    let isAccelerometer = first.channel.identifier.hasPrefix("accel")
    let rate = Self.rate(of: device, first.channel)
    var open = [
      "azimuthDegrees and dipDegrees are those of a sensor whose x points east, y north and z up",
      "part is left out: calibrations find the source by it",
      "noiseDensity… is left out: without it a station cannot tell what it is able to predict",
      "groupDelayMilliseconds is left out: the delay of the sensor's own filter",
    ]
    if !isAccelerometer {
      open.append(
        "sensitivityCountsPerMetrePerSecond stands for a geophone of 28.8 V/(m/s): put your own")
    }
    if let remark = rate.remark { open.append(remark) }
    self.open = open
    let name = device.name ?? device.identifier
    let channels = axes.enumerated().map { index, axis in
      Self.channel(axis, index: index, isAccelerometer: isAccelerometer)
    }
    let description = "Skeleton, to be completed by hand: " + open.joined(separator: "; ")
    text = """
      {
        "schemaVersion": 1,
        "board": \(Self.quoted(name)),
        "description": \(Self.quoted(description)),
        "sources": [
          {
            "name": "\(isAccelerometer ? "accelerometer" : "geophone")",
            "driver": "iio",
            "device": \(Self.quoted(device.label ?? name)),
            "uri": \(Self.quoted(uri)),
            "sampleRateHertz": \(rate.text),
            "samplesPerBlock": 8,
            "watermarkSamples": 1,
            "sensesGravity": \(isAccelerometer),
            "attributes": [\(Self.attributes(axes))],
            "channels": [
      \(channels.joined(separator: ",\n"))
            ]
          }
        ]
      }
      """
  }

  private struct Axis {
    let channel: IIOInventory.Channel
    let format: ScanFormat
    let letter: String
    let azimuth: Int
    let dip: Int
  }

  /// The vertical, or all three components; the vertical first.
  private static func axes(of device: IIOInventory.Device) -> [Axis] {
    func axis(_ names: [String], _ letter: String, _ azimuth: Int, _ dip: Int) -> Axis? {
      for name in names {
        if let channel = device.channels.first(where: { $0.identifier == name }),
          let format = channel.format
        {
          return Axis(channel: channel, format: format, letter: letter, azimuth: azimuth, dip: dip)
        }
      }
      return nil
    }
    let voltages = device.channels.filter { $0.identifier.hasPrefix("voltage") && $0.format != nil }
      .map { $0.identifier }
    let names = ["accel_z", "accel_y", "accel_x"].map { [$0] }
    let vertical = axis(names[0], "Z", 0, -90) ?? axis(Array(voltages.prefix(1)), "Z", 0, -90)
    guard let vertical else { return [] }
    let isVoltage = vertical.channel.identifier.hasPrefix("voltage")
    let north = axis(isVoltage ? Array(voltages.dropFirst().prefix(1)) : names[1], "N", 0, 0)
    let east = axis(isVoltage ? Array(voltages.dropFirst(2).prefix(1)) : names[2], "E", 90, 0)
    guard let north, let east else { return [vertical] }
    return [vertical, north, east]
  }

  private static func channel(_ axis: Axis, index: Int, isAccelerometer: Bool) -> String {
    let scale = axis.channel.value(of: "scale").flatMap(Double.init) ?? 0
    let isScaled = scale > 0
    // Acceleration in m/s² a count; voltage in millivolts a count.
    let perUnit =
      isAccelerometer ? (isScaled ? 1 / scale : 1000) : (isScaled ? 28_800 / scale : 1e8)
    let fullScale = (Int64(1) << (min(axis.format.bitCount, 32) - 1)) - 1
    let key = isAccelerometer ? "PerMetrePerSecondSquared" : "PerMetrePerSecond"
    return """
              {
                "code": "\(isAccelerometer ? "HN" : "EH")\(axis.letter)",
                "element": \(quoted(axis.channel.identifier)),
                "index": \(index),
                "azimuthDegrees": \(axis.azimuth),
                "dipDegrees": \(axis.dip),
                "fullScaleCounts": \(max(fullScale, 1)),
                "sensitivityCounts\(key)": \(String(format: "%.6g", perUnit))
              }
      """
  }

  /// The range as it is now, so that a station notices when it is another.
  private static func attributes(_ axes: [Axis]) -> String {
    guard let first = axes.first, let scale = first.channel.value(of: "scale") else { return "" }
    return """
      { "channel": \(quoted(first.channel.identifier)), "name": "scale", "value": \(quoted(scale)) }
      """
  }

  /// The rate as it is now if a station can use it, or the one nearest to 100 Hz on offer.
  private static func rate(
    of device: IIOInventory.Device, _ channel: IIOInventory.Channel
  ) -> (text: String, remark: String?) {
    let usable = 20.0...1000.0
    func value(_ attribute: String) -> String? {
      device.value(of: attribute) ?? channel.value(of: attribute)
    }
    if let now = value("sampling_frequency").flatMap(Double.init), usable.contains(now) {
      return (String(format: "%g", now), nil)
    }
    let offered = (value("sampling_frequency_available") ?? "").split(separator: " ")
      .compactMap { Double($0) }.filter { usable.contains($0) }
    if let nearest = offered.min(by: { abs($0 - 100) < abs($1 - 100) }) {
      return (String(format: "%g", nearest), nil)
    }
    return ("100", "sampleRateHertz is a guess: the device names no rate of 20 to 1000 Hz")
  }

  static func quoted(_ text: String) -> String {
    let data = try? JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
