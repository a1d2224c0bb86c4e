internal import FixedPoint

/// Decimates interleaved counts of a few channels, in integers and with the same bits at any block
/// size.
///
/// Formats: the first sample since a reset is taken off every later one of its channel and put back
/// at the end, as if the channel had stood still before. Between the cascades and in the closing
/// filter a value is counts × 2^workingFractionBits in at most 37 bits; coefficients are Q26 whose
/// magnitudes add up to less than 2, so that the accumulator stays below 2⁶³. Every scaling rounds to
/// nearest with ties upward; the result saturates at the ends of Int32.
package struct Decimator: Sendable {
  private let decimation: Decimation
  private let channelCount: Int
  private let firstScale: CombScale
  private let secondScale: CombScale
  /// From the filter's scale, Q26 × 2^workingFractionBits, to the station's counts.
  private let outputShift: Int64
  private let fractionBits: Int64

  private var offsets: [Int64]
  private var firstCascades: [IntegratorComb]
  private var secondCascades: [IntegratorComb]
  private var filters: FilterHistory
  /// How much of the next step of each stage has arrived.
  private var firstPhase = 0
  private var secondPhase = 0
  private var filterPhase = 0
  private var isStarting = true

  /// - Parameters:
  ///   - decimation: The splitting of the ratio.
  ///   - channelCount: Channels of a station frame.
  ///   - inputBits: Bits of the device's counts, 16…32.
  ///   - fractionBits: The station's counts are the device's × 2^fractionBits, so that what the
  ///     averaging gains over the converter's step is kept; 0…8.
  package init(
    _ decimation: Decimation, channelCount: Int, inputBits: Int, fractionBits: Int
  ) {
    self.decimation = decimation
    self.channelCount = channelCount
    let workingFractionBits = Decimation.workingBits - inputBits
    firstScale = CombScale(
      factor: decimation.cascadeFactors.0, fractionBits: workingFractionBits)
    secondScale = CombScale(factor: decimation.cascadeFactors.1, fractionBits: 0)
    outputShift = Int64(26 + workingFractionBits - fractionBits)
    self.fractionBits = Int64(fractionBits)
    offsets = Array(repeating: 0, count: channelCount)
    firstCascades = Array(repeating: IntegratorComb(), count: channelCount)
    secondCascades = firstCascades
    filters = FilterHistory(
      coefficients: DecimationCoefficients.filter(before: decimation.filterFactor) ?? [],
      channelCount: channelCount)
  }

  /// Capture frames taken in since the last station frame.
  package var pendingFrameCount: Int {
    let (first, second) = decimation.cascadeFactors
    return firstPhase + first * (secondPhase + second * filterPhase)
  }

  /// Forgets the past, at the start and after lost frames.
  ///
  /// - Parameter pendingFrameCount: How many capture frames of the next station frame have gone by,
  ///   so that the station's frames keep their places in time; below the decimation's factor.
  package mutating func reset(pendingFrameCount: Int = 0) {
    let (first, second) = decimation.cascadeFactors
    firstPhase = pendingFrameCount % first
    secondPhase = pendingFrameCount / first % second
    filterPhase = pendingFrameCount / first / second
    for channel in 0..<channelCount {
      firstCascades[channel] = IntegratorComb()
      secondCascades[channel] = IntegratorComb()
    }
    filters.clear()
    isStarting = true
  }

  /// The capture frames that the next `frameCount` station frames need.
  package func captureFrameCount(for frameCount: Int) -> Int {
    frameCount * decimation.factor - pendingFrameCount
  }

  /// Takes capture frames in and gives the station frames that are complete.
  ///
  /// - Parameters:
  ///   - frames: The device's counts, shape [frameCount][stride]; the first channels are used.
  ///   - stride: Counts of a capture frame.
  ///   - frameCount: How many capture frames there are.
  ///   - counts: Receives the station's counts, shape [frames][channelCount].
  ///   - position: The frame of `counts` to begin with.
  /// - Returns: How many station frames were written.
  package mutating func process(
    _ frames: Span<Int32>, stride: Int, frameCount: Int, into counts: inout MutableSpan<Int32>,
    at position: Int
  ) -> Int {
    guard decimation.factor > 1 else {
      return copy(frames, stride, frameCount, into: &counts, at: position)
    }
    if isStarting && frameCount > 0 {
      for channel in 0..<channelCount { offsets[channel] = Int64(frames[channel]) }
      isStarting = false
    }
    var written = 0
    var next = 0
    while next < frameCount {
      let run = min(frameCount - next, decimation.cascadeFactors.0 - firstPhase)
      integrate(frames, stride, from: next, count: run)
      next += run
      firstPhase += run
      guard firstPhase == decimation.cascadeFactors.0 else { break }
      firstPhase = 0
      guard passCascades() else { continue }
      filterPhase += 1
      guard filterPhase == decimation.filterFactor else { continue }
      filterPhase = 0
      write(into: &counts, at: position + written)
      written += 1
    }
    return written
  }

  /// Counts that are not decimated: bit by bit the device's, times 2^fractionBits.
  private func copy(
    _ frames: Span<Int32>, _ stride: Int, _ frameCount: Int, into counts: inout MutableSpan<Int32>,
    at position: Int
  ) -> Int {
    for frame in 0..<frameCount {
      for channel in 0..<channelCount {
        let count = Int64(frames[frame * stride + channel]) << fractionBits
        counts[(position + frame) * channelCount + channel] = Int32(clamping: count)
      }
    }
    return frameCount
  }

  private mutating func integrate(
    _ frames: Span<Int32>, _ stride: Int, from first: Int, count: Int
  ) {
    for channel in 0..<channelCount {
      var cascade = firstCascades[channel]
      let offset = offsets[channel]
      var index = first * stride + channel
      for _ in 0..<count {
        cascade.add(Int64(frames[index]) &- offset)
        index += stride
      }
      firstCascades[channel] = cascade
    }
  }

  /// Passes what the first cascade has summed on to the closing filter.
  ///
  /// - Returns: Whether it has got there, or is still being summed by the second cascade.
  private mutating func passCascades() -> Bool {
    secondPhase += 1
    let isComplete = secondPhase == decimation.cascadeFactors.1
    if isComplete {
      secondPhase = 0
      filters.advance()
    }
    for channel in 0..<channelCount {
      secondCascades[channel].add(firstScale.apply(to: firstCascades[channel].comb()))
      guard isComplete else { continue }
      filters.put(secondScale.apply(to: secondCascades[channel].comb()), channel: channel)
    }
    return isComplete
  }

  private func write(into counts: inout MutableSpan<Int32>, at frame: Int) {
    for channel in 0..<channelCount {
      let change = roundedShift(filters.output(ofChannel: channel), right: outputShift)
      let count = change + offsets[channel] << fractionBits
      counts[frame * channelCount + channel] = Int32(clamping: count)
    }
  }
}
