internal import Acquisition
internal import CSodium
internal import Foundation
internal import SeismicTypes
package import StationConfiguration

/// The counts of a source in one recording, as a calibration reads them.
package struct RecordedCounts: Sendable {
  /// The source with its channels in the order of the counts, by the board's codes.
  package let source: SourceDescription
  /// One a stretch without a gap.
  package let series: [CountSeries]
  package let recording: CalibrationRecording

  /// Reads a file, its channels matched to the source's by component.
  ///
  /// - Parameters:
  ///   - path: The miniSEED file.
  ///   - source: The source of the board.
  ///   - filter: Which channels to read, such as `HN?`; nil reads all.
  /// - Throws: `CalibrationError` where it cannot be read or is of another sensor.
  package init(
    reading path: String, of source: SourceDescription, filter: String? = nil
  ) throws(CalibrationError) {
    let recording: Recording
    do throws(AcquisitionError) {
      var parameters = Recording.Parameters(files: [RecordingFile(path: path)])
      if let filter { parameters.channelFilter = try ChannelFilter(filter) }
      recording = try Recording(parameters)
    } catch {
      throw CalibrationError(error.message)
    }
    self.recording = try Self.entry(of: path)
    self.source = try Self.matched(source, to: recording, path: path)
    series = Self.series(of: recording, path: path)
  }

  /// The source's channels in the recording's order; a recording that is not of this source is
  /// refused.
  private static func matched(
    _ source: SourceDescription, to recording: Recording, path: String
  ) throws(CalibrationError) -> SourceDescription {
    var matched = source
    matched.channels = []
    for (index, recorded) in recording.channels.enumerated() {
      let component = ChannelComponent(channelCode: recorded.channelCode)
      guard var channel = source.channels.first(where: { $0.component == component }) else {
        throw CalibrationError(
          "\(path): channel \(recorded.channelCode) has no counterpart in source \(source.name), "
            + "expected " + source.channels.map { $0.code }.joined(separator: ", "))
      }
      channel.index = index
      matched.channels.append(channel)
    }
    if let hertz = source.sampleRateHertz {
      let recorded = Double(recording.sampleRate.microhertz) / 1e6
      guard abs(recorded - hertz) <= 0.05 * hertz else {
        throw CalibrationError(
          "\(path): recorded at \(recorded) Hz, expected \(hertz) Hz within 5 % as source "
            + "\(source.name) has it: another part or other settings?")
      }
    }
    return matched
  }

  private static func series(of recording: Recording, path: String) -> [CountSeries] {
    var reader = RecordingReader(recording)
    var block = [Int32](repeating: 0, count: 4096 * recording.channels.count)
    var header = SampleBlockHeader(
      startTime: recording.startTime, sampleIndex: 0, sampleRate: recording.sampleRate,
      channelCount: 0, sampleCount: 0, flags: BlockFlags(rawValue: 0))
    var series: [CountSeries] = []
    while true {
      var span = block.mutableSpan
      guard reader.next(into: &span, header: &header) else { break }
      guard header.sampleCount > 0 else { continue }
      if series.isEmpty || header.flags.contains(.followsGap) {
        series.append(
          CountSeries(
            start: header.startTime, sampleRate: recording.sampleRate,
            counts: recording.channels.map { _ in [] }, file: path))
      }
      let width = recording.channels.count
      for frame in 0..<Int(header.sampleCount) {
        for channel in 0..<width {
          series[series.count - 1].counts[channel].append(Double(block[frame * width + channel]))
        }
      }
    }
    return series
  }

  /// A file's entry in a calibration file: its name and SHA-256.
  package static func entry(of path: String) throws(CalibrationError) -> CalibrationRecording {
    CalibrationRecording(
      file: URL(filePath: path).lastPathComponent, sha256: try digest(of: path))
  }

  /// The SHA-256 of a file, 64 lower-case hexadecimal digits.
  static func digest(of path: String) throws(CalibrationError) -> String {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CalibrationError("\(path): cannot be read")
    }
    var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    let input = [UInt8](bytes)
    // The output is as long as the function writes, the input as long as stated.
    _ = unsafe crypto_hash_sha256(&hash, input, UInt64(input.count))
    return hash.map { String(format: "%02x", $0) }.joined()
  }
}
