/// Finds the frames of a serial digitizer in a stream of bytes, whatever stands between them.
///
/// Memory and work are bounded: 4 KiB are held, a byte is looked at once as a possible beginning, and
/// a beginning must agree with its own check of 16 bits before the frame's length is believed. After
/// damage the search goes on at the byte behind the false beginning, so that no whole frame is lost.
package struct SerialFrameParser: ~Copyable, Sendable {
  private var bytes: InlineArray<4096, UInt8>
  /// The bytes not yet taken: bytes[start..<end].
  private var start = 0
  private var end = 0
  /// Where the newest frame begins.
  private var frameStart = 0
  private let crc: CRC32C
  /// Bytes that belong to no frame.
  package private(set) var skippedByteCount: Int64 = 0
  /// Frames whose beginning was right and whose check was not.
  package private(set) var damagedFrameCount: Int64 = 0
  package private(set) var frameCount: Int64 = 0

  package init() {
    bytes = InlineArray(repeating: 0)
    crc = CRC32C()
  }

  /// Adds bytes of the line; call `next()` until it gives nothing before adding more.
  ///
  /// - Parameters:
  ///   - newBytes: Where they stand.
  ///   - count: How many, at most 2048; of more, the first ones that find room are taken.
  /// - Returns: The number of bytes taken.
  @_noAllocation @_noLocks
  package mutating func append(_ newBytes: Span<UInt8>, count: Int) -> Int {
    makeRoom(for: count)
    var limit = 4096 &- end
    if count < limit { limit = count }
    if newBytes.count < limit { limit = newBytes.count }
    var taken = 0
    while taken < limit {
      bytes[end] = newBytes[taken]
      end &+= 1
      taken &+= 1
    }
    return taken
  }

  /// The next whole frame, whose samples `copySamples` then gives; nil when more bytes are needed.
  @_noAllocation @_noLocks
  package mutating func next() -> SerialFrameHeader? {
    while findSync() {
      guard let header = header() else {
        skipByte()
        continue
      }
      guard end &- start >= header.frameByteCount() else { return nil }
      guard isWhole(header) else {
        damagedFrameCount &+= 1
        skipByte()
        continue
      }
      frameStart = start
      start &+= header.frameByteCount()
      frameCount &+= 1
      return header
    }
    return nil
  }

  /// Bytes that came behind the newest frame's last one.
  package var pendingByteCount: Int { @_noAllocation @_noLocks get { end &- start } }

  /// Copies samples of the newest frame; only between the `next()` that gave it and the next call.
  ///
  /// - Parameters:
  ///   - header: What `next()` gave.
  ///   - firstSample: The first instant to copy.
  ///   - count: How many instants.
  ///   - channelCount: How many of the frame's channels to copy, the first ones.
  ///   - counts: Receives them, shape [count][channelCount].
  @_noAllocation @_noLocks
  package func copySamples(
    of header: SerialFrameHeader, from firstSample: Int, count: Int, channelCount: Int,
    into counts: inout MutableSpan<Int32>
  ) {
    let instantByteCount = header.channelCount &* header.sampleByteCount
    var instant = frameStart &+ SerialFrameHeader.byteCount &+ firstSample &* instantByteCount
    var index = 0
    let end = count &* channelCount
    guard channelCount <= header.channelCount, end <= counts.count else { return }
    while index < end {
      var position = instant
      let next = index &+ channelCount
      while index < next {
        counts[index] = sample(at: position, byteCount: header.sampleByteCount)
        position &+= header.sampleByteCount
        index &+= 1
      }
      instant &+= instantByteCount
    }
  }

  /// Forgets what has come, as after the line was opened again; the totals stay.
  package mutating func reset() {
    start = 0
    end = 0
  }
}

extension SerialFrameParser {
  /// Moves what is left to the front when the new bytes would not fit behind it.
  @_noAllocation @_noLocks
  private mutating func makeRoom(for count: Int) {
    guard end &+ count > 4096, start > 0 else { return }
    var index = 0
    while start &+ index < end {
      bytes[index] = bytes[start &+ index]
      index &+= 1
    }
    start = 0
    end = index
  }

  /// Skips to what may be a frame's beginning; false when its header has not come.
  @_noAllocation @_noLocks
  private mutating func findSync() -> Bool {
    while start < end {
      if bytes[start] == SerialFrameHeader.firstSync {
        if end &- start < 2 { return false }
        if bytes[start &+ 1] == SerialFrameHeader.secondSync {
          return end &- start >= SerialFrameHeader.byteCount
        }
      }
      skipByte()
    }
    return false
  }

  @_noAllocation @_noLocks
  private mutating func skipByte() {
    start &+= 1
    skippedByteCount &+= 1
  }

  /// The header at `start`, or nil when it is none.
  @_noAllocation @_noLocks
  private func header() -> SerialFrameHeader? {
    let format = bytes[start &+ 3]
    let channelCount = Int(bytes[start &+ 4])
    let sampleCount = Int(bytes[start &+ 5])
    guard bytes[start &+ 2] == SerialFrameHeader.version, format < 8, sampleCount >= 1,
      channelCount >= 1, channelCount <= 16, headerCheck() == word16(at: start &+ 16)
    else { return nil }
    var header = SerialFrameHeader(
      sampleByteCount: format & SerialFrameHeader.wideSamples == 0 ? 3 : 4,
      channelCount: channelCount, sampleCount: sampleCount, sequence: word16(at: start &+ 6),
      sampleCounter: word32(at: start &+ 8), deviceTimeMicroseconds: nil,
      isFirst: format & SerialFrameHeader.first != 0)
    if format & SerialFrameHeader.deviceTime != 0 {
      header.deviceTimeMicroseconds = word32(at: start &+ 12)
    }
    return header.frameByteCount() <= SerialFrameHeader.largestFrameByteCount ? header : nil
  }

  /// The lower half of the CRC-32C of the header behind the sync bytes.
  @_noAllocation @_noLocks
  private func headerCheck() -> UInt16 {
    UInt16(truncatingIfNeeded: CRC32C.check(register(from: start &+ 2, to: start &+ 16)))
  }

  @_noAllocation @_noLocks
  private func isWhole(_ header: SerialFrameHeader) -> Bool {
    let checkStart = start &+ header.frameByteCount() &- SerialFrameHeader.checkByteCount
    return CRC32C.check(register(from: start &+ 2, to: checkStart)) == word32(at: checkStart)
  }

  @_noAllocation @_noLocks
  private func register(from first: Int, to end: Int) -> UInt32 {
    var register = CRC32C.start
    var index = first
    while index < end {
      register = crc.register(register, after: bytes[index])
      index &+= 1
    }
    return register
  }

  @_noAllocation @_noLocks
  private func word16(at index: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: bytes[index]) | UInt16(truncatingIfNeeded: bytes[index &+ 1]) &<< 8
  }

  @_noAllocation @_noLocks
  private func word32(at index: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: word16(at: index))
      | UInt32(truncatingIfNeeded: word16(at: index &+ 2)) &<< 16
  }

  /// A sample in two's complement, its sign carried to 32 bits.
  @_noAllocation @_noLocks
  private func sample(at index: Int, byteCount: Int) -> Int32 {
    let low = UInt32(truncatingIfNeeded: word16(at: index))
    if byteCount == 4 { return Int32(bitPattern: word32(at: index)) }
    let word = low &<< 8 | UInt32(truncatingIfNeeded: bytes[index &+ 2]) &<< 24
    return Int32(bitPattern: word) &>> 8
  }
}
