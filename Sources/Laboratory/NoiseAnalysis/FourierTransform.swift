import Foundation

/// The discrete Fourier transform of one length, X(k) = Σ x(n)·exp(−2πikn/N), not normalised.
///
/// Powers of two are transformed by decimation in time (Cooley & Tukey 1965), every other length as a
/// convolution of the next power of two (Bluestein 1970). Tables are made once.
package struct FourierTransform: Sendable {
  package let length: Int
  private let radix: RadixTwoTransform
  private let chirp: Chirp?

  /// A transform of `length` points, at least 1.
  package init(length: Int) {
    precondition(length >= 1, "a transform has at least one point")
    self.length = length
    if length & (length - 1) == 0 {
      radix = RadixTwoTransform(length: length)
      chirp = nil
    } else {
      radix = RadixTwoTransform(length: Self.powerOfTwo(atLeast: 2 * length - 1))
      chirp = Chirp(length: length, radix: radix)
    }
  }

  /// The smallest power of two that is no smaller than a number.
  package static func powerOfTwo(atLeast minimum: Int) -> Int {
    var power = 1
    while power < minimum { power *= 2 }
    return power
  }

  /// Transforms in place; both arrays hold `length` values.
  package func forward(_ real: inout [Double], _ imaginary: inout [Double]) {
    precondition(real.count == length && imaginary.count == length, "the arrays have the length")
    if let chirp {
      chirp.transform(&real, &imaginary, by: radix)
    } else {
      radix.transform(&real, &imaginary)
    }
  }

  /// The spectra of two real series at once, each of `length / 2 + 1` values.
  package func spectra(_ first: [Double], _ second: [Double]) -> (ComplexSeries, ComplexSeries) {
    var (real, imaginary) = (first, second)
    forward(&real, &imaginary)
    let count = length / 2 + 1
    var (one, two) = (ComplexSeries(count: count), ComplexSeries(count: count))
    for index in 0..<count {
      let mirror = index == 0 ? 0 : length - index
      let (a, b) = (real[index], imaginary[index])
      let (c, d) = (real[mirror], imaginary[mirror])
      one.real[index] = (a + c) / 2
      one.imaginary[index] = (b - d) / 2
      two.real[index] = (b + d) / 2
      two.imaginary[index] = (c - a) / 2
    }
    return (one, two)
  }
}

/// Complex values as two arrays of the same count.
package struct ComplexSeries: Equatable, Sendable {
  package var real: [Double]
  package var imaginary: [Double]

  package init(count: Int) {
    real = [Double](repeating: 0, count: count)
    imaginary = real
  }
}

/// The transform of a power of two of points.
struct RadixTwoTransform: Sendable {
  let length: Int
  private let cosines: [Double]
  private let sines: [Double]
  private let reversed: [Int]

  init(length: Int) {
    self.length = length
    let half = length / 2
    cosines = (0..<half).map { cos(2 * .pi * Double($0) / Double(length)) }
    sines = (0..<half).map { -sin(2 * .pi * Double($0) / Double(length)) }
    var order = [Int](repeating: 0, count: length)
    for index in 1..<max(length, 1) {
      order[index] = order[index >> 1] >> 1 | (index & 1 == 1 ? length >> 1 : 0)
    }
    reversed = order
  }

  func transform(_ real: inout [Double], _ imaginary: inout [Double]) {
    for index in 0..<length where index < reversed[index] {
      real.swapAt(index, reversed[index])
      imaginary.swapAt(index, reversed[index])
    }
    var re = real.mutableSpan
    var im = imaginary.mutableSpan
    var half = 1
    while half < length {
      let stride = length / (2 * half)
      for start in Swift.stride(from: 0, to: length, by: 2 * half) {
        for offset in 0..<half {
          let (c, s) = (cosines[offset * stride], sines[offset * stride])
          let (top, low) = (start + offset, start + offset + half)
          let (x, y) = (re[low] * c - im[low] * s, re[low] * s + im[low] * c)
          re[low] = re[top] - x
          im[low] = im[top] - y
          re[top] += x
          im[top] += y
        }
      }
      half *= 2
    }
  }
}

/// Bluestein's convolution: kn = (k² + n² − (k − n)²) / 2.
private struct Chirp: Sendable {
  /// exp(−πi·n²/N).
  private let cosines: [Double]
  private let sines: [Double]
  /// The spectrum of exp(+πi·n²/N) over the padded length.
  private var filter: ComplexSeries

  init(length: Int, radix: RadixTwoTransform) {
    // n² taken modulo 2N, so that the angle keeps its precision for large n.
    let angles = (0..<length).map { n in
      Double.pi * Double((n * n) % (2 * length)) / Double(length)
    }
    cosines = angles.map { cos($0) }
    sines = angles.map { -sin($0) }
    filter = ComplexSeries(count: radix.length)
    for n in 0..<length {
      for place in [n, (radix.length - n) % radix.length] {
        filter.real[place] = cosines[n]
        filter.imaginary[place] = -sines[n]
      }
    }
    radix.transform(&filter.real, &filter.imaginary)
  }

  func transform(
    _ real: inout [Double], _ imaginary: inout [Double], by radix: RadixTwoTransform
  ) {
    var padded = ComplexSeries(count: radix.length)
    for n in real.indices {
      padded.real[n] = real[n] * cosines[n] - imaginary[n] * sines[n]
      padded.imaginary[n] = real[n] * sines[n] + imaginary[n] * cosines[n]
    }
    radix.transform(&padded.real, &padded.imaginary)
    for k in 0..<radix.length {
      let (a, b) = (padded.real[k], padded.imaginary[k])
      padded.real[k] = a * filter.real[k] - b * filter.imaginary[k]
      // Conjugated, so that the forward transform below is the inverse one of the product.
      padded.imaginary[k] = -(a * filter.imaginary[k] + b * filter.real[k])
    }
    radix.transform(&padded.real, &padded.imaginary)
    let scale = 1 / Double(radix.length)
    for n in real.indices {
      let (a, b) = (padded.real[n] * scale, -padded.imaginary[n] * scale)
      real[n] = a * cosines[n] - b * sines[n]
      imaginary[n] = a * sines[n] + b * cosines[n]
    }
  }
}
