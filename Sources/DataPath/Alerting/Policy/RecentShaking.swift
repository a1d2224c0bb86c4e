internal import SeismicTypes

/// How strongly the ground has shaken of late: from about three seconds to half a second ago.
///
/// An onset is confirmed up to half a second after it began; what it is compared with must lie
/// before it. The peaks are kept in twelve bins of a quarter second, and the newest two with the one
/// being filled are left out.
struct RecentShaking: BitwiseCopyable {
  private let binSampleCount: Int64
  private var verticalBins: InlineArray<12, Int64> = InlineArray(repeating: 0)
  private var pgvBins: InlineArray<12, Int64> = InlineArray(repeating: 0)
  private var bin = 0
  private var sampleCount: Int64 = 0
  /// The largest shaking velocity of all bins old enough since the last restart, pm/s.
  private(set) var highestPgvPicometresPerSecond: Int64 = 0

  @_noAllocation @_noLocks
  init(sampleRate: SampleRate) {
    let count = sampleRate.sampleCount(milliseconds: 250)
    binSampleCount = count > 0 ? count : 1
  }

  /// Takes one sample: the vertical velocity of chain 1 and the largest shaking velocity.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(
    verticalPicometresPerSecond vertical: Int64, pgvPicometresPerSecond: Int64
  ) {
    let size = vertical < 0 ? 0 &- vertical : vertical
    let vertical = verticalBins[bin]
    verticalBins[bin] = size > vertical ? size : vertical
    let pgv = pgvBins[bin]
    pgvBins[bin] = pgvPicometresPerSecond > pgv ? pgvPicometresPerSecond : pgv
    sampleCount &+= 1
    guard sampleCount >= binSampleCount else { return }
    sampleCount = 0
    let settled = pgvBins[Self.place(bin, ago: 2)]
    if settled > highestPgvPicometresPerSecond { highestPgvPicometresPerSecond = settled }
    bin = Self.place(bin, ago: 11)
    verticalBins[bin] = 0
    pgvBins[bin] = 0
  }

  /// Begins the highest anew, as at an onset; the bins stay.
  @_noAllocation @_noLocks
  mutating func restartHighest() { highestPgvPicometresPerSecond = 0 }

  /// The largest vertical velocity of the bins that lie before an onset confirmed now, pm/s.
  @_noAllocation @_noLocks
  func verticalPicometresPerSecond() -> Int64 { Self.largest(verticalBins, from: bin) }

  /// The same of the shaking velocity.
  @_noAllocation @_noLocks
  func pgvPicometresPerSecond() -> Int64 { Self.largest(pgvBins, from: bin) }

  @_noAllocation @_noLocks
  private static func largest(_ bins: InlineArray<12, Int64>, from bin: Int) -> Int64 {
    var largest: Int64 = 0
    var ago = 3
    while ago < 12 {
      let value = bins[place(bin, ago: ago)]
      if value > largest { largest = value }
      ago &+= 1
    }
    return largest
  }

  /// The bin that was filled a number of bins before another; 11 before is the one to fill next.
  @inline(__always) @_noAllocation @_noLocks
  private static func place(_ bin: Int, ago: Int) -> Int {
    let place = bin &- ago
    return place < 0 ? place &+ 12 : place
  }
}
