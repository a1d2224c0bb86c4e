import Foundation
import NoiseAnalysis
import Testing

@Suite("The Fourier transform")
struct FourierTransformTests {
  /// The definition, term by term.
  private static func sum(_ real: [Double], _ imaginary: [Double]) -> ([Double], [Double]) {
    let count = real.count
    var (re, im) = ([Double](), [Double]())
    for k in 0..<count {
      var (a, b) = (0.0, 0.0)
      for n in 0..<count {
        let angle = -2 * Double.pi * Double(k * n % count) / Double(count)
        a += real[n] * cos(angle) - imaginary[n] * sin(angle)
        b += real[n] * sin(angle) + imaginary[n] * cos(angle)
      }
      re.append(a)
      im.append(b)
    }
    return (re, im)
  }

  @Test(
    "is the sum it stands for, at powers of two and at every other length",
    arguments: Array(1...20) + [31, 32, 64, 97, 100, 128, 243])
  func definition(length: Int) {
    var generator = SplitMix(seed: UInt64(length))
    var real = (0..<length).map { _ in generator.normal() }
    var imaginary = (0..<length).map { _ in generator.normal() }
    let expected = Self.sum(real, imaginary)
    FourierTransform(length: length).forward(&real, &imaginary)
    for k in 0..<length {
      #expect(abs(real[k] - expected.0[k]) < 1e-11 * Double(length + 1))
      #expect(abs(imaginary[k] - expected.1[k]) < 1e-11 * Double(length + 1))
    }
  }

  @Test("tells two real series apart that it transforms at once", arguments: [8, 15, 64])
  func pair(length: Int) {
    var generator = SplitMix(seed: 7)
    let first = (0..<length).map { _ in generator.normal() }
    let second = (0..<length).map { _ in generator.normal() }
    let none = [Double](repeating: 0, count: length)
    let (one, two) = FourierTransform(length: length).spectra(first, second)
    for (series, spectrum) in [(first, one), (second, two)] {
      let expected = Self.sum(series, none)
      for k in 0...length / 2 {
        #expect(abs(spectrum.real[k] - expected.0[k]) < 1e-11)
        #expect(abs(spectrum.imaginary[k] - expected.1[k]) < 1e-11)
      }
    }
  }

  @Test("keeps its precision over a long prime length")
  func longPrime() {
    let length = 10_007
    let cycles = 1_234.0
    var real = (0..<length).map { cos(2 * .pi * cycles * Double($0) / Double(length)) }
    var imaginary = [Double](repeating: 0, count: length)
    FourierTransform(length: length).forward(&real, &imaginary)
    #expect(abs(real[1234] - Double(length) / 2) < 1e-7)
    #expect(real.indices.allSatisfy { $0 == 1234 || $0 == length - 1234 || abs(real[$0]) < 1e-7 })
  }
}
