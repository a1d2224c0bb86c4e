/// The stamps of about a second of blocks, brought to one point of the rate fit.
///
/// What delays a stamp only makes it later, so the half with the least delay speaks for all. At most
/// 64 stamps are held: when more come, every other one is dropped and from then on only every second,
/// fourth … is taken. Nanoseconds throughout.
struct StampBin: Sendable {
  /// When a sample should have been taken by the nominal rate, and how much later it was stamped.
  struct Point: BitwiseCopyable {
    var nominal: Int64
    var deviation: Int64
  }

  /// A block's newest sample, and how far its stamp is from the line fitted so far.
  struct Stamp: BitwiseCopyable {
    var point: Point
    var residual: Int64
  }

  private static var capacity: Int { 64 }

  private var stamps: [Stamp]
  private(set) var count = 0
  private var stride = 1
  private var skipped = 0
  /// The first stamp's nominal time.
  private(set) var start: Int64 = 0

  init() {
    stamps = [Stamp](
      repeating: Stamp(point: Point(nominal: 0, deviation: 0), residual: 0), count: Self.capacity)
  }

  mutating func clear() {
    count = 0
    stride = 1
    skipped = 0
  }

  mutating func put(_ stamp: Stamp) {
    if count == 0 { start = stamp.point.nominal }
    skipped += 1
    guard count == 0 || skipped >= stride else { return }
    skipped = 0
    if count == Self.capacity { thin() }
    stamps[count] = stamp
    count += 1
  }

  /// The mean of the half that is delayed least; nil without stamps.
  mutating func point() -> Point? {
    guard count > 0 else { return nil }
    sort()
    let kept = (count + 1) / 2
    let first = stamps[0].point
    var nominal: Int64 = 0
    var deviation: Int64 = 0
    for place in 0..<kept {
      nominal += stamps[place].point.nominal - first.nominal
      deviation += stamps[place].point.deviation - first.deviation
    }
    return Point(
      nominal: first.nominal + nominal / Int64(kept),
      deviation: first.deviation + deviation / Int64(kept))
  }

  private mutating func thin() {
    for place in 0..<Self.capacity / 2 { stamps[place] = stamps[2 * place] }
    count = Self.capacity / 2
    stride *= 2
  }

  /// By residual, by insertion: the bin is small and filled once a second.
  private mutating func sort() {
    var place = 1
    while place < count {
      let stamp = stamps[place]
      var hole = place
      while hole > 0 && stamps[hole - 1].residual > stamp.residual {
        stamps[hole] = stamps[hole - 1]
        hole -= 1
      }
      stamps[hole] = stamp
      place += 1
    }
  }
}
