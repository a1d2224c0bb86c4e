import CLinux
package import SeismicTypes

/// A microcontroller with an analogue-to-digital converter on a serial line.
///
/// It speaks the frames of <doc:SerialDigitizerProtocol>. One thread uses it; `read` allocates
/// nothing.
package final class SerialDevice: SensorDevice {
  private let parameters: Parameters
  private var line: SerialLine
  private var parser = SerialFrameParser()
  private var count = SerialFrameCount()
  private var stamps: SerialStamps
  private var chunk = [UInt8](repeating: 0, count: 1024)
  private var chunkRawNanoseconds: Int64 = 0
  /// The frame being handed out, and how many of its instants have been.
  private var frame: SerialFrameHeader?
  private var deliveredSampleCount = 0
  private var frameNewestRawNanoseconds: Int64 = 0
  private var frameLostCount: Int64? = 0
  private var hasBeenOpen = false
  /// Whether the next frame is the first one after the line was opened again.
  private var isReopened = false
  /// Bytes skipped when the newest frame came.
  private var skippedAtFrame: Int64 = 0

  /// Bytes without a frame that say that this is no digitizer, or not at this rate.
  private static let mostSkippedByteCount: Int64 = 8192

  /// Checks the settings; touches no device.
  package init(_ parameters: Parameters) throws(AcquisitionError) {
    try parameters.check()
    self.parameters = parameters
    line = SerialLine(path: parameters.path, baud: parameters.baud)
    stamps = SerialStamps(parameters)
  }

  /// Opens the line and sets it; also after `close()`.
  package func open() throws(AcquisitionError) {
    try line.open()
    parser.reset()
    frame = nil
    skippedAtFrame = parser.skippedByteCount
    isReopened = hasBeenOpen
    hasBeenOpen = true
  }

  /// What was set and read back.
  package var facts: [String] {
    line.facts + ["samples are stamped " + stamps.words]
  }

  package var sampleRate: SampleRate { parameters.sampleRate }

  /// What a digitizer needs before it sends is the board file's to know.
  package var delayNanoseconds: Int64 { 0 }

  /// Bytes that belong to no frame, and frames whose check failed, since the start.
  package var damage: (skippedByteCount: Int64, damagedFrameCount: Int64) {
    (parser.skippedByteCount, parser.damagedFrameCount)
  }

  /// Waits for the next frame and copies what fits of it.
  ///
  /// - Parameters:
  ///   - counts: Receives the samples, shape [frames][channelCount].
  ///   - timeoutMilliseconds: The longest wait.
  /// - Returns: A block, nothing, or why the device failed.
  package func read(
    into counts: inout MutableSpan<Int32>, timeoutMilliseconds: Int32
  ) -> DeviceRead {
    if frame != nil { return deliver(into: &counts) }
    let deadline = clinux_monotonic_nanoseconds() + Int64(timeoutMilliseconds) * 1_000_000
    while true {
      if let read = parse(into: &counts) { return read }
      let wait = max(0, deadline - clinux_monotonic_nanoseconds())
      let received = receive(timeoutMilliseconds: Int32(clamping: (wait + 999_999) / 1_000_000))
      if received < 0 { return .failed(DeviceFault(errno: received)) }
      if received == 0 { return .nothing }
      if wait == 0 { return parse(into: &counts) ?? .nothing }
    }
  }

  /// Closes the line.
  package func close() { line.close() }
}

extension SerialDevice {
  /// Takes what has come: the next frame's block, or nil when more bytes are needed.
  private func parse(into counts: inout MutableSpan<Int32>) -> DeviceRead? {
    while let header = parser.next() {
      guard header.channelCount >= parameters.channelCount else { return .failed(.nonsense) }
      if take(header) { return deliver(into: &counts) }
    }
    let skipped = parser.skippedByteCount - skippedAtFrame
    return skipped < Self.mostSkippedByteCount ? nil : .failed(.nonsense)
  }

  private func receive(timeoutMilliseconds: Int32) -> Int {
    var bytes = chunk.mutableSpan
    let count = line.read(
      into: &bytes, timeoutMilliseconds: timeoutMilliseconds,
      rawNanoseconds: &chunkRawNanoseconds)
    // The parser holds less than a frame now, so the chunk fits.
    guard count > 0 else { return count }
    let received = chunk
    _ = parser.append(received.span, count: count)
    return count
  }

  /// Puts a frame in its place and time; false when it is a repeat.
  private func take(_ header: SerialFrameHeader) -> Bool {
    skippedAtFrame = parser.skippedByteCount
    let place = count.place(header)
    if place == .repeated { return false }
    let before = frameNewestRawNanoseconds
    frameNewestRawNanoseconds = stamps.stamp(
      header, readAt: chunkRawNanoseconds, pendingByteCount: parser.pendingByteCount)
    frameLostCount = lostCount(place, header, sinceRawNanoseconds: before)
    if frameLostCount == nil {
      stamps.restart()
      frameNewestRawNanoseconds = stamps.stamp(
        header, readAt: chunkRawNanoseconds, pendingByteCount: parser.pendingByteCount)
    }
    isReopened = false
    frame = header
    deliveredSampleCount = 0
    return true
  }

  /// What was lost before a frame, or nil where its counter does not tell.
  ///
  /// A digitizer that was without power counts from zero again, maybe past where it was: after the
  /// line was opened again its counter is believed where time has gone on as far.
  private func lostCount(
    _ place: SerialFrameCount.Place, _ header: SerialFrameHeader,
    sinceRawNanoseconds before: Int64
  ) -> Int64? {
    guard case .following(let lostSampleCount) = place else { return nil }
    guard isReopened else { return lostSampleCount }
    let counted = parameters.sampleRate.nanoseconds(
      ofSamples: lostSampleCount + Int64(header.sampleCount))
    let difference = abs(frameNewestRawNanoseconds - before - counted)
    return difference < 100_000_000 + counted / 1000 ? lostSampleCount : nil
  }

  /// Hands out the frame, or as much of it as there is room for.
  private func deliver(into counts: inout MutableSpan<Int32>) -> DeviceRead {
    guard let header = frame else { return .nothing }
    let room = counts.count / parameters.channelCount
    let sampleCount = min(room, header.sampleCount - deliveredSampleCount)
    guard sampleCount > 0 else { return .failed(.nonsense) }
    parser.copySamples(
      of: header, from: deliveredSampleCount, count: sampleCount,
      channelCount: parameters.channelCount, into: &counts)
    deliveredSampleCount += sampleCount
    let remaining = Int64(header.sampleCount - deliveredSampleCount)
    let block = DeviceBlock(
      frameCount: sampleCount,
      newestFrameRawNanoseconds: frameNewestRawNanoseconds
        - parameters.sampleRate.nanoseconds(ofSamples: remaining),
      isDriverStamped: stamps.isDriverStamped(), lostFrameCount: frameLostCount)
    frameLostCount = 0
    if remaining == 0 { frame = nil }
    return .block(block)
  }
}
