import Acquisition
import Foundation
import SeismicTypes

// Decimates counts from a file, for judges written in another language.
//
// DecimationTrace INPUT OUTPUT CAPTURE_HERTZ STATION_MICROHERTZ INPUT_BITS FRACTION_BITS CHANNELS
//   BLOCK: INPUT and OUTPUT are Int32 frames of CHANNELS counts; BLOCK capture frames are passed at
//   a time. Prints the delay in nanoseconds.
// DecimationTrace --time CAPTURE_HERTZ STATION_MICROHERTZ CHANNELS: prints the share of a processor.

func makeDecimator(
  captureRateHertz: Int, microhertz: Int64, inputBits: Int, fractionBits: Int, channelCount: Int
) throws -> (decimator: Decimator, decimation: Decimation) {
  guard
    let decimation = Decimation(
      captureRateHertz: captureRateHertz, sampleRate: SampleRate(microhertz: microhertz),
      inputBits: inputBits)
  else { throw CocoaError(.featureUnsupported) }
  let decimator = Decimator(
    decimation, channelCount: channelCount, inputBits: inputBits, fractionBits: fractionBits)
  return (decimator, decimation)
}

func trace(_ paths: [String], _ numbers: [Int]) throws {
  let channelCount = numbers[4]
  var (decimator, decimation) = try makeDecimator(
    captureRateHertz: numbers[0], microhertz: Int64(numbers[1]), inputBits: numbers[2],
    fractionBits: numbers[3], channelCount: channelCount)
  let input = try Data(contentsOf: URL(fileURLWithPath: paths[0]))
  // The closures' buffers live no longer than the arrays and data they were lent by.
  let counts = unsafe [Int32](unsafeUninitializedCapacity: input.count / 4) { buffer, count in
    unsafe count = input.copyBytes(to: buffer) / 4
  }
  let frameCount = counts.count / channelCount
  var output = [Int32](repeating: 0, count: (frameCount / decimation.factor + 2) * channelCount)
  var written = 0
  var next = 0
  while next < frameCount {
    let block = min(numbers[5], frameCount - next)
    let frames = counts.span.extracting((next * channelCount)..<((next + block) * channelCount))
    var room = output.mutableSpan
    written += decimator.process(
      frames, stride: channelCount, frameCount: block, into: &room, at: written)
    next += block
  }
  output.removeLast(output.count - written * channelCount)
  let bytes = unsafe output.withUnsafeBytes { unsafe Data($0) }
  try bytes.write(to: URL(fileURLWithPath: paths[1]))
  print(decimation.delayNanoseconds(captureRateHertz: numbers[0]))
}

func time(_ numbers: [Int]) throws {
  let channelCount = numbers[2]
  var (decimator, decimation) = try makeDecimator(
    captureRateHertz: numbers[0], microhertz: Int64(numbers[1]), inputBits: 24, fractionBits: 7,
    channelCount: channelCount)
  // A second of noise in blocks of 10 ms, as a device would deliver it.
  let block = numbers[0] / 100
  var noise: UInt64 = 1
  let counts = (0..<(block * channelCount)).map { _ in
    noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int32(truncatingIfNeeded: noise >> 41)
  }
  var output = [Int32](repeating: 0, count: (block / decimation.factor + 2) * channelCount)
  var sum: Int64 = 0
  var best = Double.infinity
  for _ in 0..<10 {
    let elapsed = ContinuousClock().measure {
      for _ in 0..<100 {
        var room = output.mutableSpan
        let written = decimator.process(
          counts.span, stride: channelCount, frameCount: block, into: &room, at: 0)
        if written > 0 { sum &+= Int64(output[0]) }
      }
    }
    best = min(best, elapsed / .seconds(1))
  }
  print(
    "\(numbers[0]) Hz × \(channelCount) to \(Double(numbers[1]) / 1e6) Hz: "
      + "\(best * 100) % of a processor (sum \(sum))")
}

let arguments = CommandLine.arguments
let numbers = arguments.compactMap { Int($0) }
if arguments.count == 5, arguments[1] == "--time", numbers.count == 3 {
  try time(numbers)
} else if arguments.count == 9, numbers.count == 6 {
  try trace(Array(arguments[1...2]), numbers)
} else {
  FileHandle.standardError.write(Data("usage: see the top of main.swift\n".utf8))
  exit(2)
}
