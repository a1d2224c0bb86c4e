internal import Acquisition
internal import CLinux
package import SeismicTypes
package import StationConfiguration

/// A source whose files have been opened, with what they turned out to be.
///
/// Devices are left alone: their own threads open them, so that a missing sensor stops no station.
package struct OpenedSource: Sendable {
  /// As the board describes it, with the channels in the order of the feed's frames.
  package let description: SourceDescription
  package let origin: SourceOrigin
  package let sampleRate: SampleRate
  /// 1000 is real time, 0 as fast as the station keeps up.
  package let speedThousandths: Int64
  /// The time of the first sample; of a sensor, when the plan was made.
  package let startTime: Timestamp
  /// What the operator should know, such as gaps of a recording.
  package let remarks: [String]

  /// Opens the source of a board.
  package init(_ source: SourceDescription) throws(StationError) {
    switch source.driver {
    case .miniseed(let settings):
      self = try Self.recording(source, settings)
    case .synthetic(let settings):
      self = try Self.synthetic(source, settings)
    case .iio(let settings):
      let parameters = try source.parameters(settings)
      do throws(AcquisitionError) {
        self.init(source, live: .iio(try IIODevice(parameters)))
      } catch {
        throw .acquisition(source: source.name, error)
      }
    case .alsa(let settings):
      let parameters = try source.parameters(settings)
      do throws(AcquisitionError) {
        self.init(source, live: .alsa(try ALSADevice(parameters)))
      } catch {
        throw .acquisition(source: source.name, error)
      }
    case .serial(let settings):
      let parameters = try source.parameters(settings)
      do throws(AcquisitionError) {
        self.init(source, live: .serial(try SerialDevice(parameters)))
      } catch {
        throw .acquisition(source: source.name, error)
      }
    }
  }

  private init(
    description: SourceDescription, origin: SourceOrigin, sampleRate: SampleRate,
    speedThousandths: Int64, startTime: Timestamp, remarks: [String]
  ) {
    self.description = description
    self.origin = origin
    self.sampleRate = sampleRate
    self.speedThousandths = speedThousandths
    self.startTime = startTime
    self.remarks = remarks
  }

  /// A sensor, whose own thread will open its device.
  ///
  /// - Parameters:
  ///   - source: The source of the board.
  ///   - device: Its driver, made with the source's settings.
  init(_ source: SourceDescription, live device: LiveDevice) {
    description = source
    origin = .live(device)
    sampleRate = device.sampleRate
    speedThousandths = 1000
    startTime = Timestamp(nanoseconds: clinux_realtime_nanoseconds())
    remarks = []
  }

  private static func recording(
    _ source: SourceDescription, _ settings: RecordingSettings
  ) throws(StationError) -> OpenedSource {
    guard !settings.files.isEmpty else {
      throw .input("source \(source.name): files is empty, expected the recording's path")
    }
    let recording = try open(source, settings)
    var timeBase = RecordingReader.TimeBase.recorded
    var startTime = recording.startTime
    if settings.timeBase == .now {
      startTime = Timestamp(nanoseconds: clinux_realtime_nanoseconds())
      timeBase = .startingAt(startTime)
    }
    return OpenedSource(
      description: try source.matching(recording),
      origin: .played(.recording(RecordingReader(recording, timeBase: timeBase))),
      sampleRate: recording.sampleRate,
      speedThousandths: Int64((settings.speedFactor * 1000).rounded()),
      startTime: startTime, remarks: remarks(on: recording))
  }

  private static func open(
    _ source: SourceDescription, _ settings: RecordingSettings
  ) throws(StationError) -> Recording {
    do throws(AcquisitionError) {
      var parameters = Recording.Parameters(
        files: settings.files.map { RecordingFile(path: $0) },
        requiredComponents: .vertical)
      if let filter = settings.channelFilter {
        parameters.channelFilter = try ChannelFilter(filter)
      }
      return try Recording(parameters)
    } catch {
      throw .acquisition(source: source.name, error)
    }
  }

  private static func synthetic(
    _ source: SourceDescription, _ settings: SyntheticSettings
  ) throws(StationError) -> OpenedSource {
    guard let hertz = source.sampleRateHertz, let sampleRate = SampleRate(hertz: hertz) else {
      throw .input("source \(source.name): sampleRateHertz is missing")
    }
    let startTime = Timestamp(nanoseconds: clinux_realtime_nanoseconds())
    var parameters = SyntheticSource.Parameters(
      sampleRate: sampleRate, channelCount: source.channelCount,
      startTime: startTime,
      noiseCounts: Int32(settings.noiseCounts), seed: UInt64(settings.seed))
    if let seconds = settings.durationSeconds {
      parameters.sampleCount = sampleRate.sampleCount(
        milliseconds: Int64((seconds * 1000).rounded()))
    }
    if let onset = settings.onsetSeconds {
      parameters.event = SyntheticEvent(
        onsetMilliseconds: Int64((onset * 1000).rounded()),
        pToSMilliseconds: Int64((settings.sDelaySeconds * 1000).rounded()),
        pAmplitudeCounts: Int32(settings.pPeakCounts), sAmplitudeCounts: Int32(settings.sPeakCounts)
      )
    }
    do throws(AcquisitionError) {
      return OpenedSource(
        description: source, origin: .played(.synthetic(try SyntheticSource(parameters))),
        sampleRate: sampleRate, speedThousandths: Int64((settings.speedFactor * 1000).rounded()),
        startTime: startTime, remarks: [])
    } catch {
      throw .acquisition(source: source.name, error)
    }
  }

  private static func remarks(on recording: Recording) -> [String] {
    var remarks: [String] = []
    for code in recording.ignoredChannelCodes {
      remarks.append("channel \(code) names no component and is left out")
    }
    for discontinuity in recording.discontinuities {
      let kind = discontinuity.kind == .gap ? "gap" : "overlap"
      remarks.append(
        "\(kind) of \(discontinuity.sampleCount) samples in \(discontinuity.channelCode) before "
          + discontinuity.time.iso8601)
    }
    return remarks
  }
}
