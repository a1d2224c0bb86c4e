import FixedPoint

/// Learns what is usual of a slow channel and says when it is not: an anomaly, and nothing more.
///
/// Once an interval it takes a value. The first ones give a mean and a variance; from then on both
/// follow as exponentially weighted averages, but stand still while a value is beyond its bound or an
/// alarm lasts, so that an anomaly does not become usual unseen. An alarm that never ends is learnt in
/// the end, and the end of it said. All arithmetic is in integers, values in Q16.
package struct AnomalyMonitor: Equatable, Sendable {
  package let parameters: Parameters
  var state: State
  private let enterTailPartsPerBillion: Int64
  private let leaveTailPartsPerBillion: Int64

  /// Values further from the mean than this count as this far: squares stay inside 128 bits.
  static let largestDeviation: Int64 = 1 << 46
  /// Below this mean counts are judged by the Poisson distribution itself.
  private static let poissonMeanQ16: Int64 = 10 << 16

  /// A monitor that knows nothing yet; parameters beyond their ranges are held inside them.
  package init(_ parameters: Parameters) {
    self.parameters = parameters.held
    state = State()
    enterTailPartsPerBillion = normalTailPartsPerBillion(
      zThousandths: self.parameters.enterSigmaThousandths)
    leaveTailPartsPerBillion = normalTailPartsPerBillion(
      zThousandths: self.parameters.leaveSigmaThousandths)
  }

  /// What is usual, in Q16; zero while it is being learnt.
  package var meanQ16: Int64 { state.meanQ16 }
  package var varianceQ16: Int64 { state.varianceQ16 }
  package var isAlarm: Bool { state.isAlarm }
  package var isWarmingUp: Bool { state.warmUpCount < parameters.warmUpCount }

  /// Takes the interval's value.
  ///
  /// - Parameters:
  ///   - valueQ16: In Q16, below 2⁴⁷ in size.
  ///   - weather: Of the same interval, where it is known.
  /// - Returns: What the value says.
  package mutating func process(_ valueQ16: Int64, weather: Weather? = nil) -> Verdict {
    let value = saturated(valueQ16, to: Self.largestDeviation)
    var influence: Int64 = 0
    if parameters.usesWeather, let weather {
      state.regression.take(weather)
      influence = state.regression.influenceQ16
    }
    guard !isWarmingUp else { return learn(value, influence) }
    let expected = state.meanQ16 &+ influence
    let deviation = saturated(value &- expected, to: Self.largestDeviation)
    let isBeyond = isBeyond(value, expected, deviation)
    let change = note(isBeyond)
    let verdict = Verdict(
      valueQ16: value, expectedQ16: expected, sigmaQ16: sigmaQ16, isBeyond: isBeyond,
      isAlarm: state.isAlarm, change: change)
    if case .relearning = change {
      startAnew()
    } else if !isBeyond && !state.isAlarm {
      follow(deviation)
      if parameters.usesWeather && weather != nil {
        state.regression.learn(deviation, limitQ16: 4 &* sigmaQ16)
      }
    }
    return verdict
  }

  /// The interval has no value: what came before it does not make an alarm with what comes after.
  package mutating func skip() {
    state.history = state.history << 1 & ((1 << UInt32(parameters.persistenceWindow)) - 1)
  }

  /// The standard deviation that bounds are made of, in Q16.
  private var sigmaQ16: Int64 {
    Int64(clamping: squareRoot(UInt128(boundingVarianceQ16) << 16))
  }

  /// The variance with its floor.
  private var boundingVarianceQ16: Int64 {
    let floor = parameters.isCounting ? state.meanQ16 : 0
    return max(state.varianceQ16, floor, parameters.smallestVarianceQ16)
  }
}

extension AnomalyMonitor {
  /// Whether a value is beyond the bound that holds now.
  private func isBeyond(_ value: Int64, _ expected: Int64, _ deviation: Int64) -> Bool {
    if parameters.side == .above && deviation <= 0 { return false }
    let z = Int128(
      state.isAlarm ? parameters.leaveSigmaThousandths : parameters.enterSigmaThousandths)
    let square = Int128(squared(deviation) >> 16)
    // A deviation is at most 2⁴⁶, so that its square in Q16 times 10⁶ stays below 2⁹⁷.
    guard square * 1_000_000 > z * z * Int128(boundingVarianceQ16) else { return false }
    guard parameters.isCounting, deviation > 0, expected < Self.poissonMeanQ16 else { return true }
    // Few counts are skewed: the tail itself decides. It is the stricter of the two, but where more
    // than counting makes the spread or the weather explains more than there is.
    return poissonTailIsBelow(
      count: roundedShift(value, right: 16), meanQ16: max(expected, 1),
      partsPerBillion: state.isAlarm ? leaveTailPartsPerBillion : enterTailPartsPerBillion)
  }

  /// Counts the newest values beyond the bound and says what comes of it.
  private mutating func note(_ isBeyond: Bool) -> Change {
    let window = (1 << UInt32(parameters.persistenceWindow)) - 1
    state.history = (state.history << 1 | (isBeyond ? 1 : 0)) & UInt32(window)
    let wasAlarm = state.isAlarm
    state.isAlarm = state.history.nonzeroBitCount >= parameters.persistenceCount
    state.freezeCount = state.isAlarm ? state.freezeCount + 1 : 0
    if state.freezeCount >= parameters.maximumFreezeCount { return .relearning }
    if state.isAlarm == wasAlarm { return .none }
    return state.isAlarm ? .began : .ended
  }

  /// Moves mean and variance toward a value (West 1979, exponentially weighted).
  private mutating func follow(_ deviation: Int64) {
    let shift = parameters.averagingShift
    state.meanQ16 &+= roundedShift(deviation, right: shift)
    let square = Int64(clamping: squared(deviation) >> 16)
    let increment = square &- square >> shift &- state.varianceQ16
    state.varianceQ16 &+= roundedShift(increment, right: shift)
  }

  private mutating func startAnew() {
    let regression = state.regression
    state = State()
    state.regression = regression
  }

  /// One of the first values: sums, and at the last one the mean and the unbiased variance.
  private mutating func learn(_ value: Int64, _ influence: Int64) -> Verdict {
    let adjusted = saturated(value &- influence, to: Self.largestDeviation)
    state.warmUpCount += 1
    state.sumQ16 += Int128(adjusted)
    state.squareSumQ32 += Int128(squared(adjusted))
    let count = Int128(state.warmUpCount)
    if parameters.usesWeather && state.warmUpCount > 12 {
      let mean = Int64(truncatingIfNeeded: state.sumQ16 / count)
      state.regression.learn(adjusted &- mean, limitQ16: Self.largestDeviation)
    }
    if !isWarmingUp {
      let spread = count * state.squareSumQ32 - state.sumQ16 * state.sumQ16
      state.meanQ16 = Int64(clamping: flooredQuotient(state.sumQ16, count))
      state.varianceQ16 = Int64(clamping: (spread >> 16) / (count * (count - 1)))
    }
    return Verdict(
      valueQ16: value, expectedQ16: state.meanQ16, sigmaQ16: isWarmingUp ? 0 : sigmaQ16,
      isBeyond: false, isAlarm: false, change: .none)
  }

  private func flooredQuotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
