import Acquisition

/// Takes any bytes as what comes on a serial line, in pieces of a length that the first byte gives.
///
/// However the bytes are cut, the same frames come out, each with the shape it states, and the bytes
/// of frames, the bytes skipped and the bytes left make up all that came.
@_cdecl("LLVMFuzzerTestOneInput")
package func readSerialFrames(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  guard count > 0 else { return 0 }
  // libFuzzer promises `count` readable bytes at `start` for the length of this call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let pieces = Reading(bytes[1...], pieceByteCount: Int(bytes[0]) + 1)
  let whole = Reading(bytes[1...], pieceByteCount: 2048)
  precondition(pieces == whole)
  return 0
}

/// What a parser makes of some bytes.
private struct Reading: Equatable {
  var headers: [SerialFrameHeader] = []
  var counts: [Int32] = []

  init(_ bytes: ArraySlice<UInt8>, pieceByteCount: Int) {
    var parser = SerialFrameParser()
    var rest = bytes
    var frameByteCount = 0
    while !rest.isEmpty {
      let piece = Array(rest.prefix(pieceByteCount))
      rest = rest.dropFirst(piece.count)
      precondition(parser.append(piece.span, count: piece.count) == piece.count)
      while let header = parser.next() {
        frameByteCount += header.frameByteCount()
        take(header, of: parser)
      }
    }
    precondition(
      frameByteCount + Int(parser.skippedByteCount) + parser.pendingByteCount == bytes.count)
    precondition(parser.frameCount == Int64(headers.count))
  }

  private mutating func take(_ header: SerialFrameHeader, of parser: borrowing SerialFrameParser) {
    precondition(header.frameByteCount() <= SerialFrameHeader.largestFrameByteCount)
    precondition((1...16).contains(header.channelCount) && (1...255).contains(header.sampleCount))
    var samples = [Int32](repeating: 0, count: header.channelCount * header.sampleCount)
    var span = samples.mutableSpan
    parser.copySamples(
      of: header, from: 0, count: header.sampleCount, channelCount: header.channelCount,
      into: &span)
    headers.append(header)
    counts += samples
  }
}
