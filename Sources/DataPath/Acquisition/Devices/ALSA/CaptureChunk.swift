/// One read of a sound card on its way to station frames: bytes, counts of the converter, decimator.
struct CaptureChunk {
  var decimator: Decimator
  /// As libasound gives them, shape [frames][channels].
  var bytes: [UInt8]
  private var counts: [Int32]
  private let format: PCMFormat
  private let channelCount: Int
  /// The most frames of one read.
  let frameCapacity: Int

  init(_ decimator: Decimator, format: PCMFormat, channelCount: Int, frameCapacity: Int) {
    self.decimator = decimator
    self.format = format
    self.channelCount = channelCount
    self.frameCapacity = frameCapacity
    counts = Array(repeating: 0, count: frameCapacity * channelCount)
    bytes = Array(repeating: 0, count: counts.count * format.byteCount)
  }

  /// Decimates frames that stand in `bytes`.
  ///
  /// - Parameters:
  ///   - frameCount: How many there are.
  ///   - output: Receives station frames from its beginning on.
  /// - Returns: How many station frames that gave.
  mutating func decimate(_ frameCount: Int, into output: inout MutableSpan<Int32>) -> Int {
    Self.unpack(bytes, count: frameCount * channelCount, as: format, into: &counts)
    return Self.decimate(
      counts, stride: channelCount, frameCount: frameCount, with: &decimator, into: &output)
  }

  // Spans of a whole array at a time: their lifetimes would hold on to all of `self` above.

  private static func unpack(
    _ bytes: [UInt8], count: Int, as format: PCMFormat, into counts: inout [Int32]
  ) {
    var unpacked = counts.mutableSpan
    format.unpack(bytes.span, count: count, into: &unpacked)
  }

  private static func decimate(
    _ counts: [Int32], stride: Int, frameCount: Int, with decimator: inout Decimator,
    into output: inout MutableSpan<Int32>
  ) -> Int {
    decimator.process(
      counts.span, stride: stride, frameCount: frameCount, into: &output, at: 0)
  }
}
