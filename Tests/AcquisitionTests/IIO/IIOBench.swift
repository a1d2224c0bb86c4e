import Acquisition
import SeismicTypes
import Testing

/// A device on an emulated iiod, and what came from it.
struct IIOBench {
  let server: EmulatedIIOD
  let device: IIODevice

  /// - Parameters:
  ///   - arguments: What the emulated iiod is told.
  ///   - change: What differs from three axes of 125 Hz.
  /// - Throws: What the device throws at its parameters.
  init(
    _ arguments: [String] = ["--speed", "0"],
    change: (inout IIODevice.Parameters) -> Void = { _ in }
  ) throws {
    server = try EmulatedIIOD(arguments)
    var parameters = IIODevice.Parameters(
      uri: server.uri, device: "adxl355", channels: ["accel_z", "accel_y", "accel_x"],
      sampleRate: SampleRate(microhertz: 125_000_000), samplesPerBlock: 8, watermarkSamples: 4,
      stampClock: .monotonicRaw, answerTimeoutMilliseconds: 20_000)
    change(&parameters)
    device = try IIODevice(parameters)
  }

  struct Reading {
    var block: DeviceBlock
    var frames: [[Int32]]
  }

  /// The next block, or the failure.
  func read(capacity: Int = 8, channels: Int = 3) -> (reading: Reading?, fault: DeviceFault?) {
    var counts = [Int32](repeating: -1, count: capacity * channels)
    var span = counts.mutableSpan
    let outcome = device.read(into: &span, timeoutMilliseconds: 20_000)
    switch outcome {
    case .block(let block):
      let frames = (0..<block.frameCount).map {
        Array(counts[($0 * channels)..<(($0 + 1) * channels)])
      }
      return (Reading(block: block, frames: frames), nil)
    case .nothing: return (nil, nil)
    case .failed(let fault): return (nil, fault)
    }
  }

  /// Blocks until the first failure, at most so many.
  func readings(_ limit: Int) -> (readings: [Reading], fault: DeviceFault?) {
    var readings: [Reading] = []
    while readings.count < limit {
      let (reading, fault) = read()
      guard let reading else { return (readings, fault) }
      readings.append(reading)
    }
    return (readings, nil)
  }

  /// The frame the emulated sensor gives for a sample, in the order of the device's channels.
  static func frame(_ sample: Int) -> [Int32] {
    (0..<3).map { Int32((10 * sample + 2 - $0) % 32768) }
  }

  /// The sample that a frame is.
  static func sample(_ frame: [Int32]) -> Int { Int(frame[2] / 10) }
}
