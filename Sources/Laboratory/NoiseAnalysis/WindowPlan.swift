import Foundation

/// How a stretch of samples is cut into overlapping windows, and how each is prepared: its straight
/// line taken off, its first and last tenth tapered by a cosine (McNamara & Buland 2004).
package struct WindowPlan: Sendable {
  /// Samples of a window.
  package let length: Int
  /// Samples from one window's start to the next.
  package let step: Int
  package let sampleRateHertz: Double
  let transform: FourierTransform
  let taper: [Double]

  /// Windows of `length` samples, at least 8, each beginning `step` samples after the one before.
  package init(length: Int, step: Int, sampleRateHertz: Double) {
    precondition(length >= 8 && step >= 1 && sampleRateHertz > 0)
    self.length = length
    self.step = step
    self.sampleRateHertz = sampleRateHertz
    transform = FourierTransform(length: length)
    taper = Self.cosineTaper(length)
  }

  /// The windows of McNamara & Buland in a segment: a quarter of it, shortened to a power of two, with
  /// 75 % overlap, so that a little more than 13 fit.
  ///
  /// - Parameters:
  ///   - segmentLength: Samples of the segment, at least 32.
  ///   - sampleRateHertz: Of the samples.
  package init(forSegmentOf segmentLength: Int, sampleRateHertz: Double) {
    let length = FourierTransform.powerOfTwo(atLeast: segmentLength / 4 + 1) / 2
    self.init(length: length, step: length - length * 3 / 4, sampleRateHertz: sampleRateHertz)
  }

  /// The frequencies of a spectrum without 0, up to half the sample rate, in Hz.
  package var frequenciesHertz: [Double] {
    (1...length / 2).map { Double($0) * sampleRateHertz / Double(length) }
  }

  /// How many windows fit into a number of samples.
  package func windowCount(in sampleCount: Int) -> Int {
    sampleCount < length ? 0 : (sampleCount - length) / step + 1
  }

  /// Multiplies |X|² into a one-sided density per Hz; the last frequency has no mirror.
  func density(at index: Int) -> Double {
    let power = taper.reduce(0) { $0 + $1 * $1 }
    let hasMirror = length % 2 != 0 || index != length / 2
    return (hasMirror ? 2 : 1) / (sampleRateHertz * power)
  }

  /// A window's samples without their straight line, tapered.
  func prepared(_ samples: Span<Int32>, from start: Int) -> [Double] {
    let middle = Double(length - 1) / 2
    var (sum, moment) = (0.0, 0.0)
    for index in 0..<length {
      let value = Double(samples[start + index])
      sum += value
      moment += (Double(index) - middle) * value
    }
    let count = Double(length)
    let mean = sum / count
    let slope = moment * 12 / (count * (count * count - 1))
    var values = [Double](repeating: 0, count: length)
    for index in 0..<length {
      let line = mean + slope * (Double(index) - middle)
      values[index] = (Double(samples[start + index]) - line) * taper[index]
    }
    return values
  }

  private static func cosineTaper(_ length: Int) -> [Double] {
    let ramp = max(Int((Double(length) * 0.1).rounded()), 1)
    var taper = [Double](repeating: 1, count: length)
    for index in 0..<ramp {
      let value = 0.5 * (1 - cos(.pi * Double(index) / Double(ramp)))
      taper[index] = value
      taper[length - 1 - index] = value
    }
    return taper
  }
}
