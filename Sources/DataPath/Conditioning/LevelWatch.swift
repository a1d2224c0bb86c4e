import SeismicTypes

/// Averages the accelerations of three components over blocks of 50 ms and follows their levels.
///
/// The sample's own cost is three additions; all else happens at the end of a block.
struct LevelWatch: BitwiseCopyable {
  /// The components whose level may have shifted, and those whose level has just done so.
  private(set) var unprovenComponents: UInt8 = 0
  private(set) var maskedComponents: UInt8 = 0
  /// What the levels have changed by, zero where they stand; of the newest block.
  private(set) var changes = Vector3()

  private let blockSamples: Int64
  private let isOn: Bool
  private var sampleCount: Int64 = 0
  private var sums = Vector3()
  private var vertical: BaselineShift
  private var north: BaselineShift
  private var east: BaselineShift

  /// A watch over samples of 2^−`scaleBits` pm/s²; one that is not on finds nothing.
  init(sampleRate: SampleRate, scaleBits: Int64, isOn: Bool) {
    // At most 50 samples, at 1,000 Hz: sums stay inside 2⁶².
    blockSamples = max(1, sampleRate.sampleCount(milliseconds: 50))
    self.isOn = isOn
    vertical = BaselineShift(scaleBits: scaleBits)
    north = vertical
    east = vertical
  }

  /// One sample of baseline-removed acceleration, within ±2⁵⁶.
  ///
  /// - Parameters:
  ///   - shaking: The three components.
  ///   - jumping: Components in a jump, which is the guard's to judge: they count as at rest.
  ///   - isHeld: Whether an onset or an event is open.
  /// - Returns: Whether a level has shifted: see `changes`.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(
    _ shaking: Vector3, jumping: ComponentSet, isHeld: Bool
  ) -> Bool {
    let still = jumping.rawValue == 0
    sums.vertical &+= still || !jumping.has(.vertical) ? shaking.vertical : 0
    sums.north &+= still || !jumping.has(.north) ? shaking.north : 0
    sums.east &+= still || !jumping.has(.east) ? shaking.east : 0
    sampleCount &+= 1
    return sampleCount == blockSamples && finishBlock(isHeld: isHeld)
  }

  @_noAllocation @_noLocks
  mutating func restart() {
    sampleCount = 0
    sums = Vector3()
    unprovenComponents = 0
    maskedComponents = 0
    vertical.restart()
    north.restart()
    east.restart()
  }

  @inline(never) @_noAllocation @_noLocks
  private mutating func finishBlock(isHeld: Bool) -> Bool {
    let blocks = sums
    sums = Vector3()
    sampleCount = 0
    guard isOn else { return false }
    changes = Vector3()
    if case .shifted(let change) = vertical.process(
      block: blocks.vertical / blockSamples, isHeld: isHeld)
    {
      changes.vertical = change
    }
    if case .shifted(let change) = north.process(
      block: blocks.north / blockSamples, isHeld: isHeld)
    {
      changes.north = change
    }
    if case .shifted(let change) = east.process(
      block: blocks.east / blockSamples, isHeld: isHeld)
    {
      changes.east = change
    }
    unprovenComponents = Self.set(vertical.isUnproven, north.isUnproven, east.isUnproven)
    maskedComponents = Self.set(vertical.isMasked, north.isMasked, east.isMasked)
    return changes.largestMagnitude() > 0
  }

  @inline(__always) @_noAllocation @_noLocks
  private static func set(_ vertical: Bool, _ north: Bool, _ east: Bool) -> UInt8 {
    (vertical ? 1 : 0) | (north ? 2 : 0) | (east ? 4 : 0)
  }
}
