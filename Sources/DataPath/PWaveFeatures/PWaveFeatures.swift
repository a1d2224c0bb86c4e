package import SeismicTypes

/// The P-wave parameters of one component group over windows that grow from the onset.
///
/// Every sample goes into a history of some seconds, so that a window may begin at an onset that the
/// trigger confirmed only later. While a window is open the samples from the onset on are measured,
/// at each sample as many as are waiting, up to the end of the next window: a window of W contains
/// the samples onset … onset + round(W × rate) − 1 and is given out with its last sample, or, for an
/// onset in the past, one window per sample until the present is reached. A jump of the vertical is
/// measured once it is proven to be motion, two samples later at most; a spike or a step never is.
///
/// `@safe`: every index into the records is masked by capacity − 1, so none lies outside, and the
/// history that owns them lives as long as the struct.
@safe
package struct PWaveFeatures: ~Copyable {
  private let sampleRate: SampleRate
  /// Keeps the memory behind `records` alive.
  private let history: MotionHistory
  private let records: UnsafeMutablePointer<MotionRecord>
  private var filters: WaveFilters
  private var noise: NoiseHistory
  private let indexMask: Int64
  private let capacity: Int64

  /// The history holds the samples oldest … newest − 1; `newestSampleIndex` is the next expected.
  private var oldestSampleIndex: Int64 = 0
  private var nextSampleIndex: Int64 = 0
  private var isEmpty = true
  /// Where a jump of the vertical began that is not known yet for what it is.
  private var jumpSampleIndex: Int64?

  private var accumulator = PWaveAccumulator()
  private var sWave: SWaveDetector
  private var onsetSampleIndex: Int64 = 0
  /// Whether the window was opened in place of another.
  private var isBehindAnother = false
  /// The next sample to measure.
  private var cursor: Int64 = 0
  private var windowMilliseconds: Int64 = 0
  private var windowSampleCount: Int64 = 0
  /// Whether a window is open.
  package private(set) var isOpen = false

  /// Sizes the history: at least `historyMilliseconds` at the given rate.
  package init(sampleRate: SampleRate, historyMilliseconds: Int64 = 5_000) {
    self.sampleRate = sampleRate
    let history = MotionHistory(
      minimumSampleCount: sampleRate.sampleCount(milliseconds: historyMilliseconds) + 1)
    self.history = history
    unsafe records = history.records
    capacity = history.capacity
    indexMask = history.capacity - 1
    filters = WaveFilters(sampleRate: sampleRate)
    noise = NoiseHistory(sampleRate: sampleRate)
    sWave = SWaveDetector(sampleRate: sampleRate)
  }

  /// The memory of the histories in bytes.
  package var memoryByteCount: Int {
    Int(capacity) * MemoryLayout<MotionRecord>.stride + NoiseMemory.byteCount
  }

  /// The largest shaking since the onset of the open window.
  package var observed: ObservedPeaks { @_noAllocation @_noLocks get { accumulator.observed } }

  /// Begins to measure at an onset; a window that was open is given up.
  ///
  /// - Parameter onsetSampleIndex: May lie in the future. Where it lies before the history the
  ///   window still counts from the onset, its lost samples as a gap.
  /// - Returns: Whether the history reaches back to the onset.
  @discardableResult
  @_noAllocation @_noLocks
  package mutating func open(onsetSampleIndex: Int64) -> Bool {
    accumulator = beginning()
    sWave = SWaveDetector(sampleRate: sampleRate)
    self.onsetSampleIndex = onsetSampleIndex
    isBehindAnother = isOpen
    cursor = onsetSampleIndex
    windowMilliseconds = 0
    nextWindow()
    isOpen = true
    return isEmpty ? onsetSampleIndex >= nextSampleIndex : onsetSampleIndex >= oldestSampleIndex
  }

  /// Ends the open window; the history goes on.
  @_noAllocation @_noLocks
  package mutating func close() { isOpen = false }

  /// Notes in the open window that its time is not continuous, as after a clock step.
  @_noAllocation @_noLocks
  package mutating func markGap() { accumulator.containsGap = true }

  /// Forgets the open window and what the filters hold, as the conditioner does after a long gap; the
  /// noise stays known.
  @_noAllocation @_noLocks
  package mutating func restart() {
    isOpen = false
    filters.restart()
  }

  /// Takes one sample; gives out the window that it completes.
  ///
  /// - Parameters:
  ///   - motion: The conditioned sample.
  ///   - sampleIndex: Its index since the source started. Indices that were skipped are missing
  ///     samples; they count as time and set `containsGap`.
  ///   - isQuiet: Whether the sample is noise: no onset is held, no event open.
  /// - Returns: The window, if the samples of one are complete.
  @_noAllocation @_noLocks
  package mutating func process(
    _ motion: GroundMotion, sampleIndex: Int64, isQuiet: Bool
  ) -> PWaveWindow? {
    advance(
      motion, shaking: motion.unmaskedPeaks(), sampleIndex: sampleIndex, isQuiet: isQuiet)
      ? finishWindow() : nil
  }

  /// Takes one sample as `process` does and says whether it completes a window, which `finishWindow`
  /// then gives out: most samples complete none, and an empty window is large to hand over.
  ///
  /// - Parameters:
  ///   - motion: The conditioned sample.
  ///   - shaking: Its `unmaskedPeaks`, which the caller has other uses for.
  ///   - sampleIndex: Its index.
  ///   - isQuiet: Whether the sample is noise.
  /// - Returns: Whether a window is complete.
  @_noAllocation @_noLocks
  package mutating func advance(
    _ motion: GroundMotion, shaking: ObservedPeaks, sampleIndex: Int64, isQuiet: Bool
  ) -> Bool {
    makeRoom(for: sampleIndex)
    // A pointer of its own: ThreadSanitizer's build takes a record for a part of `self`.
    let record = unsafe records + Int(truncatingIfNeeded: sampleIndex & indexMask)
    unsafe filters.process(motion, shaking, into: &record.pointee)
    unsafe noise.process(
      &record.pointee, motion.accelerationPicometresPerSecondSquared,
      isQuiet: isQuiet && motion.isBaselineSettled)
    judgeJump(
      isUnproven: unsafe record.pointee.isVerticalUnproven,
      isMasked: unsafe record.pointee.isVerticalMasked, at: sampleIndex)
    return isOpen && measureWaiting()
  }

  /// Measures the samples that wait, up to the end of the window.
  ///
  /// - Returns: Whether the window is complete.
  @_noAllocation @_noLocks
  private mutating func measureWaiting() -> Bool {
    let end = jumpSampleIndex ?? nextSampleIndex
    while cursor < end {
      var record = recordHeld(at: cursor)
      accumulator.add(&record)
      sWave.add(
        energy(at: cursor), leavingShort: energy(at: cursor &- sWave.shortSampleCount),
        leavingLong: energy(at: cursor &- sWave.shortSampleCount &- sWave.longSampleCount))
      cursor = cursor &+ 1
      if accumulator.sums.sampleCount == windowSampleCount { return true }
    }
    return false
  }

  /// The window that the last sample has completed; the next one begins.
  @_noAllocation @_noLocks
  package mutating func finishWindow() -> PWaveWindow {
    var window = accumulator.window(milliseconds: windowMilliseconds, sampleRate: sampleRate)
    let stretch = noise.window(sampleCount: windowSampleCount)
    window.compare(
      with: stretch,
      knownMilliseconds: noise.stretchCount &* 500, sampleRate: sampleRate,
      absent: filters.absentBands)
    if windowMilliseconds <= 1_000 {
      sWave.judgeOnset(
        accumulator.sums, noise: stretch?.sums, hasMovedBefore: hasMovedBeforeOnset())
    }
    window.containsSWave = sWave.hasArrived
    window.beginsAtSWave = sWave.isOnset
    window.isTeleseismSuspected = window.looksTeleseismic()
    nextWindow()
    return window
  }

  /// What the history holds of a sample; a missing sample's record where it reaches back no further.
  @_noAllocation @_noLocks
  private func recordHeld(at index: Int64) -> MotionRecord {
    if index < oldestSampleIndex || index >= nextSampleIndex { return MotionRecord() }
    return unsafe records[Int(truncatingIfNeeded: index & indexMask)]
  }

  /// The energy of a sample of the open window; none before the onset.
  @_noAllocation @_noLocks
  private func energy(at index: Int64) -> SWaveDetector.Energy {
    index < onsetSampleIndex
      ? SWaveDetector.Energy() : SWaveDetector.Energy(recordHeld(at: index))
  }

  /// Whether the ground moved from 3 to 1 s before the onset, with more than 8 times the energy of the
  /// noise; a P wave that is picked late has begun in the second that is left out.
  ///
  /// An onset while another window was open says nothing: there the ground moves anyhow.
  @_noAllocation @_noLocks
  private mutating func hasMovedBeforeOnset() -> Bool {
    guard !isBehindAnother,
      let stretch = noise.window(sampleCount: sampleRate.sampleCount(milliseconds: 1_000))
    else { return false }
    var sums = PWaveSums()
    var index = onsetSampleIndex &- sampleRate.sampleCount(milliseconds: 3_000)
    let end = onsetSampleIndex &- sampleRate.sampleCount(milliseconds: 1_000)
    while index < end {
      if index >= oldestSampleIndex {
        var record = recordHeld(at: index)
        sums.add(&record)
      }
      index &+= 1
    }
    guard sums.sampleCount > 0 else { return false }
    let energy = sums.horizontalEnergy &+ sums.velocityAboveHalfHertzEnergy
    let quiet = stretch.sums.horizontalEnergy &+ stretch.sums.velocityAboveHalfHertzEnergy
    return energy / UInt128(truncatingIfNeeded: sums.sampleCount) / 8
      > quiet / UInt128(truncatingIfNeeded: stretch.sums.sampleCount)
  }

  /// Nothing measured yet, and what the noise says of when to begin.
  @_noAllocation @_noLocks
  private mutating func beginning() -> PWaveAccumulator {
    let delay = sampleRate.sampleCount(milliseconds: 50)
    guard
      let stretch = noise.window(sampleCount: sampleRate.sampleCount(milliseconds: 500))
    else { return PWaveAccumulator(periodDelaySampleCount: delay) }
    return PWaveAccumulator(
      periodDelaySampleCount: delay, periodThreshold: stretch.sums.velocity &* 3,
      polarityThreshold: stretch.sums.velocityAboveHalfHertzRms() &* 3)
  }

  /// Follows a jump of the vertical: masked after all, its samples are left out.
  @inline(__always) @_noAllocation @_noLocks
  private mutating func judgeJump(isUnproven: Bool, isMasked: Bool, at sampleIndex: Int64) {
    if isUnproven {
      if case .none = jumpSampleIndex { jumpSampleIndex = sampleIndex }
      return
    }
    guard var index = jumpSampleIndex else { return }
    jumpSampleIndex = nil
    guard isMasked else { return }
    if index < oldestSampleIndex { index = oldestSampleIndex }
    while index < sampleIndex {
      // A pointer of its own: on a subscript the compiler fails under ThreadSanitizer.
      let record = unsafe records + Int(truncatingIfNeeded: index & indexMask)
      unsafe record.pointee.leaveOutVertical()
      index &+= 1
    }
  }

  /// Makes the sample's place the newest, and stores missing ones where indices were skipped.
  @inline(__always) @_noAllocation @_noLocks
  private mutating func makeRoom(for sampleIndex: Int64) {
    if isEmpty || sampleIndex != nextSampleIndex { skip(to: sampleIndex) }
    extend()
  }

  @inline(never) @_noAllocation @_noLocks
  private mutating func skip(to sampleIndex: Int64) {
    let skippedCount = sampleIndex &- nextSampleIndex
    if isEmpty || skippedCount < 0 || skippedCount >= capacity {
      oldestSampleIndex = sampleIndex
      nextSampleIndex = sampleIndex
      isEmpty = false
    }
    while nextSampleIndex < sampleIndex {
      unsafe records[Int(truncatingIfNeeded: nextSampleIndex & indexMask)] = MotionRecord()
      extend()
    }
  }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func extend() {
    nextSampleIndex = nextSampleIndex &+ 1
    if nextSampleIndex &- oldestSampleIndex > capacity {
      oldestSampleIndex = nextSampleIndex &- capacity
    }
  }

  /// Half-second steps to 10 s, whole seconds beyond.
  @_noAllocation @_noLocks
  private mutating func nextWindow() {
    windowMilliseconds = windowMilliseconds &+ (windowMilliseconds < 10_000 ? 500 : 1_000)
    windowSampleCount = sampleRate.sampleCount(milliseconds: windowMilliseconds)
  }
}
