import Acquisition
import Foundation
import SeismicTypes

/// Where the test records are, and what a reader makes of them.
enum Fixture {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The path of a record of Tests/Fixtures/records, or of the shared data set's demo folder.
  static func path(_ name: String) -> String {
    if name.hasPrefix("shared/") {
      return shared.appending(path: "data/demo").appending(path: String(name.dropFirst(7))).path()
    }
    return root.appending(path: "Tests/Fixtures/records").appending(path: name).path()
  }

  static let shared =
    ProcessInfo.processInfo.environment["FIRSTBREAK_SHARED"].map { URL(filePath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared")

  static var hasShared: Bool {
    FileManager.default.fileExists(atPath: shared.appending(path: "data/demo").path())
  }

  static func open(_ name: String, channels: String = "*") throws -> Recording {
    try Recording(
      Recording.Parameters(
        files: [RecordingFile(path: path(name))], channelFilter: ChannelFilter(channels)))
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: path(name))))
  }
}

/// Everything a source delivers, collected.
struct Delivery {
  var headers: [SampleBlockHeader] = []
  /// The counts of each channel.
  var counts: [[Int32]] = []
  /// The sample index of each frame.
  var indices: [Int64] = []

  init(
    channelCount: Int, samplesPerBlock: Int,
    from next: (inout MutableSpan<Int32>, inout SampleBlockHeader) -> Bool
  ) {
    counts = Array(repeating: [], count: channelCount)
    var memory = [Int32](repeating: 0, count: channelCount * samplesPerBlock)
    var header = SampleBlockHeader(
      startTime: Timestamp(nanoseconds: 0), sampleIndex: 0,
      sampleRate: SampleRate(microhertz: 0), channelCount: 0, sampleCount: 0)
    var isDelivered = true
    while isDelivered {
      var span = memory.mutableSpan
      isDelivered = next(&span, &header)
      if isDelivered { append(header, memory) }
    }
  }

  init(_ recording: Recording, samplesPerBlock: Int = 64) {
    var reader = RecordingReader(recording)
    self.init(channelCount: recording.channels.count, samplesPerBlock: samplesPerBlock) {
      reader.next(into: &$0, header: &$1)
    }
  }

  init(_ source: SyntheticSource, channelCount: Int, samplesPerBlock: Int) {
    var source = source
    self.init(channelCount: channelCount, samplesPerBlock: samplesPerBlock) {
      source.next(into: &$0, header: &$1)
    }
  }

  private mutating func append(_ header: SampleBlockHeader, _ memory: [Int32]) {
    headers.append(header)
    for frame in 0..<Int(header.sampleCount) {
      indices.append(header.sampleIndex + Int64(frame))
      for channel in counts.indices {
        counts[channel].append(memory[frame * counts.count + channel])
      }
    }
  }

  /// Whether each channel has the same counts; a comparison of the arrays would print them all.
  func hasCounts(of other: Delivery) -> Bool { counts == other.counts }

  /// FNV-1a over the 32-bit words of a channel.
  func fingerprint(ofChannel channel: Int) -> UInt64 {
    counts[channel].reduce(0xCBF2_9CE4_8422_2325) {
      ($0 ^ UInt64(UInt32(bitPattern: $1))) &* 0x100_0000_01B3
    }
  }
}
