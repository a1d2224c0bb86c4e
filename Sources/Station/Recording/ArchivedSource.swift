package import SeismicTypes

/// A source whose channels are archived.
package struct ArchivedSource: Equatable, Sendable {
  /// A channel: its code and its place in the source's frames.
  package struct Channel: Equatable, Sendable {
    package var code: String
    package var index: Int

    package init(code: String, index: Int) {
      self.code = code
      self.index = index
    }
  }

  package var name: String
  /// The nominal rate, which the records state.
  package var sampleRate: SampleRate
  package var channels: [Channel]
  /// Whether samples from before the archive's end are taken for those it has: recordings are played
  /// again, sensors never are.
  package var isReplay: Bool

  package init(name: String, sampleRate: SampleRate, channels: [Channel], isReplay: Bool) {
    self.name = name
    self.sampleRate = sampleRate
    self.channels = channels
    self.isReplay = isReplay
  }
}
