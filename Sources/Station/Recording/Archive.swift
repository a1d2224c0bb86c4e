package import SeismicTypes

/// Writes the samples of a station's sources into a SeisComP data structure of miniSEED records.
///
/// A record goes to its day's file as soon as it is full, so that a process that is killed loses only
/// the records it had not finished. A flush ends those as well and waits until everything is on
/// storage, so that a machine that loses power loses what came since the last one. What a cut leaves
/// torn at a file's end is taken off when the file is opened again.
///
/// Not for the threads of the alert path: it allocates and waits for storage.
package final class Archive {
  let parameters: ArchiveParameters
  let sources: [ArchivedSource]
  let store: ArchiveStore
  /// The copy on disk of an archive in memory.
  let copy: ArchiveStore?
  let eventStore: EventStore?
  var windows: EventWindows?
  var channels: [[ChannelRecorder]] = []
  private var nextIndices: [Int64?]
  var batch: [BatchedRecord] = []
  var nextFlushAt: Int64 = 0
  /// The day of the newest block whose clock can be trusted, nil while the newest one's cannot.
  var today: CalendarDay?
  /// Samples of a recording that the archive had already.
  package internal(set) var skippedSampleCount: Int64 = 0
  package internal(set) var recordCount: Int64 = 0
  /// Samples that could not be kept.
  package internal(set) var lostSampleCount: Int64 = 0

  struct BatchedRecord {
    var path: SDSPath
    var place: Int
    var bytes: [UInt8]
    var endTime: Timestamp
  }

  /// - Parameters:
  ///   - parameters: What the archive is.
  ///   - sources: In the order by which `process` names them.
  package init(_ parameters: ArchiveParameters, sources: [ArchivedSource]) {
    self.parameters = parameters
    self.sources = sources
    let channelCodes = sources.flatMap { $0.channels.map { $0.code } }
    let channelCount = channelCodes.count
    let retention = Retention(
      dayCount: parameters.retentionDays, byteCount: parameters.retentionBytes,
      reserveBytes: parameters.reserveBytes)
    let folder = ArchiveFolder(
      root: parameters.root, station: parameters.station, channelCodes: channelCodes)
    store = ArchiveStore(
      folder, channelCount: channelCount, isDurable: parameters.isDurable, retention: retention)
    copy = parameters.copyRoot.map { root in
      ArchiveStore(
        ArchiveFolder(root: root, station: parameters.station, channelCodes: channelCodes),
        channelCount: channelCount, isDurable: true, retention: retention)
    }
    // Events go where they last.
    eventStore = parameters.events.map { events in
      EventStore(
        from: folder, root: parameters.copyRoot ?? parameters.root, channelCount: channelCount,
        isDurable: parameters.isDurable || parameters.copyRoot != nil,
        retention: Retention(byteCount: events.retentionBytes, reserveBytes: 0))
    }
    windows = parameters.events.map { EventWindows($0) }
    nextIndices = sources.map { _ in nil }
    channels = sources.map { source in
      source.channels.map { ChannelRecorder($0, of: source, parameters) }
    }
    // Windows around events are the last to go: where they find no room, the oldest day makes it.
    let days = copy ?? store
    eventStore?.store.makeRoomElsewhere = { days.removeOldest() }
  }

  /// Bytes written to storage that lasts, or to memory where the archive is nowhere else.
  package var writtenByteCount: Int64 {
    (copy ?? store).writtenByteCount + (eventStore?.store.writtenByteCount ?? 0)
  }

  /// Failures of storage that lost something.
  package var errorCount: Int64 {
    store.errorCount + (copy?.errorCount ?? 0) + (eventStore?.store.errorCount ?? 0)
  }

  package var removedFileCount: Int64 {
    store.removedFileCount + (copy?.removedFileCount ?? 0)
      + (eventStore?.store.removedFileCount ?? 0)
  }

  /// Looks the files through: cuts torn ends off, and finds out where played recordings go on.
  ///
  /// - Parameter now: The monotonic clock, nanoseconds.
  package func begin(at now: Int64) {
    let codes = channels.flatMap { $0.map { $0.code } }
    let ends = store.begin(channelCodes: codes)
    _ = copy?.begin(channelCodes: codes)
    _ = eventStore?.store.begin(channelCodes: codes)
    var place = 0
    for source in channels.indices {
      for channel in channels[source].indices {
        if sources[source].isReplay { channels[source][channel].archivedUntil = ends[place] }
        place += 1
      }
    }
    nextFlushAt = now + parameters.flushNanoseconds
  }

  /// Takes a block of a source.
  ///
  /// - Parameters:
  ///   - header: The block's description.
  ///   - counts: Shape [sampleCount][channelCount].
  ///   - source: The source's place.
  package func process(_ header: SampleBlockHeader, _ counts: Span<Int32>, ofSource source: Int) {
    guard header.sampleCount > 0 else { return }
    let isContinuous =
      !header.flags.has(.followsGap) && nextIndices[source] == header.sampleIndex
    nextIndices[source] = header.sampleIndex &+ Int64(header.sampleCount)
    today = header.clockErrorMicroseconds != .max ? CalendarDay(of: header.startTime) : nil
    let stride = Int(header.channelCount)
    for channel in channels[source].indices {
      let index = channels[source][channel].index
      for sample in 0..<Int(header.sampleCount) {
        append(
          counts[sample * stride + index], at: header.time(ofSample: Int64(sample)),
          clockErrorMicroseconds: header.clockErrorMicroseconds,
          isContinuous: sample > 0 || isContinuous, to: &channels[source][channel])
      }
      write(channels[source][channel].builder.takeFinished(), source, channel)
    }
  }

  private func append(
    _ sample: Int32, at time: Timestamp, clockErrorMicroseconds: UInt32, isContinuous: Bool,
    to channel: inout ChannelRecorder
  ) {
    let period = channel.rate.nanoseconds(ofSamples: 1)
    if let end = channel.archivedUntil {
      guard time.advanced(byNanoseconds: period / 2) >= end else {
        skippedSampleCount += 1
        return
      }
      channel.archivedUntil = nil
    }
    channel.builder.append(
      sample, at: time.nanoseconds, clockErrorMicroseconds: clockErrorMicroseconds,
      isContinuous: isContinuous)
    channel.endTime = time.advanced(byNanoseconds: period)
  }
}
