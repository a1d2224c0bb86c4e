import Acquisition
import SeismicTypes

/// One record of a file, read again.
struct ArchivedRecord: Equatable {
  var startNanoseconds: Int64
  var samples: [Int32]
}

/// Every record of some bytes; nil where they are not whole records from end to end.
func archivedRecords(_ bytes: [UInt8]) -> [ArchivedRecord]? {
  let surveyor = RecordSurveyor(bytes)
  var records: [ArchivedRecord] = []
  var place = 0
  while place < bytes.count {
    guard let survey = surveyor.record(at: place) else { return nil }
    let end = place + survey.byteCount
    guard let recording = try? Recording(bytes: Array(bytes[place..<end]), named: "record") else {
      return nil
    }
    var counts = [Int32](repeating: 0, count: survey.sampleCount)
    var header = SampleBlockHeader(
      startTime: recording.startTime, sampleIndex: 0, sampleRate: recording.sampleRate,
      channelCount: 1, sampleCount: 0)
    var reader = RecordingReader(recording)
    var span = counts.mutableSpan
    _ = reader.next(into: &span, header: &header)
    records.append(
      ArchivedRecord(startNanoseconds: header.startTime.nanoseconds, samples: counts))
    place = end
  }
  return records
}
