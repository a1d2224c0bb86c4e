import Acquisition
import CDigitizer

/// A digitizer that encodes with the reference header.
// Safe: the bench lives and dies with the object.
@safe
final class ReferenceDigitizer {
  private let bench: OpaquePointer
  let channelCount: Int

  init(channelCount: Int = 3, isWide: Bool = false) {
    self.channelCount = channelCount
    unsafe bench = digitizer_bench_make(UInt8(channelCount), isWide ? 1 : 0)
  }

  deinit { unsafe digitizer_bench_free(bench) }

  func lose(_ sampleCount: Int) { unsafe digitizer_bench_lose(bench, UInt32(sampleCount)) }

  /// A frame of counts, shape [instants][channelCount].
  func frame(_ counts: [Int32], deviceTimeMicroseconds: UInt32? = nil) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 2048)
    let length = unsafe digitizer_bench_encode(
      bench, counts, UInt8(counts.count / channelCount),
      deviceTimeMicroseconds.map { Int64($0) } ?? -1, &bytes)
    return Array(bytes.prefix(Int(length)))
  }
}

/// A frame with its samples.
struct ParsedFrame: Equatable {
  var header: SerialFrameHeader
  var counts: [Int32]
}

/// What a parser finds in bytes that come in pieces.
func parse(_ bytes: [UInt8], pieceByteCount: Int = 64) -> [ParsedFrame] {
  var parser = SerialFrameParser()
  return parse(bytes, pieceByteCount: pieceByteCount, with: &parser)
}

func parse(
  _ bytes: [UInt8], pieceByteCount: Int = 64, with parser: inout SerialFrameParser
) -> [ParsedFrame] {
  var frames: [ParsedFrame] = []
  var position = 0
  while position < bytes.count {
    let piece = Array(bytes[position..<min(bytes.count, position + pieceByteCount)])
    precondition(parser.append(piece.span, count: piece.count) == piece.count)
    position += piece.count
    while let header = parser.next() {
      var counts = [Int32](repeating: 0, count: header.sampleCount * header.channelCount)
      var span = counts.mutableSpan
      parser.copySamples(
        of: header, from: 0, count: header.sampleCount, channelCount: header.channelCount,
        into: &span)
      frames.append(ParsedFrame(header: header, counts: counts))
    }
  }
  return frames
}

/// Numbers without pattern, the same in every run (SplitMix64).
struct RandomNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count {
      let word = next()
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
    }
    return Array(bytes.prefix(count))
  }
}
