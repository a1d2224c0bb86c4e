import Acquisition
import SeismicTypes

/// Any bytes in miniSEED 3 records whose checks are right: what lies behind the CRC is reached, too.
@_cdecl("LLVMFuzzerTestOneInput")
public func readAnyRecords(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  repairChecks(of: &bytes)
  do {
    let recording = try Recording(bytes: bytes, named: "input")
    var reader = RecordingReader(recording)
    var counts = [Int32](repeating: 0, count: recording.channels.count * 64)
    var header = SampleBlockHeader(
      startTime: recording.startTime, sampleIndex: 0, sampleRate: recording.sampleRate,
      channelCount: 0, sampleCount: 0)
    var span = counts.mutableSpan
    var frameCount = 0
    while reader.next(into: &span, header: &header) { frameCount += Int(header.sampleCount) }
    precondition(frameCount == recording.frameCount)
    precondition(header.flags.contains(.endOfSource))
  } catch {
    precondition(!error.message.isEmpty)
  }
  return 0
}

/// Makes every record one of version 3 with the check that its bytes have.
private func repairChecks(of bytes: inout [UInt8]) {
  var position = 0
  while bytes.count - position >= 40 {
    bytes.replaceSubrange(position..<position + 3, with: [UInt8(ascii: "M"), UInt8(ascii: "S"), 3])
    let extraCount = Int(bytes[position + 34]) | Int(bytes[position + 35]) << 8
    var dataCount = 0
    for index in 0..<4 { dataCount |= Int(bytes[position + 36 + index]) << (8 * index) }
    let length = 40 + Int(bytes[position + 33]) + extraCount + dataCount
    guard length <= bytes.count - position else { return }
    for index in 28..<32 { bytes[position + index] = 0 }
    let check = castagnoli(bytes[position..<position + length])
    for index in 0..<4 {
      bytes[position + 28 + index] = UInt8(truncatingIfNeeded: check >> UInt32(8 * index))
    }
    position += length
  }
}

/// CRC-32C bit by bit, written apart from the reader's.
private func castagnoli(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  var remainder = UInt32.max
  for byte in bytes {
    remainder ^= UInt32(byte)
    for _ in 0..<8 {
      remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0x82F6_3B78 : 0)
    }
  }
  return ~remainder
}
