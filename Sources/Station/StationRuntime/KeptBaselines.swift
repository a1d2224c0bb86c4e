internal import CLinux
package import Conditioning
package import SeismicTypes

/// What each sensor's conditioner has learnt, kept across restarts in `baselines` of the state folder, so
/// that observed shaking is judged three seconds after a start instead of ten.
///
/// It is used for as long as the files that describe station, board and calibrations have not changed by
/// a byte and it is less than a day old.
package struct KeptBaselines {
  /// Of one source.
  package struct Entry: Equatable {
    package var source: String
    package var savedAt: Timestamp
    package var configurationHash: UInt64
    package var baseline: BaselineState
    /// The last quiet minute's mean; nil where gravity is not felt or not known yet.
    package var gravity: GravityReading?
    /// The tilt that drift is measured from.
    package var firstTiltMillidegrees: Int64

    package init(
      source: String, savedAt: Timestamp, configurationHash: UInt64, baseline: BaselineState,
      gravity: GravityReading?, firstTiltMillidegrees: Int64
    ) {
      self.source = source
      self.savedAt = savedAt
      self.configurationHash = configurationHash
      self.baseline = baseline
      self.gravity = gravity
      self.firstTiltMillidegrees = firstTiltMillidegrees
    }
  }

  package var entries: [Entry]

  private static let title = "firstbreak-baselines 1"
  private static let longestAgeNanoseconds: Int64 = 86_400_000_000_000
  /// How far a clock that was put back may leave an entry in the future.
  private static let largestLeadNanoseconds: Int64 = 60_000_000_000

  package init(entries: [Entry]) { self.entries = entries }

  /// The entries at a path; none where there is no file, or it is damaged.
  package init(readingFrom path: String) {
    var isDamaged = false
    let file = SlowStateFile.read(path, title: Self.title, isDamaged: &isDamaged)
    if isDamaged { Log.write(.warning, "baselines: \(path) is damaged and left out") }
    entries = []
    for entry in file?.entries ?? [] {
      if let entry = Self.entry(entry) { entries.append(entry) }
    }
  }

  /// Replaces the file as a whole; zero, or a negative errno.
  package func write(_ path: String) -> Int32 {
    SlowStateFile(entries: entries.map { Self.words(of: $0) }, title: Self.title).write(path)
  }

  /// What is known of a source and still holds.
  package func entry(
    ofSource name: String, configurationHash: UInt64, at now: Timestamp
  ) -> Entry? {
    for entry in entries where entry.source == name {
      let (age, isAbsurd) = now.nanoseconds.subtractingReportingOverflow(
        entry.savedAt.nanoseconds)
      guard entry.configurationHash == configurationHash, !isAbsurd,
        age > -Self.largestLeadNanoseconds, age < Self.longestAgeNanoseconds
      else { return nil }
      return entry
    }
    return nil
  }

  private static func words(of entry: Entry) -> SlowStateFile.Entry {
    let means = entry.baseline.means
    var words = [
      entry.savedAt.nanoseconds, Int64(bitPattern: entry.configurationHash),
      entry.baseline.scaleBits, means.vertical, means.north, means.east,
      entry.firstTiltMillidegrees,
    ]
    if let mean = entry.gravity?.meanPicometresPerSecondSquared {
      words += [mean.vertical, mean.north, mean.east]
    }
    return SlowStateFile.Entry(name: entry.source, words: words)
  }

  /// Whether every component lies within ±limit; `Int64.min` has no magnitude to compare.
  private static func isWithin(_ vector: Vector3, _ limit: Int64) -> Bool {
    for component in [vector.vertical, vector.north, vector.east] {
      guard component >= -limit, component <= limit else { return false }
    }
    return true
  }

  private static func entry(_ kept: SlowStateFile.Entry) -> Entry? {
    let words = kept.words
    guard words.count == 7 || words.count == 10 else { return nil }
    var gravity: GravityReading?
    if words.count == 10 {
      gravity = GravityReading(Vector3(vertical: words[7], north: words[8], east: words[9]))
    }
    let means = Vector3(vertical: words[3], north: words[4], east: words[5])
    guard isWithin(means, 1 << 55), (0...62).contains(words[2]),
      (0...180_000).contains(words[6])
    else { return nil }
    // The monitor holds what it averages inside ±2⁴⁶ pm/s².
    if let mean = gravity?.meanPicometresPerSecondSquared, !isWithin(mean, 1 << 46) { return nil }
    return Entry(
      source: kept.name, savedAt: Timestamp(nanoseconds: words[0]),
      configurationHash: UInt64(bitPattern: words[1]),
      baseline: BaselineState(means: means, scaleBits: words[2]), gravity: gravity,
      firstTiltMillidegrees: words[6])
  }
}
