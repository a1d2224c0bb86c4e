internal import CLinux
internal import Recording
internal import SampleRing
internal import SeismicTypes
internal import StationConfiguration

/// What a station archives, worked out from its files.
struct ArchivePlan {
  let parameters: ArchiveParameters
  let sources: [ArchivedSource]
  private let settings: ArchiveSettings
  private let ringSlotCounts: [Int]
  private let ringByteCounts: [Int]

  /// More blocks than that no ring holds, however small the blocks.
  private static let largestSlotCount = 1 << 16

  /// The plan, nil for a station without an archive.
  init?(_ setup: StationSetup, _ opened: [OpenedSource]) {
    guard let settings = setup.station.archive else { return nil }
    self.settings = settings
    var parameters = ArchiveParameters(station: setup.station.identity, root: settings.root)
    parameters.format = settings.format == .miniseed3 ? .miniSEED3 : .miniSEED2
    parameters.recordByteCount = settings.recordLengthBytes
    parameters.flushNanoseconds = Self.nanoseconds(settings.flushIntervalSeconds)
    parameters.isDurable = settings.mode == .disk
    parameters.copyRoot = settings.copyDirectory
    parameters.retentionDays = settings.retentionDays.map { Int64($0) }
    parameters.retentionBytes = settings.retentionMebibytes.map { Int64($0) << 20 }
    parameters.reserveBytes = Int64(settings.minimumFreeMebibytes) << 20
    parameters.events = settings.events.map { events in
      ArchiveParameters.Events(
        preEventNanoseconds: Self.nanoseconds(events.preEventSeconds),
        postEventNanoseconds: Self.nanoseconds(events.postEventSeconds),
        retentionBytes: Int64(events.retentionMebibytes) << 20)
    }
    self.parameters = parameters
    sources = opened.map { source in
      ArchivedSource(
        name: source.description.name, sampleRate: source.sampleRate,
        channels: source.description.channels.map {
          ArchivedSource.Channel(code: $0.code, index: $0.index)
        },
        isReplay: source.description.driver.isReplay)
    }
    ringSlotCounts = opened.map { source in
      let samples = source.sampleRate.sampleCount(
        milliseconds: 1000 * Int64(settings.ringSeconds))
      let blocks = Int(samples) / source.description.samplesPerBlock + 1
      return min(max(blocks, source.description.ringBlocks), Self.largestSlotCount)
    }
    ringByteCounts = zip(opened, ringSlotCounts).map { source, slotCount in
      SampleRing.byteCount(
        slotCount: slotCount, channelCount: source.description.channelCount,
        samplesPerBlock: source.description.samplesPerBlock)
    }
  }

  /// A ring to the archive for a source.
  func makeRing(ofSource index: Int, _ source: SourceDescription, wakeUp: WakeUp) -> SampleRing {
    SampleRing(
      slotCount: ringSlotCounts[index], channelCount: source.channelCount,
      samplesPerBlock: source.samplesPerBlock, wakeUp: wakeUp)
  }

  var memoryByteCount: Int { ringByteCounts.reduce(0, +) }

  /// The plan in words, one fact a line.
  var lines: [String] {
    var line =
      "archive \(settings.root): \(settings.format.rawValue), records of "
      + "\(settings.recordLengthBytes) bytes, "
      + (settings.mode == .disk ? "on disk" : "in memory")
    if let copy = settings.copyDirectory { line += ", copied to \(copy)" }
    let kept =
      "archive keeps "
      + (settings.retentionDays.map { "\($0) days, " } ?? "days however old, ")
      + (settings.retentionMebibytes.map { "at most \($0) MiB, " } ?? "")
      + "and leaves \(settings.minimumFreeMebibytes) MiB free"
    return [
      line, kept,
      "archive rings: \(memoryByteCount / 1024) KiB for at least \(settings.ringSeconds) s",
    ]
  }

  /// What stands in the way of writing, nil for nothing.
  func problem() -> String? {
    for folder in [settings.root, settings.copyDirectory ?? settings.root] {
      let result = unsafe clinux_archive_check(folder)
      guard result < 0 else { continue }
      return "archive: \(folder) cannot be written: \(ErrorText.of(result)); expected a folder, or "
        + "one that can be made"
    }
    return nil
  }

  private static func nanoseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1e9).rounded()) }
}

extension Driver {
  /// Whether starting again plays the same samples with the same times.
  fileprivate var isReplay: Bool {
    if case .miniseed(let settings) = self { return settings.timeBase == .recorded }
    return false
  }
}
