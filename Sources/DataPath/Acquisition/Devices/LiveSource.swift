internal import SeismicTypes

/// A device under supervision: it is opened, read, closed and opened again, and its blocks stand on
/// one time line through all of it.
///
/// The caller's thread takes turns; every turn reads the clocks by a function, so that tests bring
/// their own time.
package struct LiveSource<Device: SensorDevice>: ~Copyable {
  /// What a turn came to.
  package enum Turn {
    /// The device is to be left alone for this long.
    case pause(nanoseconds: Int64)
    case opened
    case notOpened(AcquisitionError)
    case block(BlockPlacement, frameCount: Int)
    case nothing
    /// The device has been closed.
    case failed(DeviceFault)
  }

  /// A stamp this much before the one before it is no stamp.
  private static var largestReturn: Int64 { 1_000_000_000 }
  /// Nor is one this much after it, where far less time has passed; test doubles run ahead of time.
  private static var largestLead: Int64 { 3_600_000_000_000 }
  private static var largestSpeed: Int64 { 100 }
  /// A device that insists on its stamps through so many openings may be right after all.
  private static var mostRefusals: Int { 6 }

  private let device: Device
  private let samplesPerBlock: Int
  private var supervisor: DeviceSupervisor
  private var timeline: SourceTimeline
  private var newestStamp: Int64?
  private var refusedStampCount = 0
  private var heardAt: Int64 = 0
  private var isInterruptionDue = false

  /// - Parameters:
  ///   - device: The device, not open yet.
  ///   - samplesPerBlock: How many frames a read gives at most.
  ///   - groupDelayNanoseconds: The sensor's, beside that of the driver's own filters.
  ///   - now: The instant, on CLOCK_MONOTONIC_RAW.
  package init(device: Device, samplesPerBlock: Int, groupDelayNanoseconds: Int64, now: Int64) {
    self.device = device
    self.samplesPerBlock = samplesPerBlock
    let rate = device.sampleRate
    supervisor = DeviceSupervisor(
      blockNanoseconds: rate.nanoseconds(ofSamples: Int64(samplesPerBlock)), now: now)
    timeline = SourceTimeline(
      sampleRate: rate, delayNanoseconds: groupDelayNanoseconds + device.delayNanoseconds)
  }

  package var state: DeviceSupervisor.State { supervisor.state }
  /// A silence longer than this is a stall.
  package var stallNanoseconds: Int64 { supervisor.stallNanoseconds }
  package var rate: RateReport { timeline.rate }
  package var facts: [String] { device.facts }

  /// Opens the device if it is due, or waits for its next block.
  ///
  /// - Parameters:
  ///   - counts: Receives a block's counts.
  ///   - timeoutMilliseconds: How long a read waits at most.
  ///   - clock: Reads the clocks.
  /// - Returns: What it came to.
  package mutating func turn(
    into counts: inout MutableSpan<Int32>, timeoutMilliseconds: Int32, clock: () -> ClockReading
  ) -> Turn {
    guard supervisor.isOpen else { return open(clock) }
    switch device.read(into: &counts, timeoutMilliseconds: timeoutMilliseconds) {
    case .block(let block):
      let now = clock()
      return isSense(block, at: now.rawNanoseconds)
        ? take(block, at: now) : fail(.nonsense, at: now)
    case .nothing:
      let now = clock()
      return supervisor.hasStalled(at: now.rawNanoseconds) ? fail(.stalled, at: now) : .nothing
    case .failed(let fault):
      return fail(fault, at: clock())
    }
  }

  /// Whether the source has just been silent for so long that its open event must end; true once.
  package mutating func takeInterruption(at now: Int64) -> Bool {
    guard isInterruptionDue,
      now - heardAt > max(DeviceSupervisor.interruptionNanoseconds, stallNanoseconds)
    else { return false }
    isInterruptionDue = false
    return true
  }

  /// Gives the device back for good.
  package mutating func close() { device.close() }

  private mutating func open(_ clock: () -> ClockReading) -> Turn {
    let pause = supervisor.pause(at: clock().rawNanoseconds)
    guard pause == 0 else { return .pause(nanoseconds: pause) }
    do throws(AcquisitionError) {
      try device.open()
    } catch {
      supervisor.noteClosed(as: .failed, at: clock().rawNanoseconds)
      return .notOpened(error)
    }
    supervisor.noteOpened(at: clock().rawNanoseconds)
    timeline.noteReopened()
    return .opened
  }

  private mutating func isSense(_ block: DeviceBlock, at now: Int64) -> Bool {
    guard block.frameCount > 0, block.frameCount <= samplesPerBlock else { return false }
    if isPlausible(block.newestFrameRawNanoseconds, at: now) { return true }
    refusedStampCount += 1
    return refusedStampCount > Self.mostRefusals
  }

  private func isPlausible(_ stamp: Int64, at now: Int64) -> Bool {
    guard let newestStamp else { return true }
    let (lead, isAbsurd) = stamp.subtractingReportingOverflow(newestStamp)
    guard !isAbsurd, lead > -Self.largestReturn else { return false }
    return lead / Self.largestSpeed < Self.largestLead / Self.largestSpeed + (now - heardAt)
  }

  private mutating func take(_ block: DeviceBlock, at now: ClockReading) -> Turn {
    supervisor.noteBlock(at: now.rawNanoseconds)
    newestStamp = block.newestFrameRawNanoseconds
    heardAt = now.rawNanoseconds
    isInterruptionDue = true
    refusedStampCount = 0
    return .block(timeline.place(block, at: now), frameCount: block.frameCount)
  }

  private mutating func fail(_ fault: DeviceFault, at now: ClockReading) -> Turn {
    device.close()
    supervisor.noteClosed(
      as: fault == .stalled ? .stalled : .failed, at: now.rawNanoseconds)
    return .failed(fault)
  }
}
