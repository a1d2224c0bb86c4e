package import SeismicTypes

/// One channel of a recording as its file describes it.
package struct RecordedChannel: Equatable, Sendable {
  package let networkCode: String
  package let stationCode: String
  package let locationCode: String
  package let channelCode: String
  package let component: RecordedComponent
  package let sampleRate: SampleRate
  /// The time of the channel's own first sample, which may precede the first common frame.
  package let startTime: Timestamp
  /// The channel's samples without overlaps, those outside common frames included.
  package let sampleCount: Int64

  /// `NET.STA.LOC.CHA`, the way seismologists write a channel.
  package var text: String {
    networkCode + "." + stationCode + "." + locationCode + "." + channelCode
  }

  init(_ source: ChannelRecords, _ timeline: ChannelTimeline) {
    networkCode = source.first.networkCode
    stationCode = source.first.stationCode
    locationCode = source.first.locationCode
    channelCode = source.first.channelCode
    component = source.component
    sampleRate = timeline.rate
    startTime = Timestamp(nanoseconds: timeline.nanoseconds(ofSample: 0))
    sampleCount = Int64(timeline.samples.count)
  }
}
