package import Acquisition
internal import SeismicTypes
package import StationConfiguration

extension SourceDescription {
  /// This source as a recording delivers it: the recording's channels in its order, each with what
  /// the board says of the channel of the same component.
  ///
  /// - Parameter recording: The opened recording.
  /// - Returns: The source with the recording's channel codes and positions.
  /// - Throws: `StationError` where the board has no channel of a recorded component.
  package func matching(_ recording: Recording) throws(StationError) -> SourceDescription {
    var matched = self
    matched.channels = []
    for (index, recorded) in recording.channels.enumerated() {
      guard var channel = channel(ofLetter: recorded.channelCode) else {
        throw .input(
          "source \(name): the recording's channel \(recorded.channelCode) has no counterpart among the "
            + "board's channels, expected one of the same component (Z; N, 1, R; E, 2, T)")
      }
      channel.code = recorded.channelCode
      channel.index = index
      matched.channels.append(channel)
    }
    return matched
  }

  private func channel(ofLetter code: String) -> ChannelDescription? {
    guard let component = ChannelComponent(channelCode: code) else { return nil }
    for channel in channels where channel.component == component { return channel }
    return nil
  }
}
