import SeismicTypes

/// Gathers the records of several files by channel, and picks one channel for each component.
struct ChannelCollection {
  let filter: ChannelFilter
  /// The files read, for messages.
  private(set) var path = ""
  private(set) var ignoredChannelCodes: [String] = []
  private var channels: [ChannelRecords] = []
  private var foundChannels: [String] = []

  init(filter: ChannelFilter) { self.filter = filter }

  /// Reads all records of a file; those of channels that are not wanted are not unpacked.
  mutating func read(_ bytes: RecordingBytes) throws(AcquisitionError) {
    path += path.isEmpty ? bytes.path : ", " + bytes.path
    let scanner = RecordScanner(bytes)
    while let header = try scanner.nextHeader() {
      guard header.sampleCount > 0 else { continue }
      if let index = channels.firstIndex(where: { $0.includes(header) }) {
        try channels[index].append(header, from: scanner)
        continue
      }
      Self.add(header.channelText, to: &foundChannels)
      guard filter.includes(channelCode: header.channelCode) else { continue }
      guard let component = RecordedComponent(channelCode: header.channelCode) else {
        Self.add(header.channelCode, to: &ignoredChannelCodes)
        continue
      }
      var channel = try ChannelRecords(first: header, component: component, path: bytes.path)
      try channel.append(header, from: scanner)
      channels.append(channel)
    }
  }

  /// The channels in frame order: one for each component that has one.
  func components(required: ComponentSet) throws(AcquisitionError) -> [ChannelRecords] {
    var chosen: [ChannelRecords] = []
    for component in [RecordedComponent.vertical, .north, .east] {
      let candidates = channels.filter { $0.component == component }
      guard candidates.count < 2 else {
        throw .ambiguousComponent(
          path: path, component: component, channels: candidates.map { $0.first.channelText })
      }
      guard let channel = candidates.first else {
        guard !required.contains(component.set) else {
          throw .componentMissing(path: path, component: component, found: foundChannels)
        }
        continue
      }
      chosen.append(channel)
    }
    guard let first = chosen.first else {
      throw .noChannel(path: path, filter: filter.text, found: foundChannels)
    }
    for channel in chosen { try first.checkRate(channel.sampleRate, of: channel.first, in: path) }
    return chosen
  }

  private static func add(_ text: String, to list: inout [String]) {
    if !list.contains(text) { list.append(text) }
  }
}
