import FixedPoint
package import SeismicTypes

/// A sensor that does not exist: noise, an offset and, if wanted, one earthquake.
///
/// Every count is a function of the parameters, the channel and the sample index, in integers: the
/// same at every block size and on every machine.
package struct SyntheticSource: Sendable {
  package struct Parameters: Sendable {
    package var sampleRate: SampleRate
    /// 1 (vertical), 2 (north too) or 3 (east too).
    package var channelCount: Int
    package var startTime: Timestamp
    /// The source ends after this many samples; nil goes on for ever.
    package var sampleCount: Int64?
    /// The noise's standard deviation.
    package var noiseCounts: Int32
    /// A constant on every channel, as gravity or electronics leave one.
    package var offsetCounts: Int32
    package var seed: UInt64
    package var event: SyntheticEvent?
    package var clockErrorMicroseconds: UInt32

    package init(
      sampleRate: SampleRate, channelCount: Int = 3, startTime: Timestamp,
      sampleCount: Int64? = nil, noiseCounts: Int32 = 20, offsetCounts: Int32 = 0,
      seed: UInt64 = 1, event: SyntheticEvent? = nil, clockErrorMicroseconds: UInt32 = 0
    ) {
      self.sampleRate = sampleRate
      self.channelCount = channelCount
      self.startTime = startTime
      self.sampleCount = sampleCount
      self.noiseCounts = noiseCounts
      self.offsetCounts = offsetCounts
      self.seed = seed
      self.event = event
      self.clockErrorMicroseconds = clockErrorMicroseconds
    }
  }

  private let sampleRate: SampleRate
  private let channelCount: Int
  private let startTime: Timestamp
  private let sampleCount: Int64
  private let offsetCounts: Int64
  private let clockErrorMicroseconds: UInt32
  private let noise: SyntheticNoise
  private let primary: SyntheticWave?
  private let secondary: SyntheticWave?
  private var nextIndex: Int64 = 0
  private var hasEnded = false

  package init(_ parameters: Parameters) throws(AcquisitionError) {
    try parameters.check()
    sampleRate = parameters.sampleRate
    channelCount = parameters.channelCount
    startTime = parameters.startTime
    sampleCount = parameters.sampleCount ?? .max
    offsetCounts = Int64(parameters.offsetCounts)
    clockErrorMicroseconds = parameters.clockErrorMicroseconds
    noise = SyntheticNoise(
      seed: parameters.seed, standardDeviationCounts: parameters.noiseCounts)
    let rate = parameters.sampleRate
    primary = parameters.event.map { SyntheticWave(primaryOf: $0, at: rate) }
    secondary = parameters.event.map { SyntheticWave(secondaryOf: $0, at: rate) }
  }

  /// Writes the next block into the caller's memory and describes it, as `RecordingReader` does.
  ///
  /// - Parameters:
  ///   - counts: Receives the samples, shape [sampleCount][channelCount]; as many frames as fit.
  ///   - header: Receives the block's description; `committedAt` is left to the caller.
  /// - Returns: False once the block with `endOfSource` has been delivered.
  @_noAllocation @_noLocks
  package mutating func next(
    into counts: inout MutableSpan<Int32>, header: inout SampleBlockHeader
  ) -> Bool {
    let remaining = sampleCount &- nextIndex
    guard remaining > 0 else { return end(header: &header) }
    let capacity = Int64(counts.count / channelCount)
    let frameCount = capacity < remaining ? capacity : remaining
    guard frameCount > 0 else { return false }
    header = describe(frameCount)
    var position = 0
    for index in nextIndex..<(nextIndex &+ frameCount) {
      for channel in 0..<channelCount {
        counts[position] = count(at: index, channel: channel)
        position &+= 1
      }
    }
    nextIndex &+= frameCount
    return true
  }
}

extension SyntheticSource {
  @_noAllocation @_noLocks
  private func count(at index: Int64, channel: Int) -> Int32 {
    let p = primary?.counts(at: index) ?? 0
    let s = secondary?.counts(at: index) ?? 0
    let wave = channel == 0 ? p &+ s >> 2 : p >> 2 &+ s
    let sum = offsetCounts &+ wave &+ noise.counts(at: index, channel: channel)
    return Int32(truncatingIfNeeded: saturated(sum, to: Int64(Int32.max)))
  }

  @_noAllocation @_noLocks
  private func describe(_ frameCount: Int64) -> SampleBlockHeader {
    SampleBlockHeader(
      startTime: startTime.advanced(
        byNanoseconds: sampleRate.nanoseconds(ofSamples: nextIndex)),
      sampleIndex: nextIndex, sampleRate: sampleRate,
      channelCount: UInt32(truncatingIfNeeded: channelCount),
      sampleCount: UInt32(truncatingIfNeeded: frameCount),
      flags: clockErrorMicroseconds == .max
        ? BlockFlags.clockUnsynchronised : BlockFlags(rawValue: 0),
      clockErrorMicroseconds: clockErrorMicroseconds)
  }

  /// The block without samples that ends the source, once.
  @_noAllocation @_noLocks
  private mutating func end(header: inout SampleBlockHeader) -> Bool {
    guard !hasEnded else { return false }
    hasEnded = true
    header = describe(0)
    header.flags = BlockFlags(rawValue: header.flags.rawValue | BlockFlags.endOfSource.rawValue)
    return true
  }
}
