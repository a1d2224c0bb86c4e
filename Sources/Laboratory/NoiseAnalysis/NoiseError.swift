/// Why a recording tells nothing of noise.
package enum NoiseError: Error, Equatable {
  /// No stretch without a gap is as long as a segment.
  case tooShort(file: String, longestSeconds: Double, segmentSeconds: Double)
  /// Records that are compared have different rates.
  case ratesDiffer(file: String, hertz: Double, expectedHertz: Double)
  /// A record that is compared has more channels than the one that is meant.
  case notOneChannel(file: String, channels: [String])
  /// Records that are compared do not overlap for a segment.
  case noCommonTime(files: [String], commonSeconds: Double, segmentSeconds: Double)

  /// What is wrong, with the file, in a person's words.
  package var message: String {
    switch self {
    case .tooShort(let file, let longest, let segment):
      "\(file): the longest time without a gap is \(text(longest)) s, expected at least the "
        + "\(text(segment)) s of a segment"
    case .ratesDiffer(let file, let hertz, let expected):
      "\(file): has \(text(hertz)) Hz, expected \(text(expected)) Hz as the file before"
    case .notOneChannel(let file, let channels):
      "\(file): has the channels \(channels.joined(separator: ", ")), expected one: choose it "
        + "with --channels"
    case .noCommonTime(let files, let common, let segment):
      "\(files.joined(separator: ", ")): have \(text(common)) s in common without a gap, expected "
        + "at least the \(text(segment)) s of a segment"
    }
  }

  private func text(_ value: Double) -> String {
    let thousandths = (value * 1000).rounded() / 1000
    return thousandths == thousandths.rounded() && abs(thousandths) < 1e15
      ? "\(Int(thousandths))" : "\(thousandths)"
  }
}
