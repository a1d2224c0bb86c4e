/// Where the frames of a recording come from: the stretches in which every channel has samples.
struct FramePlan {
  struct Stretch {
    let startNanoseconds: Int64
    let frameCount: Int
    /// The first sample of each channel.
    let firstSamples: [Int]
    /// Frames missing since the stretch before.
    let missingSampleCount: Int64
  }

  private(set) var stretches: [Stretch] = []
  private(set) var frameCount = 0
  private var positions: [Int]
  private var runs: [Int]

  /// Aligns the channels to the nearest sample at the start of each stretch; inside one they keep
  /// step by counting.
  init(_ channels: [ChannelTimeline]) {
    positions = channels.map { $0.runs.first?.lowerBound ?? 0 }
    runs = channels.map { _ in 0 }
    while enterNextRuns(of: channels) {
      let start = align(channels)
      var frames = Int.max
      for index in channels.indices {
        frames = min(frames, channels[index].runs[runs[index]].upperBound - positions[index])
      }
      if frames > 0 { append(frames: frames, at: start, of: channels) }
    }
  }

  /// Leaves the runs that are used up; false when a channel has no further one.
  private mutating func enterNextRuns(of channels: [ChannelTimeline]) -> Bool {
    for index in channels.indices {
      let all = channels[index].runs
      while runs[index] < all.count, positions[index] >= all[runs[index]].upperBound {
        runs[index] += 1
        if runs[index] < all.count { positions[index] = all[runs[index]].lowerBound }
      }
      guard runs[index] < all.count else { return false }
    }
    return true
  }

  /// Moves every channel to the sample nearest to the latest of their times, and returns that time.
  private mutating func align(_ channels: [ChannelTimeline]) -> Int64 {
    var start = Int64.min
    for index in channels.indices {
      start = max(start, channels[index].nanoseconds(ofSample: positions[index]))
    }
    for index in channels.indices {
      positions[index] = channels[index].sample(at: start, from: positions[index])
    }
    return start
  }

  private mutating func append(frames: Int, at start: Int64, of channels: [ChannelTimeline]) {
    var missing: Int64 = 0
    if let last = stretches.last {
      let end = last.firstSamples[0] + last.frameCount
      // At least one: a stretch ends only where a channel has a gap.
      missing = max(1, channels[0].sampleCount(fromEndOf: end - 1, to: positions[0]))
    }
    stretches.append(
      Stretch(
        startNanoseconds: start, frameCount: frames, firstSamples: positions,
        missingSampleCount: missing))
    frameCount += frames
    for index in positions.indices { positions[index] += frames }
  }
}
