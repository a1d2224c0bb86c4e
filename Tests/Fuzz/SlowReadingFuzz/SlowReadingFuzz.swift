import Acquisition

/// Takes any bytes as what a radon module sends, as a GPIO line's edges and as an attribute's number.
@_cdecl("LLVMFuzzerTestOneInput")
package func readSlowDevices(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  // libFuzzer promises `count` readable bytes at `start` for the length of this call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  readReplies(bytes)
  var edges = PulseEdges(deadNanoseconds: 1000)
  edges.take(bytes[...])
  let edgeCount = Int64(count / PulseEdges.byteCount)
  precondition(edges.pulseCount - edges.lostCount + edges.bounceCount == edgeCount)
  precondition(edges.lostCount >= 0 && edges.pulseCount >= edges.lostCount)
  if let nanos = SysfsNumber.nanos(bytes[...]) {
    precondition(nanos.magnitude < 9_000_000_000_000_000_010)
  }
  return 0
}

private func readReplies(_ bytes: [UInt8]) {
  var parser = RadonReplyParser()
  var replyCount = 0
  for (index, byte) in bytes.enumerated() {
    guard let reply = parser.take(byte) else { continue }
    replyCount += 1
    precondition(index >= 7 && reply.hundredths >= 0 && reply.hundredths < 25_600)
    var sum: UInt8 = 0
    for place in (index - 6)...index { sum &+= bytes[place] }
    precondition(sum == 0xFF && bytes[index - 7] == 0x02)
  }
  precondition(replyCount * 8 + Int(parser.skippedByteCount) <= bytes.count)
}
