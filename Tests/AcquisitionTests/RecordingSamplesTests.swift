import Acquisition
import Foundation
import SeismicTypes
import Testing

/// A line of expected.csv: what ObsPy reads in one channel.
struct ExpectedChannel: CustomTestStringConvertible {
  let fields: [String]

  var file: String { fields[0] }
  var filter: String { fields[1] }
  var channelText: String { fields[2...5].joined(separator: ".") }
  var startNanoseconds: Int64? { Int64(fields[6]) }
  var microhertz: Int64? { Int64(fields[7]) }
  var stretchCount: Int? { Int(fields[8]) }
  var sampleCount: Int? { Int(fields[9]) }
  var first: Int32? { Int32(fields[10]) }
  var last: Int32? { Int32(fields[11]) }
  var fingerprint: UInt64? { UInt64(fields[12], radix: 16) }
  var testDescription: String { file + " " + fields[5] }

  static let all: [ExpectedChannel] = {
    let text = try? String(contentsOfFile: Fixture.path("expected.csv"), encoding: .utf8)
    return (text ?? "").split(separator: "\n").dropFirst().map { line in
      ExpectedChannel(
        fields: line.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    }
  }()
  static let own = all.filter { !$0.file.hasPrefix("shared/") }
  static let shared = all.filter { $0.file.hasPrefix("shared/") }
}

@Suite("The samples of a recording")
struct RecordingSamplesTests {
  @Test("are those that ObsPy reads, in every encoding", arguments: ExpectedChannel.own)
  func sameAsObsPy(expected: ExpectedChannel) throws { try compare(expected) }

  @Test(
    "are those that ObsPy reads in the shared data set",
    .enabled(if: Fixture.hasShared, "../shared/data/demo is absent"),
    arguments: ExpectedChannel.shared)
  func sameAsObsPyInShared(expected: ExpectedChannel) throws { try compare(expected) }

  private func compare(_ expected: ExpectedChannel) throws {
    let recording = try Fixture.open(expected.file, channels: expected.filter)
    let position = try #require(
      recording.channels.firstIndex { $0.text == expected.channelText })
    let channel = recording.channels[position]
    let delivery = Delivery(recording)
    #expect(channel.startTime.nanoseconds == expected.startNanoseconds)
    #expect(recording.sampleRate.microhertz == expected.microhertz)
    #expect(
      1 + delivery.headers.count { $0.flags.contains(.followsGap) } == expected.stretchCount)
    #expect(Int64(delivery.counts[position].count) == channel.sampleCount)
    #expect(delivery.counts[position].count == expected.sampleCount)
    #expect(delivery.counts[position].first == expected.first)
    #expect(delivery.counts[position].last == expected.last)
    #expect(delivery.fingerprint(ofChannel: position) == expected.fingerprint)
  }

  @Test("and their indices are the same at every block size", arguments: [1, 7, 64, 512, 100_000])
  func blockSizes(samplesPerBlock: Int) throws {
    let recording = try Fixture.open("19_gaps_OpenEEW_024_2020_3_30.mseed")
    let reference = Delivery(recording, samplesPerBlock: 100)
    let delivery = Delivery(recording, samplesPerBlock: samplesPerBlock)
    #expect(delivery.hasCounts(of: reference))
    #expect(delivery.indices == reference.indices)
    for header in delivery.headers { #expect(Int(header.sampleCount) <= samplesPerBlock) }
  }

  @Test("of a part of a volume are those of the record it holds")
  func byteRange() throws {
    let volume = FileManager.default.temporaryDirectory
      .appending(path: "firstbreak-\(UUID().uuidString).mseed")
    defer { try? FileManager.default.removeItem(at: volume) }
    let before = try Fixture.bytes("06_openeew_M7.2_MEMS.mseed")
    let wanted = try Fixture.bytes("10_local_M3_20km_SR.mseed")
    try Data(before + wanted + before).write(to: volume)
    let part = RecordingFile(
      path: volume.path(), byteOffset: Int64(before.count), byteLength: Int64(wanted.count))
    let whole = Delivery(try Fixture.open("10_local_M3_20km_SR.mseed"))
    let delivery = Delivery(try Recording(Recording.Parameters(files: [part])))
    #expect(delivery.hasCounts(of: whole))
  }

  @Test("of channels in several files are merged")
  func severalFiles() throws {
    let bytes = try Fixture.bytes("made/steim2.mseed")
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "firstbreak-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let files = try [4...11, 0...3].enumerated().map { number, records in
      let file = directory.appending(path: "\(number).mseed")
      try Data(bytes[records.lowerBound * 512..<(records.upperBound + 1) * 512]).write(to: file)
      return RecordingFile(path: file.path())
    }
    let delivery = Delivery(try Recording(Recording.Parameters(files: files)))
    #expect(delivery.hasCounts(of: Delivery(try Fixture.open("made/steim2.mseed"))))
  }
}
