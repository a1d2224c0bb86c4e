internal import Acquisition
internal import CLinux
package import SeismicTypes
package import StationConfiguration
internal import StationRuntime

/// Reads a live sensor through the station's own driver for as long as a calibration needs it.
package struct LiveCounts {
  private let source: SourceDescription
  private let device: LiveDevice
  private static let longestWaitMilliseconds: Int32 = 200
  /// A sensor that says nothing for so long is given up.
  private static let patienceNanoseconds: Int64 = 30_000_000_000

  /// - Parameter source: A source of the board with a live driver.
  /// - Throws: `CalibrationError` where it has none or its settings are wrong.
  package init(_ source: SourceDescription) throws(CalibrationError) {
    self.source = source
    let opened: OpenedSource
    do throws(StationError) {
      opened = try OpenedSource(source)
    } catch {
      throw CalibrationError(error.message)
    }
    guard case .live(let device) = opened.origin else {
      throw CalibrationError(
        "source \(source.name) is no live sensor, expected --input with its recordings")
    }
    self.device = device
  }

  package var sampleRate: SampleRate { device.sampleRate }

  /// What a block came to, for whoever waits for the next.
  package struct Arrival: Sendable {
    /// How long after its newest frame the block was in hand, group delay included.
    package var latencyNanoseconds: Int64
  }

  /// Reads until told to stop, and gives what came without a gap.
  ///
  /// - Parameters:
  ///   - restartsAfterGap: Whether a gap begins the series anew; otherwise it is refused.
  ///   - isDone: Asked after every block with all counts so far.
  /// - Returns: The counts, channels in the order of the source's.
  /// - Throws: `CalibrationError` where the sensor fails, and what `isDone` throws.
  package func read(
    restartsAfterGap: Bool, until isDone: (CountSeries, Arrival) throws(CalibrationError) -> Bool
  ) throws(CalibrationError) -> CountSeries {
    var live = LiveSource(
      device: device, samplesPerBlock: source.samplesPerBlock,
      groupDelayNanoseconds: source.groupDelayNanoseconds, now: clinux_raw_nanoseconds())
    defer { live.close() }
    var block = [Int32](repeating: 0, count: source.samplesPerBlock * source.channelCount)
    var series = CountSeries(
      start: Timestamp(nanoseconds: 0), sampleRate: device.sampleRate,
      counts: source.channels.map { _ in [] })
    var heardAt = clinux_raw_nanoseconds()
    var lastFault = "it sends nothing"
    while true {
      var span = block.mutableSpan
      let turn = live.turn(
        into: &span, timeoutMilliseconds: Self.longestWaitMilliseconds,
        clock: { ClockReading.now() })
      let now = clinux_raw_nanoseconds()
      switch turn {
      case .block(let place, let frameCount):
        if place.isBroken && series.sampleCount > 0 {
          try refuseGap(restartsAfterGap, series, place)
          series.counts = source.channels.map { _ in [] }
        }
        if series.sampleCount == 0 { series.start = place.startTime }
        append(block, frameCount, to: &series)
        heardAt = now
        let newest =
          place.startRawNanoseconds
          + device.sampleRate.nanoseconds(ofSamples: Int64(frameCount - 1))
        if try isDone(series, Arrival(latencyNanoseconds: now - newest)) { return series }
      case .pause(let nanoseconds):
        clinux_sleep_until(
          clinux_monotonic_nanoseconds()
            + min(nanoseconds, Int64(Self.longestWaitMilliseconds) * 1_000_000))
      case .notOpened(let error): lastFault = error.message
      case .failed(let fault): lastFault = "\(fault)"
      case .opened, .nothing: break
      }
      guard now - heardAt < Self.patienceNanoseconds else {
        throw CalibrationError("source \(source.name) does not deliver: \(lastFault)")
      }
    }
  }

  private func refuseGap(
    _ isAllowed: Bool, _ series: CountSeries, _ place: BlockPlacement
  ) throws(CalibrationError) {
    guard !isAllowed else { return }
    throw CalibrationError(
      "the sensor lost \(place.missingSampleCount) samples",
      at: TimeSpan(start: series.time(ofSample: series.sampleCount), end: place.startTime))
  }

  private func append(_ block: [Int32], _ frameCount: Int, to series: inout CountSeries) {
    for (position, channel) in source.channels.enumerated() {
      for frame in 0..<frameCount {
        series.counts[position].append(
          Double(block[frame * source.channelCount + channel.index]))
      }
    }
  }
}
