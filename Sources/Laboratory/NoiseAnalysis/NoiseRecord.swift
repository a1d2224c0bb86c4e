package import Acquisition
package import SeismicTypes

/// The counts of one sensor's channels in memory, cut where samples are missing.
package struct NoiseRecord: Sendable {
  /// Samples of the same instants without a gap, shape [channel][sampleCount].
  package struct Stretch: Equatable, Sendable {
    package var startTime: Timestamp
    package var channels: [[Int32]]

    package init(startTime: Timestamp, channels: [[Int32]]) {
      self.startTime = startTime
      self.channels = channels
    }

    package var sampleCount: Int { channels.first?.count ?? 0 }
  }

  /// `NET.STA.LOC.CHA` of each channel.
  package let channelTexts: [String]
  package let channelCodes: [String]
  package let sampleRate: SampleRate
  package let stretches: [Stretch]

  package init(
    channelTexts: [String], channelCodes: [String], sampleRate: SampleRate, stretches: [Stretch]
  ) {
    self.channelTexts = channelTexts
    self.channelCodes = channelCodes
    self.sampleRate = sampleRate
    self.stretches = stretches
  }

  /// Reads a whole recording.
  package init(_ recording: Recording) {
    let channelCount = recording.channels.count
    var stretches: [Stretch] = []
    var reader = RecordingReader(recording)
    var header = SampleBlockHeader(
      startTime: recording.startTime, sampleIndex: 0, sampleRate: recording.sampleRate,
      channelCount: UInt32(channelCount), sampleCount: 0)
    var frames = [Int32](repeating: 0, count: 4096 * channelCount)
    while true {
      var span = frames.mutableSpan
      guard reader.next(into: &span, header: &header) else { break }
      if stretches.isEmpty || header.flags.has(.followsGap) {
        stretches.append(
          Stretch(
            startTime: header.startTime, channels: Array(repeating: [], count: channelCount)))
      }
      for channel in 0..<channelCount {
        stretches[stretches.count - 1].channels[channel] += Self.samples(
          of: channel, in: frames, Int(header.sampleCount), channelCount)
      }
    }
    self.init(
      channelTexts: recording.channels.map(\.text),
      channelCodes: recording.channels.map(\.channelCode), sampleRate: recording.sampleRate,
      stretches: stretches)
  }

  private static func samples(
    of channel: Int, in frames: [Int32], _ count: Int, _ channelCount: Int
  ) -> [Int32] {
    (0..<count).map { frames[$0 * channelCount + channel] }
  }

  package var sampleRateHertz: Double { Double(sampleRate.microhertz) / 1e6 }

  /// Seconds of samples, gaps left out.
  package var seconds: Double {
    Double(stretches.reduce(0) { $0 + $1.sampleCount }) / sampleRateHertz
  }

  /// The longest time without a gap, in samples.
  package var longestStretch: Int { stretches.map(\.sampleCount).max() ?? 0 }
}
