import SeismicTypes

/// The last half minute of quiet in stretches of half a second, and what a window measures in it.
///
/// A window of noise is a row of stretches: its peaks are the largest of theirs, its sums the sum. Of
/// up to 15 windows as long as the P window, spread evenly over the quiet before the onset, each
/// measure's median counts: a car that passed twenty seconds ago masks nothing.
///
/// `@safe`: every index lies below the capacity of the memory, which lives as long as the struct.
@safe
struct NoiseHistory: ~Copyable {
  /// Keeps the memory alive.
  private let memory: NoiseMemory
  private let stretches: UnsafeMutablePointer<NoiseStretch>
  private let windows: UnsafeMutablePointer<NoiseStretch>
  private let stretchSampleCount: Int64
  private let capacity: Int64
  private let windowCapacity: Int64

  private var current = NoiseStretch()
  /// Stretches completed since the start; the newest `capacity` of them are kept.
  private var completedCount: Int64 = 0

  init(sampleRate: SampleRate) {
    let memory = NoiseMemory()
    self.memory = memory
    unsafe stretches = memory.stretches
    unsafe windows = memory.windows
    capacity = NoiseMemory.capacity
    windowCapacity = NoiseMemory.windowCapacity
    stretchSampleCount = sampleRate.sampleCount(milliseconds: 500)
  }

  /// How many half seconds of quiet are known.
  var stretchCount: Int64 {
    @_noAllocation @_noLocks get { completedCount < capacity ? completedCount : capacity }
  }

  /// Takes a quiet sample, its record left as it is, and the acceleration after chain 1; one that is not gives up the stretch that is being measured.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(_ record: inout MotionRecord, _ acceleration: Vector3, isQuiet: Bool) {
    guard isQuiet else {
      if current.sums.sampleCount > 0 { current = NoiseStretch() }
      return
    }
    if record.isVerticalMasked || record.isVerticalUnproven { return }
    current.add(&record, acceleration)
    guard current.sums.sampleCount >= stretchSampleCount else { return }
    unsafe stretches[Int(truncatingIfNeeded: completedCount % capacity)] = current
    completedCount &+= 1
    current = NoiseStretch()
  }

  /// The noise of a window, its sums as they are in at most 10 s; nil before a second of it is known.
  ///
  /// The newest half second is left out: an onset picked late has begun in it.
  @_noAllocation @_noLocks
  mutating func window(sampleCount: Int64) -> NoiseStretch? {
    let known = stretchCount &- 1
    guard known >= 2 else { return nil }
    var length = (sampleCount &+ stretchSampleCount / 2) / stretchSampleCount
    if length > 20 { length = 20 }
    if length > known { length = known }
    if length < 1 { length = 1 }
    let spare = known &- length
    var count = spare &+ 1 < windowCapacity ? spare &+ 1 : windowCapacity
    if count & 1 == 0 { count &-= 1 }
    let oldest = completedCount &- stretchCount
    var index: Int64 = 0
    while index < count {
      let start = oldest &+ (count > 1 ? index &* spare / (count &- 1) : 0)
      unsafe windows[Int(truncatingIfNeeded: index)] = merged(from: start, length)
      index &+= 1
    }
    return median(of: count)
  }

  @_noAllocation @_noLocks
  private func merged(from start: Int64, _ length: Int64) -> NoiseStretch {
    var window = NoiseStretch()
    var offset: Int64 = 0
    while offset < length {
      window.merge(
        unsafe stretches[Int(truncatingIfNeeded: (start &+ offset) % capacity)])
      offset &+= 1
    }
    return window
  }

  /// Each measure's median over the first windows: the lower half is sorted out, measure by measure.
  @_noAllocation @_noLocks
  private mutating func median(of count: Int64) -> NoiseStretch {
    let middle = count / 2
    var lower: Int64 = 0
    while lower <= middle {
      var smallest = unsafe windows[Int(truncatingIfNeeded: lower)]
      var upper = lower &+ 1
      while upper < count {
        smallest.order(with: &(unsafe windows[Int(truncatingIfNeeded: upper)]))
        upper &+= 1
      }
      unsafe windows[Int(truncatingIfNeeded: lower)] = smallest
      lower &+= 1
    }
    return unsafe windows[Int(truncatingIfNeeded: middle)]
  }
}
