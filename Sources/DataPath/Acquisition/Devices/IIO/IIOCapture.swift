internal import CLinux
import SeismicTypes

/// A device that delivers: its buffer, and where the next frame stands in it.
final class IIOCapture {
  private let buffer: IIOBuffer
  private let elements: [ScanElement]
  private let zeros: [Int64]
  private let stampElement: ScanElement?
  private let stampClock: StampClock
  private let watermarkSamples: Int
  private let periodNanoseconds: Int64
  /// How much time the kernel's queue can take in before frames are lost.
  private let queueNanoseconds: Int64
  private let answerTimeoutNanoseconds: Int64

  private var layout: ScanLayout?
  private var nextByte = 0
  private var endByte = 0
  private var fetchedAt = clinux_raw_nanoseconds()
  private var stamps = StampSequence()
  /// Frames are missing before the next one; how many, only the time can tell.
  private var followsLoss = false
  /// A failure that came behind frames which had to be handed out first.
  private var pendingFault: DeviceFault?

  init(_ setup: IIOSetup) throws(AcquisitionError) {
    let parameters = setup.parameters
    let buffer = try IIOBuffer(
      of: setup.device, in: setup.context, frames: parameters.watermarkSamples,
      queueBlocks: parameters.queueBlocks)
    self.buffer = buffer
    elements = setup.elements
    zeros = setup.elements.map { $0.readZero() }
    stampElement = setup.stampElement
    stampClock = parameters.chosenStampClock
    watermarkSamples = parameters.watermarkSamples
    periodNanoseconds = parameters.sampleRate.nanoseconds(ofSamples: 1)
    queueNanoseconds =
      periodNanoseconds * Int64(parameters.watermarkSamples) * Int64(parameters.queueBlocks)
    answerTimeoutNanoseconds = Int64(parameters.timeoutMilliseconds) * 1_000_000
  }

  /// Waits for frames and copies as many as are there and fit.
  func read(into counts: inout MutableSpan<Int32>, timeoutMilliseconds: Int32) -> DeviceRead {
    let capacity = counts.count / elements.count
    var frameCount = 0
    var lostFrameCount: Int64? = 0
    while frameCount < capacity, pendingFault == nil {
      if nextByte >= endByte {
        // Across the network a second fetch would wait for frames that are not there yet.
        if frameCount > 0 && !buffer.canWait { break }
        guard fetch(timeoutMilliseconds: frameCount > 0 ? 0 : timeoutMilliseconds) else { break }
      }
      if followsLoss {
        if frameCount > 0 { break }
        lostFrameCount = nil
        followsLoss = false
      }
      frameCount += copy(
        into: &counts, from: frameCount, upTo: capacity, isAfterLoss: lostFrameCount == nil)
    }
    guard frameCount > 0 else {
      guard let pendingFault else { return .nothing }
      return .failed(pendingFault)
    }
    return .block(
      DeviceBlock(
        frameCount: frameCount, newestFrameRawNanoseconds: newestRawNanoseconds,
        isDriverStamped: stampElement != nil, lostFrameCount: lostFrameCount))
  }

  private var newestRawNanoseconds: Int64 {
    stampElement == nil ? fetchedAt : stamps.newest &+ stampClock.nanosecondsToRaw
  }
}

extension IIOCapture {
  /// Fetches frames into libiio's buffer.
  ///
  /// - Returns: Whether there are some; where not, a failure stands in `pendingFault`.
  private func fetch(timeoutMilliseconds: Int32) -> Bool {
    if buffer.canWait {
      let ready = buffer.wait(milliseconds: timeoutMilliseconds)
      if ready < 0 { pendingFault = SystemError.fault(ofCode: ready) }
      guard ready > 0 else { return false }
    }
    let askedAt = clinux_raw_nanoseconds()
    let result = buffer.refill()
    let now = clinux_raw_nanoseconds()
    guard result >= 0 else {
      pendingFault = fault(
        ofCode: Int32(truncatingIfNeeded: result), waitedNanoseconds: now - askedAt)
      return false
    }
    guard let found = layoutOfFetched(), isWhole(byteCount: Int(result), step: found.step) else {
      pendingFault = .nonsense
      return false
    }
    layout = found
    if stampElement == nil && now - fetchedAt > queueNanoseconds { followsLoss = true }
    fetchedAt = now
    nextByte = 0
    endByte = Int(result)
    return true
  }

  /// What a failed refill means; nil where only nothing was there.
  private func fault(ofCode code: Int32, waitedNanoseconds: Int64) -> DeviceFault? {
    if code == SystemError.tryAgain { return nil }
    // libiio says broken pipe where an answer did not come in time, and an iiod is asked to give up
    // after half of the time.
    if code == SystemError.brokenPipe && waitedNanoseconds >= answerTimeoutNanoseconds / 2 {
      return .stalled
    }
    return SystemError.fault(ofCode: code)
  }

  private func isWhole(byteCount: Int, step: Int) -> Bool {
    byteCount > 0 && byteCount % step == 0 && byteCount / step <= watermarkSamples
  }

  /// Where the elements stand in what was fetched; nil where a channel is not in it.
  ///
  /// Another client of an iiod can have enabled more channels, which changes the scans.
  private func layoutOfFetched() -> ScanLayout? {
    let step = buffer.step
    let stampOffset = stampElement.map { buffer.offset(of: $0.channel) } ?? 0
    if let layout, layout.step == step, layout.stampOffset == stampOffset { return layout }
    return ScanLayout(
      step: step, formats: elements.map { $0.format },
      offsets: elements.map {
        buffer.offset(of: $0.channel) + $0.repetition * $0.format.byteCount
      },
      zeros: zeros, stampFormat: stampElement.map { $0.format }, stampOffset: stampOffset)
  }

  /// Copies frames until the memory is full, the fetched ones are used up or frames are missing
  /// before the next one.
  ///
  /// - Returns: How many frames were copied.
  private func copy(
    into counts: inout MutableSpan<Int32>, from first: Int, upTo capacity: Int, isAfterLoss: Bool
  ) -> Int {
    guard let layout else { return 0 }
    // The memory is libiio's and stays until the next refill; the bytes are what it said it holds.
    let fetched = unsafe buffer.frames(byteCount: endByte)
    let bytes = unsafe fetched.span
    guard bytes.count == endByte else {
      pendingFault = .nonsense
      return 0
    }
    var position = first
    while nextByte < endByte, position < capacity {
      if stampElement != nil {
        let stamp = layout.stamp(in: bytes, at: nextByte)
        let isJudged = position > first || !isAfterLoss
        if isJudged && followsLossBefore(stamp) { break }
        stamps.accept(stamp)
      }
      layout.unpack(bytes, at: nextByte, into: &counts, at: position * layout.channelCount)
      nextByte += layout.step
      position += 1
    }
    return position - first
  }

  /// Whether a stamp lies within a day of now, which one of another clock does not.
  private func isNear(_ stamp: Int64) -> Bool {
    let raw = stamp.addingReportingOverflow(stampClock.nanosecondsToRaw)
    let distance = raw.partialValue.subtractingReportingOverflow(clinux_raw_nanoseconds())
    return !raw.overflow && !distance.overflow
      && distance.partialValue.magnitude < 86_400_000_000_000
  }

  /// Whether frames are missing before the one with this stamp, or its stamp makes no sense.
  private func followsLossBefore(_ stamp: Int64) -> Bool {
    if !stamps.hasStarted && !isNear(stamp) {
      pendingFault = .nonsense
      return true
    }
    switch stamps.judge(stamp, periodNanoseconds: periodNanoseconds) {
    case .next: return false
    case .afterLoss: followsLoss = true
    case .absurd: pendingFault = .nonsense
    case .backward:
      // Only the clock that people and NTP set may step back.
      if stampClock == .realtime { followsLoss = true } else { pendingFault = .nonsense }
    }
    return true
  }
}
