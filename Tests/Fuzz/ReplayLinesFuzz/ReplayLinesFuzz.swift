import SeismicTypes
import Seismograms

/// Reads the bytes as the lines of a replay; whatever they are, the answer is events or a reason with
/// the number of a line.
@_cdecl("LLVMFuzzerTestOneInput")
package func readReplayLines(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  // libFuzzer promises `count` readable bytes at `start` for the length of this call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  do throws(SectionEvent.LineError) {
    for event in try SectionEvent.read(String(decoding: bytes, as: UTF8.self)) {
      if let end = event.windowEnd, let onset = event.onset { precondition(end > onset) }
    }
  } catch {
    precondition(error.line >= 1 && !error.message.isEmpty)
  }
  return 0
}
