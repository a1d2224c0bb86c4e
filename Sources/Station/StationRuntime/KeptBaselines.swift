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

  /// What is kept of a source, or why its start is a cold one.
  package enum Finding: Equatable {
    case kept(Entry)
    case cold(ColdReason)
  }

  /// Why a start is a cold one.
  package enum ColdReason {
    case nothingKept, damagedFile, changedFiles, olderThanADay, changedScale

    /// One word for the log.
    package var word: String {
      switch self {
      case .nothingKept: "nothing-kept"
      case .damagedFile: "damaged-file"
      case .changedFiles: "changed-files"
      case .olderThanADay: "older-than-a-day"
      case .changedScale: "changed-scale"
      }
    }
  }

  package private(set) var entries: [Entry]
  private var isDamaged = false

  private static let title = "firstbreak-baselines 1"
  private static let longestAgeNanoseconds: Int64 = 86_400_000_000_000
  /// Of what an entry may say: beyond it no reading of a sensor can be.
  private static let largestGravity: Int64 = 1 << 46
  private static let largestTiltMillidegrees: Int64 = 180_000

  package init(entries: [Entry]) { self.entries = entries }

  /// The entries at a path; none where there is no file, or it is damaged.
  package init(readingFrom path: String) {
    var isDamaged = false
    let file = SlowStateFile.read(path, title: Self.title, isDamaged: &isDamaged)
    self.init(file, isDamaged: isDamaged)
    if self.isDamaged { Log.write(.warning, "baselines: \(path) is damaged and left out") }
  }

  /// The entries of a file's bytes; none where they are damaged.
  package init(_ bytes: [UInt8]) {
    let file = SlowStateFile(bytes, title: Self.title)
    self.init(file, isDamaged: file == nil)
  }

  /// An entry that no station has written leaves the file a damaged one.
  private init(_ file: SlowStateFile?, isDamaged: Bool) {
    entries = []
    self.isDamaged = isDamaged
    for entry in file?.entries ?? [] {
      if let entry = Self.entry(entry) {
        entries.append(entry)
      } else {
        self.isDamaged = true
      }
    }
  }

  /// The file's bytes.
  package var bytes: [UInt8] { file.bytes }

  private var file: SlowStateFile {
    SlowStateFile(entries: entries.map { Self.words(of: $0) }, title: Self.title)
  }

  /// Replaces the file as a whole; zero, or a negative errno.
  package func write(_ path: String) -> Int32 { file.write(path) }

  /// What is known of a source and still holds.
  ///
  /// An entry of up to a day in the future holds, too: a board without a clock of its own starts in the
  /// past.
  package func finding(
    ofSource name: String, configurationHash: UInt64, at now: Timestamp
  ) -> Finding {
    for entry in entries where entry.source == name {
      guard entry.configurationHash == configurationHash else { return .cold(.changedFiles) }
      let (age, overflow) = now.nanoseconds.subtractingReportingOverflow(
        entry.savedAt.nanoseconds)
      guard !overflow, age < Self.longestAgeNanoseconds, age > -Self.longestAgeNanoseconds else {
        return .cold(.olderThanADay)
      }
      return .kept(entry)
    }
    return .cold(isDamaged ? .damagedFile : .nothingKept)
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

  private static func entry(_ kept: SlowStateFile.Entry) -> Entry? {
    let words = kept.words
    guard words.count == 7 || words.count == 10 else { return nil }
    var gravity: GravityReading?
    if words.count == 10 {
      guard areWithin(Self.largestGravity, words[7...9]) else { return nil }
      gravity = GravityReading(Vector3(vertical: words[7], north: words[8], east: words[9]))
    }
    guard areWithin(1 << 55, words[3...5]), (0...62).contains(words[2]), words[6] >= 0,
      words[6] <= largestTiltMillidegrees
    else { return nil }
    let means = Vector3(vertical: words[3], north: words[4], east: words[5])
    return Entry(
      source: kept.name, savedAt: Timestamp(nanoseconds: words[0]),
      configurationHash: UInt64(bitPattern: words[1]),
      baseline: BaselineState(means: means, scaleBits: words[2]), gravity: gravity,
      firstTiltMillidegrees: words[6])
  }

  private static func areWithin(_ limit: Int64, _ words: ArraySlice<Int64>) -> Bool {
    for word in words where word > limit || word < -limit { return false }
    return true
  }
}
