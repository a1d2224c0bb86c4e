import Foundation
import SeismicTypes
import Testing

@testable import Recording

/// An archive in a folder of its own, fed with blocks made up here.
final class ArchiveFixture {
  static let rate = SampleRate(microhertz: 100_000_000)
  /// 2024-02-29T12:00:00Z, in a leap year.
  static let noon: Int64 = 1_709_208_000_000_000_000

  let root = FileManager.default.temporaryDirectory.appending(
    path: "archive-\(UUID().uuidString)"
  ).path
  var parameters: ArchiveParameters
  let source = ArchivedSource(
    name: "made", sampleRate: rate, channels: [ArchivedSource.Channel(code: "HNZ", index: 0)],
    isReplay: false)

  init(_ format: ArchiveParameters.Format = .miniSEED3) throws {
    let station = try #require(
      StationIdentity(networkCode: "XX", stationCode: "MADE", locationCode: "00"))
    parameters = ArchiveParameters(station: station, root: root)
    parameters.format = format
    parameters.reserveBytes = 0
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func makeArchive(isReplay: Bool = false) -> Archive {
    var source = source
    source.isReplay = isReplay
    let archive = Archive(parameters, sources: [source])
    archive.begin(at: 0)
    return archive
  }

  /// Small steps, as Steim likes them; sample `index` is the same at every call.
  static func samples(_ range: Range<Int>) -> [Int32] {
    range.map { Int32($0 % 97) &* 31 &+ Int32($0 / 1000) }
  }

  func feed(
    _ archive: Archive, _ samples: [Int32], at nanoseconds: Int64, index: Int64,
    flags: BlockFlags = BlockFlags(rawValue: 0), clockErrorMicroseconds: UInt32 = 10,
    ofSource place: Int = 0
  ) {
    var offset = 0
    while offset < samples.count {
      let block = Array(samples[offset..<min(offset + 16, samples.count)])
      let header = SampleBlockHeader(
        startTime: Timestamp(
          nanoseconds: nanoseconds + Self.rate.nanoseconds(ofSamples: Int64(offset))),
        sampleIndex: index + Int64(offset), sampleRate: Self.rate, channelCount: 1,
        sampleCount: UInt32(block.count),
        flags: offset == 0 ? flags : BlockFlags(rawValue: 0),
        clockErrorMicroseconds: clockErrorMicroseconds)
      archive.process(header, block.span, ofSource: place)
      offset += block.count
    }
  }

  /// Paths below the root, without its `events`.
  var files: [String] {
    let found = FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []
    return found.filter { !$0.hasPrefix("events") && $0.contains(".D/") }.sorted()
  }

  var eventFiles: [String] {
    let found = FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []
    return found.filter { $0.hasPrefix("events") && $0.contains(".D/") }.sorted()
  }

  func bytes(_ path: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: root + "/" + path)))
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    let url = URL(filePath: root + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}
