import FixedPoint
package import SeismicTypes

/// JMA's seismic intensity of the open event, in real time.
///
/// I = 2·log10 a₀ + 0.94, where a₀ (gal) is the level that the three-component vector sum of the
/// filtered acceleration has exceeded for 0.3 s in all since the onset; the value is rounded to
/// hundredths and cut to tenths, as JMA does. The filters run while an event is open only, from 2 s
/// before its onset: what they would remember from before that has fallen to 1/300. A quiet sample
/// costs the record of its acceleration. Four samples are taken at each step until the present is
/// reached, so that opening an event delays nothing.
///
/// `@safe`: every index into the records is masked by capacity − 1, and the history that owns them
/// lives as long as the struct.
@safe
package struct IntensityMeter: ~Copyable {
  private let sampleRate: SampleRate
  private let coefficients: IntensityCoefficients
  /// Keeps the memory behind `records` alive.
  private let history: AccelerationHistory
  private let records: UnsafeMutablePointer<AccelerationRecord>
  private let capacity: Int64
  private let warmUpSampleCount: Int64

  private var oldestSampleIndex: Int64 = 0
  private var nextSampleIndex: Int64 = 0
  private var cursor: Int64 = 0
  private var onsetSampleIndex: Int64 = 0
  private var vertical = IntensityFilter()
  private var north = IntensityFilter()
  private var east = IntensityFilter()
  private var largest: LargestValues
  /// The level that `notedHundredths` was made of.
  private var notedSquare: UInt128 = 0
  private var notedHundredths: Int64 = -990
  /// Whether an event is measured.
  package private(set) var isOpen = false

  package init(sampleRate: SampleRate) {
    self.sampleRate = sampleRate
    coefficients = IntensityCoefficients(sampleRate: sampleRate)
    warmUpSampleCount = sampleRate.sampleCount(milliseconds: 2_000)
    let history = AccelerationHistory(
      minimumSampleCount: sampleRate.sampleCount(milliseconds: 5_000) + 1)
    self.history = history
    unsafe records = history.records
    capacity = history.capacity
    largest = LargestValues(capacity: Int(sampleRate.sampleCount(milliseconds: 300)))
  }

  /// The memory of the history and of the largest samples in bytes.
  package var memoryByteCount: Int {
    Int(capacity) * MemoryLayout<AccelerationRecord>.stride + largest.memoryByteCount
  }

  /// The intensity × 100 so far; nil before 0.3 s have been measured.
  package var hundredths: Int64? {
    @_noAllocation @_noLocks mutating get {
      guard isOpen, let square = largest.smallest else { return nil }
      if square != notedSquare {
        notedSquare = square
        notedHundredths = Self.hundredths(vectorSquareQ32: square)
      }
      return notedHundredths
    }
  }

  /// The intensity × 10 so far, held to −99…99; nil before 0.3 s have been measured.
  package var tenths: Int32? {
    @_noAllocation @_noLocks mutating get {
      guard let hundredths else { return nil }
      let tenths = hundredths >= 0 ? hundredths / 10 : (hundredths &- 9) / 10
      return Int32(truncatingIfNeeded: saturated(tenths, to: 99))
    }
  }

  /// Begins to measure at an onset, in the past where the history reaches back to it.
  @_noAllocation @_noLocks
  package mutating func open(onsetSampleIndex: Int64) {
    self.onsetSampleIndex = onsetSampleIndex
    let start = onsetSampleIndex &- warmUpSampleCount
    cursor = start < oldestSampleIndex ? oldestSampleIndex : start
    restartFilters()
    largest.removeAll()
    notedSquare = 0
    notedHundredths = -990
    isOpen = true
  }

  /// Ends the measurement; the history goes on.
  @_noAllocation @_noLocks
  package mutating func close() { isOpen = false }

  /// Takes one sample; after skipped indices the history and the filters begin anew.
  @_noAllocation @_noLocks
  package mutating func process(_ motion: GroundMotion, sampleIndex: Int64) {
    if sampleIndex != nextSampleIndex {
      oldestSampleIndex = sampleIndex
      nextSampleIndex = sampleIndex
      cursor = sampleIndex
      restartFilters()
    }
    unsafe records[place(of: sampleIndex)] = AccelerationRecord(motion)
    nextSampleIndex = sampleIndex &+ 1
    if nextSampleIndex &- oldestSampleIndex > capacity { oldestSampleIndex &+= 1 }
    guard isOpen else { return }
    var step = 0
    while step < 4 && cursor < nextSampleIndex {
      measure(unsafe records[place(of: cursor)])
      cursor &+= 1
      step &+= 1
    }
  }

  @_noAllocation @_noLocks
  private mutating func measure(_ record: AccelerationRecord) {
    let up = vertical.process(Int64(record.vertical) &<< 16, coefficients)
    let north = self.north.process(Int64(record.north) &<< 16, coefficients)
    let east = self.east.process(Int64(record.east) &<< 16, coefficients)
    guard cursor >= onsetSampleIndex else { return }
    largest.add(squared(up) &+ squared(north) &+ squared(east))
  }

  @_noAllocation @_noLocks
  private mutating func restartFilters() {
    vertical = IntensityFilter()
    north = IntensityFilter()
    east = IntensityFilter()
  }

  @inline(__always) @_noAllocation @_noLocks
  private func place(of sampleIndex: Int64) -> Int {
    Int(truncatingIfNeeded: sampleIndex & (capacity &- 1))
  }

  /// The intensity × 100 of the square of a level in µm/s², Q32: 1 gal is 10⁴ µm/s².
  @_noAllocation @_noLocks
  private static func hundredths(vectorSquareQ32 square: UInt128) -> Int64 {
    guard square > 0 else { return -990 }
    // log10 of 2³² × 10⁸ in Q24.
    let logarithm = Int64(log10Q24(square)) &- 295_831_976
    return roundedShift(logarithm &* 100, right: 24) &+ 94
  }
}
