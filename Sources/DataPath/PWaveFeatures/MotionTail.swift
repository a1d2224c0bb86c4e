package import SeismicTypes

/// The largest vertical acceleration of the last quarter of a second: whether motion goes on.
///
/// A knock rings out within tenths of a second; the P wave of an earthquake that matters does not. In
/// 343 records of PGV ≥ 3.4 cm/s the last 0.25 s of a window of 0.5, 1, 1.5 and 2 s fell below 0.4,
/// 1/4, 1/5 and 1/8 of the window's peak in 1, 1, 1 and 2; one of them is a wrong pick.
package struct MotionTail: BitwiseCopyable, Sendable {
  private let blockSampleCount: Int64
  private var sampleCount: Int64 = 0
  private var present: Int64 = 0
  /// The peaks of the last four blocks of 50 ms.
  private var peaks: InlineArray<4, Int64> = InlineArray(repeating: 0)
  private var place = 0

  package init(sampleRate: SampleRate) {
    blockSampleCount = max(1, sampleRate.sampleCount(milliseconds: 50))
  }

  /// Takes one sample; what is no ground motion, or may be none, counts as motion.
  ///
  /// It must not be called spent because it is masked: a window is judged by its own mask.
  @_noAllocation @_noLocks
  package mutating func process(_ motion: GroundMotion) {
    let acceleration = motion.accelerationPicometresPerSecondSquared.vertical
    let magnitude = acceleration < 0 ? 0 &- acceleration : acceleration
    present = magnitude > present ? magnitude : present
    sampleCount &+= 1
    guard sampleCount >= blockSampleCount else { return }
    peaks[place] = present
    place = (place &+ 1) & 3
    sampleCount = 0
    present = 0
  }

  /// Whether the motion of a window that ends now has died away again.
  @_noAllocation @_noLocks
  package func isSpent(_ window: PWaveWindow) -> Bool {
    var tail = present
    var index = 0
    while index < 4 {
      tail = peaks[index] > tail ? peaks[index] : tail
      index &+= 1
    }
    let peak = window.paPicometresPerSecondSquared
    return tail < (peak &>> 8) &* Self.leastShareQ8(windowMilliseconds: window.windowMilliseconds)
  }

  @_noAllocation @_noLocks
  private static func leastShareQ8(windowMilliseconds: Int32) -> Int64 {
    switch windowMilliseconds {
    case ...500: 102
    case ...1_000: 64
    case ...1_500: 51
    default: 32
    }
  }
}
