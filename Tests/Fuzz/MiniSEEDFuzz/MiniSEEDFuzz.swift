import Acquisition
import SeismicTypes

/// Any bytes are refused with a message or give a recording whose blocks add up.
@_cdecl("LLVMFuzzerTestOneInput")
public func readAnyBytes(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  do {
    let recording = try Recording(bytes: bytes, named: "input")
    var reader = RecordingReader(recording)
    var counts = [Int32](repeating: 0, count: recording.channels.count * 64)
    var header = SampleBlockHeader(
      startTime: recording.startTime, sampleIndex: 0, sampleRate: recording.sampleRate,
      channelCount: 0, sampleCount: 0)
    var span = counts.mutableSpan
    var frameCount = 0
    var nextIndex: Int64 = 0
    while reader.next(into: &span, header: &header) {
      frameCount += Int(header.sampleCount)
      precondition(header.sampleIndex == nextIndex + header.missingSampleCount)
      nextIndex = header.sampleIndex + Int64(header.sampleCount)
    }
    precondition(frameCount == recording.frameCount)
    precondition(header.flags.contains(.endOfSource))
  } catch {
    precondition(!error.message.isEmpty)
  }
  return 0
}
