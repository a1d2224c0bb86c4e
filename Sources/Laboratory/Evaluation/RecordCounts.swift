package import Acquisition
package import SeismicTypes

/// The counts of one record in memory, cut where samples are missing.
package struct RecordCounts: Sendable {
  /// Frames without a gap among them, shape [frameCount][channelCount].
  package struct Stretch: Equatable, Sendable {
    package var sampleIndex: Int64
    package var startTime: Timestamp
    package var missingSampleCount: Int64
    package var counts: [Int32]

    package init(
      sampleIndex: Int64, startTime: Timestamp, missingSampleCount: Int64, counts: [Int32]
    ) {
      self.sampleIndex = sampleIndex
      self.startTime = startTime
      self.missingSampleCount = missingSampleCount
      self.counts = counts
    }
  }

  package let sampleRate: SampleRate
  package let channelCount: Int
  package var stretches: [Stretch]

  package init(sampleRate: SampleRate, channelCount: Int, stretches: [Stretch]) {
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.stretches = stretches
  }

  /// Reads a whole recording as its source would deliver it.
  package init(_ recording: Recording) {
    var stretches: [Stretch] = []
    var reader = RecordingReader(recording)
    let channelCount = recording.channels.count
    var header = SampleBlockHeader(
      startTime: recording.startTime, sampleIndex: 0, sampleRate: recording.sampleRate,
      channelCount: UInt32(channelCount), sampleCount: 0)
    var buffer = [Int32](repeating: 0, count: 4_096 * channelCount)
    while true {
      var span = buffer.mutableSpan
      guard reader.next(into: &span, header: &header) else { break }
      let block = buffer[..<(Int(header.sampleCount) * channelCount)]
      if stretches.isEmpty || header.flags.has(.followsGap) {
        stretches.append(
          Stretch(
            sampleIndex: header.sampleIndex, startTime: header.startTime,
            missingSampleCount: header.missingSampleCount, counts: []))
      }
      stretches[stretches.count - 1].counts += block
    }
    self.init(
      sampleRate: recording.sampleRate, channelCount: channelCount, stretches: stretches)
  }

  /// Samples from the first to the last, missing ones included.
  package var sampleCount: Int64 {
    guard let last = stretches.last else { return 0 }
    return last.sampleIndex + Int64(last.counts.count / channelCount)
  }

  /// The root mean square of one channel about its mean over the samples before an index.
  package func noiseRootMeanSquare(channel: Int, before end: Int64) -> Double {
    guard let first = stretches.first else { return 0 }
    let frameCount = min(max(Int(end), 0), first.counts.count / channelCount)
    guard frameCount > 0 else { return 0 }
    let values = (0..<frameCount).map { Double(first.counts[$0 * channelCount + channel]) }
    let mean = values.reduce(0, +) / Double(frameCount)
    let energy = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (energy / Double(frameCount)).squareRoot()
  }
}
