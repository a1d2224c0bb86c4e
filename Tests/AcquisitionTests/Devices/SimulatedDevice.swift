import Acquisition
import SeismicTypes

/// A device on a time of its own: true rate, stamps with jitter, losses.
///
/// The same seed gives the same stamps.
struct SimulatedDevice {
  enum Jitter {
    case none
    /// Later by up to 1 ms, as a thread is woken late.
    case late
    /// Up to 1 ms early or late.
    case uniform
    /// Two-sided, with a standard deviation of 1 ms.
    case normal
  }

  static let origin: Int64 = 5_000_000_000_000
  static let utcOffset: Int64 = 1_790_000_000_000_000_000

  let nominal: SampleRate
  /// The period's error: positive is slow.
  let partsPerMillion: Double
  var jitter = Jitter.none
  var isDriverStamped = true
  var timeline: SourceTimeline
  /// The next frame to be read, counted by the device.
  private(set) var frame: Int64 = 0
  /// Added to what the device's clock says from now on.
  var shiftNanoseconds: Int64 = 0
  var errorMicroseconds: UInt32 = 10
  var utcStepNanoseconds: Int64 = 0
  var internationalAtomicSeconds: Int32 = 37
  private var seed: UInt64

  init(
    hertz: Double = 100, partsPerMillion: Double = 0, jitter: Jitter = .none,
    delayNanoseconds: Int64 = 0, seed: UInt64 = 1
  ) {
    nominal = SampleRate(hertz: hertz) ?? SampleRate(microhertz: 1)
    self.partsPerMillion = partsPerMillion
    self.jitter = jitter
    self.seed = seed
    timeline = SourceTimeline(sampleRate: nominal, delayNanoseconds: delayNanoseconds)
  }

  /// When a frame is taken, on the raw clock.
  func truth(ofFrame frame: Int64) -> Int64 {
    let period = 1e15 / Double(nominal.microhertz) * (1 + partsPerMillion * 1e-6)
    return Self.origin + Int64((Double(frame) * period).rounded()) + shiftNanoseconds
  }

  /// The next block, with frames lost before it, placed on the time line.
  mutating func next(
    _ frameCount: Int, lost: Int64 = 0, isLossTold: Bool = true, delivery: Int64 = 0
  ) -> BlockPlacement {
    frame += lost
    let newest = truth(ofFrame: frame + Int64(frameCount) - 1)
    let stamp = newest + jitterNanoseconds() + delivery
    frame += Int64(frameCount)
    let block = DeviceBlock(
      frameCount: frameCount, newestFrameRawNanoseconds: stamp, isDriverStamped: isDriverStamped,
      lostFrameCount: isLossTold ? lost : nil)
    return timeline.place(block, at: clock(stamp + 100_000))
  }

  /// Reads blocks for a time; the last one's placement.
  @discardableResult
  mutating func run(seconds: Double, _ frameCount: Int) -> BlockPlacement {
    let blocks = Int(seconds * Double(nominal.microhertz) / 1e6 / Double(frameCount))
    var last = next(frameCount)
    for _ in 1..<max(blocks, 2) { last = next(frameCount) }
    return last
  }

  /// How much later than truth the time line puts a block's first frame.
  func error(of place: BlockPlacement, firstFrame: Int64) -> Int64 {
    place.startTime.nanoseconds - Self.utcOffset - utcStepNanoseconds - truth(ofFrame: firstFrame)
  }

  private func clock(_ raw: Int64) -> ClockReading {
    ClockReading(
      rawNanoseconds: raw, realtimeNanoseconds: raw + Self.utcOffset + utcStepNanoseconds,
      errorMicroseconds: errorMicroseconds, internationalAtomicSeconds: internationalAtomicSeconds)
  }

  private mutating func jitterNanoseconds() -> Int64 {
    switch jitter {
    case .none: return 0
    case .late: return Int64(random() * 1e6)
    case .uniform: return Int64((2 * random() - 1) * 1e6)
    case .normal:
      var sum = -6.0
      for _ in 0..<12 { sum += random() }
      return Int64(sum * 1e6)
    }
  }

  /// SplitMix64, 0 ≤ value < 1.
  private mutating func random() -> Double {
    seed &+= 0x9E37_79B9_7F4A_7C15
    var z = seed
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
  }
}
