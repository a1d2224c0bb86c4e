internal import CALSA
internal import CLinux
package import SeismicTypes

/// A sound card's converter as a sensor: captured by ALSA, decimated to the station's rate.
///
/// A late reader loses frames; the device is started again and the loss measured by the driver's
/// stamps, so that the station's frames keep their places in time. A card that somebody has set
/// otherwise than the board file says is given up: its calibration no longer holds, and opening it
/// again sets it right.
package final class ALSADevice: SensorDevice {
  private let parameters: Parameters
  private let decimation: Decimation
  private var chunk: CaptureChunk
  private var capture: ALSACapture?
  private var controls: ALSAControls?
  private var clock: CaptureClock

  /// When the newest frame read was taken; nil before the first one.
  private var newestFrameRawNanoseconds: Int64?
  /// Whether frames were lost since then.
  private var isAfterLoss = false
  /// Station frames lost before the next block; nil leaves that to the time.
  private var lostFrameCount: Int64?

  /// Overruns that one read mends before it gives the device up.
  private static var largestOverrunCount: Int { 3 }

  /// Checks the settings; the device is left alone.
  ///
  /// - Parameter parameters: The settings.
  /// - Throws: `AcquisitionError.deviceSetting` for what no device could do.
  package init(_ parameters: Parameters) throws(AcquisitionError) {
    let decimation = try parameters.check()
    self.parameters = parameters
    self.decimation = decimation
    let decimator = Decimator(
      decimation, channelCount: parameters.channelCount, inputBits: parameters.format.bitCount,
      fractionBits: parameters.fractionBits)
    chunk = CaptureChunk(
      decimator, format: parameters.format, channelCount: parameters.captureChannelCount,
      frameCapacity: max(parameters.periodFrames ?? decimation.factor, 4096))
    clock = CaptureClock(rateHertz: parameters.captureRateHertz, stampsAreRaw: true)
  }

  package var sampleRate: SampleRate { parameters.sampleRate }

  package var delayNanoseconds: Int64 {
    decimation.delayNanoseconds(captureRateHertz: parameters.captureRateHertz)
  }

  package func open() throws(AcquisitionError) {
    close()
    calsa_silence()
    let opened = try ALSACapture(parameters, defaultPeriodFrames: decimation.factor)
    capture = opened
    do throws(AcquisitionError) {
      try setControls(of: opened)
    } catch {
      close()
      throw error
    }
    clock = CaptureClock(
      rateHertz: parameters.captureRateHertz, stampsAreRaw: opened.settings.stamps_are_raw != 0)
    chunk.decimator.reset()
    newestFrameRawNanoseconds = nil
    isAfterLoss = false
    lostFrameCount = nil
    let result = opened.start()
    guard result >= 0 else {
      close()
      throw .deviceFailed(
        device: parameters.device, operation: "starting", reason: ALSAError.text(result))
    }
  }

  private func setControls(of capture: ALSACapture) throws(AcquisitionError) {
    guard !parameters.controls.isEmpty else { return }
    guard let card = parameters.controlCard ?? capture.cardName else {
      throw .deviceSetting(
        device: parameters.device, setting: "controls", value: "given",
        expected: "a device that belongs to a card, or the card's name in controlCard")
    }
    controls = try ALSAControls(parameters.controls, ofCard: card, device: parameters.device)
  }

  package func close() {
    controls?.close()
    controls = nil
    capture?.close()
    capture = nil
  }

  package func read(
    into counts: inout MutableSpan<Int32>, timeoutMilliseconds: Int32
  ) -> DeviceRead {
    guard let capture else { return .failed(.system(code: ALSAError.badState)) }
    if let controls, controls.haveChanged() { return .failed(.reconfigured) }
    let deadline = clinux_raw_nanoseconds() &+ Int64(timeoutMilliseconds) &* 1_000_000
    var overrunCount = 0
    while true {
      let left = max(0, deadline &- clinux_raw_nanoseconds())
      var code = capture.wait(milliseconds: Int32((left &+ 999_999) / 1_000_000))
      if code > 0 { code = take(from: capture, into: &counts) }
      if code > 0 { return .block(block(ofFrames: Int(code))) }
      if code < 0 {
        overrunCount += 1
        guard overrunCount <= Self.largestOverrunCount else { return .failed(.system(code: code)) }
        let result = mend(code, capture)
        guard result >= 0 else { return .failed(ALSAError.fault(result)) }
      }
      if clinux_raw_nanoseconds() >= deadline { return .nothing }
    }
  }

  /// Reads a chunk and decimates it; how many station frames that gave, or an error.
  private func take(from capture: ALSACapture, into counts: inout MutableSpan<Int32>) -> Int32 {
    var code: Int32 = 0
    guard let position = capture.position(&code) else { return code }
    guard position.is_running != 0 else { return ALSAError.overrun }
    let room = chunk.decimator.captureFrameCount(for: counts.count / parameters.channelCount)
    let wanted = min(Int(position.available_frames), room, chunk.frameCapacity)
    guard wanted > 0 else { return 0 }
    let frameCount = capture.read(into: &chunk.bytes, frameCount: wanted)
    guard frameCount > 0 else { return Int32(frameCount) }
    note(frameCount, at: position)
    return Int32(chunk.decimate(Int(frameCount), into: &counts))
  }

  /// Gives the frames just read their time and counts those lost before them.
  private func note(_ frameCount: Int64, at position: calsa_position) {
    // Some drivers know of frames on their way into memory; others say nothing useful.
    let onTheWay = position.delay_frames - position.available_frames
    let isPlausible = onTheWay > 0 && onTheWay <= Int64(parameters.captureRateHertz / 4)
    let queued = position.available_frames + (isPlausible ? onTheWay : 0)
    let newest = clock.time(
      stampNanoseconds: position.stamp_nanoseconds, framesBehind: queued - frameCount)
    isDriverStamped = position.stamp_nanoseconds != 0
    if isAfterLoss, let before = newestFrameRawNanoseconds {
      let first = newest &- clock.duration(ofFrames: frameCount - 1)
      skip(clock.lostFrameCount(between: before, and: first))
    }
    isAfterLoss = false
    newestFrameRawNanoseconds = newest
  }

  private var isDriverStamped = false

  /// Steps over lost capture frames, so that station frames stay where they would have been.
  private func skip(_ lost: Int64?) {
    guard let lost else {
      chunk.decimator.reset()
      lostFrameCount = nil
      return
    }
    let factor = Int64(decimation.factor)
    let reached = Int64(chunk.decimator.pendingFrameCount) + lost
    chunk.decimator.reset(pendingFrameCount: Int(reached % factor))
    if let before = lostFrameCount { lostFrameCount = before + reached / factor }
  }

  private func block(ofFrames frameCount: Int) -> DeviceBlock {
    let newest =
      (newestFrameRawNanoseconds ?? 0)
      &- clock.duration(ofFrames: Int64(chunk.decimator.pendingFrameCount))
    let block = DeviceBlock(
      frameCount: frameCount, newestFrameRawNanoseconds: newest, isDriverStamped: isDriverStamped,
      lostFrameCount: lostFrameCount)
    lostFrameCount = 0
    return block
  }

  /// Gets a capture going again that an overrun, a signal or a sleeping machine has stopped.
  ///
  /// - Returns: 0 or the error that cannot be mended.
  private func mend(_ code: Int32, _ capture: ALSACapture) -> Int32 {
    if code == ALSAError.interrupted || code == ALSAError.tryAgain { return 0 }
    if code == ALSAError.suspended {
      isAfterLoss = true
      let result = capture.resume()
      if result >= 0 || result == ALSAError.tryAgain { return 0 }
      return capture.start()
    }
    guard code == ALSAError.overrun else { return code }
    isAfterLoss = true
    return capture.start()
  }

  package var facts: [String] {
    guard let capture else { return [] }
    let settings = capture.settings
    var facts = [
      "device=\(parameters.device) format=\(parameters.format.rawValue) "
        + "rate-hertz=\(settings.rate_hertz) channels=\(settings.channel_count) "
        + "period-frames=\(settings.period_frames) buffer-frames=\(settings.buffer_frames) "
        + "stamps=\(settings.stamps_are_raw != 0 ? "monotonic_raw" : "monotonic")",
      "decimation=\(decimation.factor) delay-us=\(delayNanoseconds / 1000)",
    ]
    if let corner = parameters.lowCornerMicrohertz {
      facts.append(
        "coupling: below \(SampleRate(microhertz: corner).hertzText) Hz the converter sees too "
          + "little, displacement and periods of slower waves are too small")
    }
    return facts + (controls?.facts ?? [])
  }
}
