import Acquisition
import Foundation
import Probing
import StationConfiguration
import Testing

@Suite("A board file's skeleton")
struct BoardSkeletonTests {
  private func channel(
    _ identifier: String, bits: Int = 20, scale: String? = nil, rate: String? = nil
  ) throws -> IIOInventory.Channel {
    let format = try #require(
      ScanFormat(storageBits: 32, realBits: bits, shift: 0, isSigned: true, isBigEndian: false))
    return IIOInventory.Channel(
      identifier: identifier, format: format,
      attributes: [
        IIOInventory.Attribute(name: "scale", value: scale),
        IIOInventory.Attribute(name: "sampling_frequency", value: rate),
      ])
  }

  private func board(_ device: IIOInventory.Device) throws -> BoardFile {
    let skeleton = try #require(BoardSkeleton(for: device, at: "local:"))
    #expect(skeleton.open.count >= 4)
    return try BoardFile(
      decoding: ConfigurationBytes(path: "skeleton.json", bytes: Array(skeleton.text.utf8)))
  }

  @Test("of an accelerometer takes range and rate as they are, the vertical first")
  func accelerometer() throws {
    let device = IIOInventory.Device(
      identifier: "iio:device0", name: "adxl355", label: "a \"label\"",
      attributes: [IIOInventory.Attribute(name: "sampling_frequency", value: "125.000000")],
      channels: try ["accel_x", "accel_y", "accel_z", "temp"].map {
        try channel($0, scale: "0.000038245")
      })
    let source = try board(device).sources[0]
    #expect(source.sampleRateHertz == 125)
    #expect(source.sensesGravity)
    #expect(source.channels.map(\.code) == ["HNZ", "HNN", "HNE"])
    #expect(source.channels.map(\.element) == ["accel_z", "accel_y", "accel_x"])
    #expect(source.channels.map(\.fullScaleCounts) == [524_287, 524_287, 524_287])
    #expect(abs(source.channels[0].sensitivityCountsPerUnit - 26_147.2) < 0.1)
    guard case .iio(let settings) = source.driver else {
      Issue.record("not an iio source")
      return
    }
    #expect(settings.device == "a \"label\"")
    #expect(
      settings.attributes
        == [IIOAttribute(channel: "accel_z", name: "scale", value: "0.000038245")])
  }

  @Test("of a converter stands for a geophone on its first input, at a rate it offers")
  func converter() throws {
    let device = IIOInventory.Device(
      identifier: "iio:device1", name: "ad7124-8",
      attributes: [
        IIOInventory.Attribute(name: "sampling_frequency", value: "19200"),
        IIOInventory.Attribute(
          name: "sampling_frequency_available", value: "10 50 120 400 19200"),
      ],
      channels: [try channel("voltage0-voltage1", bits: 24, scale: "0.000298023")])
    let source = try board(device).sources[0]
    #expect(source.sampleRateHertz == 120)
    #expect(source.channels.map(\.code) == ["EHZ"])
    #expect(source.channels[0].fullScaleCounts == 8_388_607)
    #expect(abs(source.channels[0].sensitivityCountsPerUnit / 96_636_837 - 1) < 1e-5)
    #expect(!source.sensesGravity)
  }

  @Test("of a device that says nothing of rate and scale is a valid file all the same")
  func silent() throws {
    let device = IIOInventory.Device(
      identifier: "iio:device2",
      channels: try ["voltage0", "voltage1", "voltage2"].map { try channel($0, bits: 32) })
    let source = try board(device).sources[0]
    #expect(source.sampleRateHertz == 100)
    #expect(source.channels.map(\.code) == ["EHZ", "EHN", "EHE"])
  }

  @Test("is not made for a device that captures neither acceleration nor voltage")
  func unfit() throws {
    let thermometer = IIOInventory.Device(
      identifier: "iio:device3", name: "bmp280", channels: [try channel("temp")])
    #expect(BoardSkeleton(for: thermometer, at: "local:") == nil)
    let uncaptured = IIOInventory.Device(
      identifier: "iio:device4", channels: [IIOInventory.Channel(identifier: "accel_z")])
    #expect(BoardSkeleton(for: uncaptured, at: "local:") == nil)
  }
}
