package import SeismicTypes

/// A miniSEED recording in memory: the frames that its channels have in common, and how they were
/// cut out of the files.
///
/// Opening reads, unpacks and checks everything, so that damage is found before the first sample is
/// delivered and reading allocates nothing. Frames hold the channels that are present in the order
/// vertical, north, east; a missing component is reported, never invented. Where one channel has a
/// gap, all have one.
@safe
package final class Recording: @unchecked Sendable {
  package struct Parameters: Sendable {
    /// The files or parts of files, merged; where two cover the same time the first one wins.
    package var files: [RecordingFile]
    package var channelFilter: ChannelFilter
    /// Opening fails when one of these has no channel.
    package var requiredComponents: ComponentSet

    package init(
      files: [RecordingFile], channelFilter: ChannelFilter = .all,
      requiredComponents: ComponentSet = ComponentSet(rawValue: 0)
    ) {
      self.files = files
      self.channelFilter = channelFilter
      self.requiredComponents = requiredComponents
    }
  }

  /// The channels of a frame, in its order.
  package let channels: [RecordedChannel]
  /// Channels that pass the filter but name no component, such as an infrasound `HDF`.
  package let ignoredChannelCodes: [String]
  package let sampleRate: SampleRate
  /// Gaps and overlaps of every channel, by channel and time.
  package let discontinuities: [RecordedDiscontinuity]
  /// The frames delivered, missing ones not counted.
  package let frameCount: Int
  /// The time of the first frame.
  package let startTime: Timestamp

  // @unchecked Sendable: the memory behind these is written in `init` only, freed in `deinit` only.
  let frames: UnsafeMutablePointer<Int32>
  let stretches: UnsafeMutablePointer<RecordedStretch>
  let stretchCount: Int

  /// Opens and reads the files.
  package convenience init(_ parameters: Parameters) throws(AcquisitionError) {
    var volumes: [RecordingBytes] = []
    for file in parameters.files { volumes.append(try RecordingBytes(reading: file)) }
    try self.init(volumes, parameters)
  }

  /// Opens bytes that are in memory already, as if a file of this name held them.
  package convenience init(
    bytes: [UInt8], named name: String, channelFilter: ChannelFilter = .all
  ) throws(AcquisitionError) {
    try self.init(
      [RecordingBytes(copying: bytes, path: name)],
      Parameters(files: [], channelFilter: channelFilter))
  }

  private init(_ volumes: [RecordingBytes], _ parameters: Parameters) throws(AcquisitionError) {
    var collection = ChannelCollection(filter: parameters.channelFilter)
    for volume in volumes { try collection.read(volume) }
    let sources = try collection.components(required: parameters.requiredComponents)
    var timelines: [ChannelTimeline] = []
    for source in sources { timelines.append(ChannelTimeline(source)) }
    let plan = FramePlan(timelines)
    guard let first = plan.stretches.first else {
      throw .noCommonTime(path: collection.path, channels: sources.map { $0.first.channelText })
    }
    channels = sources.indices.map { RecordedChannel(sources[$0], timelines[$0]) }
    ignoredChannelCodes = collection.ignoredChannelCodes
    sampleRate = timelines[0].rate
    discontinuities = timelines.flatMap { $0.discontinuities }
    frameCount = plan.frameCount
    startTime = Timestamp(nanoseconds: first.startNanoseconds)
    stretchCount = plan.stretches.count
    unsafe frames = .allocate(capacity: plan.frameCount * timelines.count)
    unsafe stretches = .allocate(capacity: plan.stretches.count)
    unsafe Self.fill(frames, stretches, by: plan, from: timelines)
  }

  deinit {
    unsafe frames.deallocate()
    unsafe stretches.deallocate()
  }

  package var components: ComponentSet {
    channels.reduce(into: ComponentSet(rawValue: 0)) { $0.formUnion($1.component.set) }
  }

  /// The components without a channel.
  package var missingComponents: ComponentSet {
    ComponentSet(rawValue: 7).subtracting(components)
  }

  private static func fill(
    _ frames: UnsafeMutablePointer<Int32>, _ stretches: UnsafeMutablePointer<RecordedStretch>,
    by plan: FramePlan, from channels: [ChannelTimeline]
  ) {
    var frame = 0
    var sampleIndex: Int64 = 0
    for (index, stretch) in plan.stretches.enumerated() {
      sampleIndex += stretch.missingSampleCount
      unsafe (stretches + index).initialize(
        to: RecordedStretch(
          startNanoseconds: stretch.startNanoseconds, firstFrame: frame,
          frameCount: stretch.frameCount, sampleIndex: sampleIndex,
          missingSampleCount: stretch.missingSampleCount))
      for channel in channels.indices {
        let first = stretch.firstSamples[channel]
        for offset in 0..<stretch.frameCount {
          unsafe (frames + (frame + offset) * channels.count + channel).initialize(
            to: channels[channel].samples[first + offset])
        }
      }
      frame += stretch.frameCount
      sampleIndex += Int64(stretch.frameCount)
    }
  }
}
