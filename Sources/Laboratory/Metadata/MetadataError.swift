/// Why a response could not be described.
package enum MetadataError: Error, Equatable {
  /// Stages with poles or zeros and no frequency at which their gains hold.
  case noReference(channel: String)

  /// What is wrong, in a person's words.
  package var message: String {
    switch self {
    case .noReference(let channel):
      "channel \(channel): sensitivityFrequencyHertz is missing or where its responseStages are 0, "
        + "expected the frequency at which their gains hold"
    }
  }
}
