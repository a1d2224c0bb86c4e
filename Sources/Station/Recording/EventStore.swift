import Acquisition
import CLinux
import SeismicTypes

/// Keeps the records around events in `events/`, an archive of the same shape whose room is its own.
struct EventStore {
  let store: ArchiveStore
  private let days: ArchiveFolder

  /// The first look at a day's end; each further one is four times as long.
  private static let firstLookBytes: Int64 = 1 << 20

  /// - Parameters:
  ///   - days: Where the records are copied from.
  ///   - root: The archive's root, in which `events` lies.
  ///   - channelCount: How many channels there are.
  ///   - isDurable: Whether flushes wait for storage.
  ///   - retention: What is kept of events.
  init(
    from days: ArchiveFolder, root: String, channelCount: Int, isDurable: Bool,
    retention: Retention
  ) {
    self.days = days
    store = ArchiveStore(
      ArchiveFolder(
        root: root + "/events", station: days.station, channelCodes: days.channelCodes),
      channelCount: channelCount, isDurable: isDurable, retention: retention)
  }

  /// Copies a channel's records of a window, but for those that are there already.
  func keep(_ window: EventWindows.Window, channelCode: String, place: Int) {
    var day = CalendarDay(of: window.from)
    let last = CalendarDay(of: window.until)
    while day <= last {
      let path = SDSPath(station: days.station, channelCode: channelCode, day: day)
      copy(window, from: path, place: place)
      day = CalendarDay(daysSince1970: day.daysSince1970 + 1)
    }
  }

  private func copy(_ window: EventWindows.Window, from path: SDSPath, place: Int) {
    let source = days.root + "/" + path.path
    // The path is lent to C as a string for the length of the call.
    let size = unsafe clinux_file_size(source)
    guard size > 0 else { return }
    var look = min(size, Self.firstLookBytes)
    var found = records(of: window, in: source, from: size - look, to: size)
    while found.isCut && look < size {
      look = min(size, 4 * look)
      found = records(of: window, in: source, from: size - look, to: size)
    }
    guard !found.records.isEmpty else { return }
    let kept = store.endTime(of: path, place: place)
    for record in found.records {
      if let kept, record.startTime < kept { continue }
      store.append(record.bytes, to: path, endTime: record.endTime, place: place)
    }
  }

  private struct Found {
    var records: [Record] = []
    /// Whether records before the first one read may belong to the window, too.
    var isCut: Bool
  }

  private struct Record {
    var startTime: Timestamp
    var endTime: Timestamp
    var bytes: [UInt8]
  }

  private func records(
    of window: EventWindows.Window, in path: String, from start: Int64, to end: Int64
  ) -> Found {
    guard let bytes = FileTail.read(path, from: start, count: end - start) else {
      return Found(isCut: false)
    }
    let surveyor = RecordSurveyor(bytes)
    var found = Found(isCut: true)
    var isFirst = true
    var place = 0
    while let record = surveyor.record(at: place) ?? surveyor.firstRecord(from: &place) {
      if isFirst { found.isCut = record.startTime > window.from }
      isFirst = false
      let after = place + record.byteCount
      if record.startTime < window.until && record.endTime > window.from {
        found.records.append(
          Record(
            startTime: record.startTime, endTime: record.endTime,
            bytes: Array(bytes[place..<after])))
      }
      place = after
    }
    return found
  }
}
