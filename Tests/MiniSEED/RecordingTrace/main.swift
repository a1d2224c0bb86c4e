import Acquisition
import Foundation
import SeismicTypes

// Reads a recording and prints one line a channel, for judges written in another language.
//
// RecordingTrace FILE: network, station, location, channel, time of the first sample (ns), rate (µHz),
//   stretches, samples, first, last and FNV-1a of the samples as 32-bit words.

func lines(of path: String) throws(AcquisitionError) -> [String] {
  let recording = try Recording(Recording.Parameters(files: [RecordingFile(path: path)]))
  let channelCount = recording.channels.count
  var reader = RecordingReader(recording)
  var header = SampleBlockHeader(
    startTime: recording.startTime, sampleIndex: 0, sampleRate: recording.sampleRate,
    channelCount: 0, sampleCount: 0)
  var memory = [Int32](repeating: 0, count: channelCount * 1024)
  var samples = [[Int32]](repeating: [], count: channelCount)
  var stretchCount = 1
  var isDelivered = true
  while isDelivered {
    var span = memory.mutableSpan
    isDelivered = reader.next(into: &span, header: &header)
    guard isDelivered else { break }
    if header.flags.contains(.followsGap) { stretchCount += 1 }
    for index in 0..<Int(header.sampleCount) * channelCount {
      samples[index % channelCount].append(memory[index])
    }
  }
  return zip(recording.channels, samples).map { channel, samples in
    var fingerprint: UInt64 = 0xCBF2_9CE4_8422_2325
    for sample in samples {
      fingerprint = (fingerprint ^ UInt64(UInt32(bitPattern: sample))) &* 0x100_0000_01B3
    }
    let hexadecimal = String(fingerprint, radix: 16)
    let fields: [String] = [
      channel.networkCode, channel.stationCode, channel.locationCode, channel.channelCode,
      String(channel.startTime.nanoseconds), String(channel.sampleRate.microhertz),
      String(stretchCount), String(samples.count), String(samples.first ?? 0),
      String(samples.last ?? 0),
      String(repeating: "0", count: 16 - hexadecimal.count) + hexadecimal,
    ]
    return fields.joined(separator: ",")
  }
}

guard CommandLine.arguments.count == 2 else {
  print("usage: RecordingTrace FILE")
  exit(2)
}
do {
  for line in try lines(of: CommandLine.arguments[1]) { print(line) }
} catch {
  FileHandle.standardError.write(Data((error.message + "\n").utf8))
  exit(1)
}
