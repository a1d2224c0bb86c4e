package import SeismicTypes

/// When the records of one channel began, as the digitizer wrote them: what its clock is judged by.
package struct RecordTimes: Sendable {
  package struct Record: Equatable, Sendable {
    package var start: Timestamp
    package var sampleCount: Int
  }

  /// `NET.STA.LOC.CHA` of the channel, the file's first that names a component.
  package let channel: String
  /// In the order of the file.
  package let records: [Record]

  /// Reads the headers of a miniSEED file.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - filter: Which channels to look at.
  /// - Throws: `AcquisitionError` where it cannot be read or holds no channel that passes.
  package init(
    reading file: RecordingFile, filter: ChannelFilter = .all
  ) throws(AcquisitionError) {
    let scanner = RecordScanner(try RecordingBytes(reading: file))
    var channel = ""
    var records: [Record] = []
    while let header = try scanner.nextHeader() {
      guard header.sampleCount > 0, filter.includes(channelCode: header.channelCode),
        RecordedComponent(channelCode: header.channelCode) != nil
      else { continue }
      if channel.isEmpty { channel = header.channelText }
      guard header.channelText == channel else { continue }
      records.append(
        Record(
          start: Timestamp(nanoseconds: header.startNanoseconds), sampleCount: header.sampleCount))
    }
    guard !channel.isEmpty else {
      throw .noChannel(path: file.path, filter: filter.text, found: [])
    }
    self.channel = channel
    self.records = records
  }
}
