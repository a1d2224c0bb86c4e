import CLinux
package import SeismicTypes

extension Archive {
  /// Notes that an event was going on at an instant: the records around it will be kept apart.
  package func mark(_ time: Timestamp) { windows?.mark(time) }

  /// Lets what is left to write go before everything that waits for storage, for as long as a test holds.
  package func hurry(while isHurried: @escaping () -> Bool) {
    for store in [store, copy, eventStore?.store] { store?.isHurried = isHurried }
  }

  /// Flushes when it is time.
  ///
  /// - Parameter now: The monotonic clock, nanoseconds.
  package func tick(at now: Int64) {
    guard now >= nextFlushAt else { return }
    nextFlushAt = now + parameters.flushNanoseconds
    flush()
  }

  /// Ends the records in progress and brings everything to storage.
  package func flush() {
    // In memory alone a record may take its time.
    if parameters.isDurable || copy != nil { endRecords() }
    writeBatch()
    if let passed = windows?.takePassed(by: slowestEndTime) { keep(passed) }
    store.flush(today: today)
    copy?.flush(today: today)
    eventStore?.store.flush(today: today)
  }

  /// Writes what is left to the files: the last records, windows that are still open.
  ///
  /// From here on nothing is lost by the end of the process; `close` makes it safe from one of the power.
  package func writeLast() {
    endRecords()
    writeBatch()
    if let left = windows?.takePassed(by: nil) { keep(left) }
  }

  /// Brings everything to storage and closes the files.
  package func close() {
    flush()
    store.close()
    copy?.close()
    eventStore?.store.close()
  }

  /// Ends the archive.
  package func finish() {
    writeLast()
    close()
  }

  /// Hands over what the operator should know.
  package func takeNotices() -> [ArchiveNotice] {
    store.takeNotices() + (copy?.takeNotices() ?? []) + (eventStore?.store.takeNotices() ?? [])
  }

  /// A channel that far behind the others has stopped, and windows wait for it no longer.
  private static let longestWaitNanoseconds: Int64 = 60_000_000_000

  /// The end of the channel that is furthest behind: what every channel that runs has passed.
  private var slowestEndTime: Timestamp {
    let ends = channels.flatMap { $0.compactMap { $0.endTime } }
    guard let newest = ends.max() else { return Timestamp(nanoseconds: .max) }
    let stopped = newest.advanced(byNanoseconds: -Self.longestWaitNanoseconds)
    return ends.filter { $0 >= stopped }.min() ?? newest
  }

  private func keep(_ passed: [EventWindows.Window]) {
    guard let eventStore else { return }
    for window in passed {
      for (place, code) in channels.flatMap({ $0.map { $0.code } }).enumerated() {
        eventStore.keep(window, channelCode: code, place: place)
      }
    }
  }

  private func endRecords() {
    for source in channels.indices {
      for channel in channels[source].indices {
        channels[source][channel].builder.end()
        write(channels[source][channel].builder.takeFinished(), source, channel)
      }
    }
  }

  /// Writes a channel's finished records.
  func write(_ finished: [FinishedRecord], _ source: Int, _ channel: Int) {
    guard !finished.isEmpty else { return }
    let recorder = channels[source][channel]
    let place = channels[..<source].reduce(channel) { $0 + $1.count }
    for record in finished {
      let bytes = recorder.packer.pack(record)
      let path = SDSPath(
        station: parameters.station, channelCode: recorder.code,
        day: CalendarDay(of: record.startTime))
      let end = record.startTime.advanced(
        byNanoseconds: recorder.rate.nanoseconds(ofSamples: Int64(record.samples.count)))
      guard !bytes.isEmpty, store.append(bytes, to: path, endTime: end, place: place) else {
        lostSampleCount += Int64(record.samples.count)
        continue
      }
      recordCount += 1
      if copy != nil {
        batch.append(BatchedRecord(path: path, place: place, bytes: bytes, endTime: end))
      }
    }
  }

  /// Writes what has gathered for the copy, one write a file.
  private func writeBatch() {
    guard let copy, !batch.isEmpty else { return }
    var order = batch
    batch = []
    while let first = order.first {
      var bytes: [UInt8] = []
      var end = first.endTime
      for record in order where record.path == first.path {
        bytes += record.bytes
        end = max(end, record.endTime)
      }
      copy.append(bytes, to: first.path, endTime: end, place: first.place)
      order.removeAll { $0.path == first.path }
    }
  }
}
