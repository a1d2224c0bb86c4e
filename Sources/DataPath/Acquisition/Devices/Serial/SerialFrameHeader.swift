/// The first 18 bytes of a serial digitizer's frame (version 1, see <doc:SerialDigitizerProtocol>).
package struct SerialFrameHeader: BitwiseCopyable, Equatable, Sendable {
  /// Bytes of a sample: 3 or 4.
  package var sampleByteCount: Int
  /// Counts at one instant, 1…16.
  package var channelCount: Int
  /// Instants in the frame, 1…255.
  package var sampleCount: Int
  /// Grows by one from frame to frame and wraps.
  package var sequence: UInt16
  /// Number of the frame's first instant since the digitizer's start, lost ones included; wraps.
  package var sampleCounter: UInt32
  /// The digitizer's clock at the newest instant, wrapping; nil where it does not tell.
  package var deviceTimeMicroseconds: UInt32?
  /// Whether the digitizer has just started, so that its counters began anew.
  package var isFirst: Bool

  static var byteCount: Int { @_noAllocation @_noLocks get { 18 } }
  static var checkByteCount: Int { @_noAllocation @_noLocks get { 4 } }
  /// The longest frame a digitizer may send.
  package static var largestFrameByteCount: Int { @_noAllocation @_noLocks get { 2048 } }
  static var firstSync: UInt8 { @_noAllocation @_noLocks get { 0xF1 } }
  static var secondSync: UInt8 { @_noAllocation @_noLocks get { 0xB5 } }
  static var version: UInt8 { @_noAllocation @_noLocks get { 1 } }

  /// Bits of the format byte.
  static var wideSamples: UInt8 { @_noAllocation @_noLocks get { 1 } }
  static var deviceTime: UInt8 { @_noAllocation @_noLocks get { 2 } }
  static var first: UInt8 { @_noAllocation @_noLocks get { 4 } }

  @_noAllocation @_noLocks
  package init(
    sampleByteCount: Int, channelCount: Int, sampleCount: Int, sequence: UInt16,
    sampleCounter: UInt32, deviceTimeMicroseconds: UInt32?, isFirst: Bool
  ) {
    self.sampleByteCount = sampleByteCount
    self.channelCount = channelCount
    self.sampleCount = sampleCount
    self.sequence = sequence
    self.sampleCounter = sampleCounter
    self.deviceTimeMicroseconds = deviceTimeMicroseconds
    self.isFirst = isFirst
  }

  /// Bytes of the whole frame.
  @_noAllocation @_noLocks
  package func frameByteCount() -> Int {
    Self.byteCount &+ sampleCount &* channelCount &* sampleByteCount &+ Self.checkByteCount
  }
}
