import SeismicTypes

/// One channel's way from samples to records.
struct ChannelRecorder {
  let code: String
  /// Its place in the frames of its source.
  let index: Int
  let rate: SampleRate
  let packer: RecordPacker
  var builder: RecordBuilder
  /// Up to here the archive has a recording that is played again; nil for anything else.
  var archivedUntil: Timestamp?
  /// When the sample after the newest is due.
  var endTime: Timestamp?

  init(
    _ channel: ArchivedSource.Channel, of source: ArchivedSource, _ parameters: ArchiveParameters
  ) {
    code = channel.code
    index = channel.index
    rate = source.sampleRate
    packer = RecordPacker(parameters, channelCode: channel.code, rate: source.sampleRate)
    builder = RecordBuilder(
      rate: source.sampleRate,
      dataByteCapacity: packer.dataByteCapacity(recordByteCount: parameters.recordByteCount),
      resolutionNanoseconds: packer.resolutionNanoseconds)
  }
}
