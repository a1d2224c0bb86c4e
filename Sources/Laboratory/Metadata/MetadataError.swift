/// Why metadata could not be written or read.
package enum MetadataError: Error, Equatable {
  /// A source whose rate only its recordings know.
  case rateMissing(source: String)
  /// A decimation that the acquisition does not know.
  case decimation(source: String)

  /// What is wrong, in a person's words.
  package var message: String {
    switch self {
    case .rateMissing(let source):
      "source \(source): sampleRateHertz is missing, as a recording knows its own; expected --rate"
    case .decimation(let source):
      "source \(source): captureRateHertz and sampleRateHertz are in no ratio that is decimated"
    }
  }
}
