import Foundation
import OnsiteModel
import SeismicTypes
import Testing

/// The features against their formulas in floating point, written here a second time.
@Suite("The network's features")
struct NetworkFeaturesTests {
  @Test("have 28 names, each once")
  func names() {
    #expect(NetworkFeatures.names.count == NetworkFeatures.count)
    #expect(Set(NetworkFeatures.names).count == NetworkFeatures.count)
  }

  @Test("are within two steps of Q16 of the formulas, on windows of every size")
  func formulas() {
    var random = SplitMix(state: 20_261_130)
    for round in 0..<2_000 {
      let window = PWaveWindow(random: &random, exponents: round % 2 == 0 ? 4...12 : 0...16)
      let expected = referenceFeatures(window)
      let features = NetworkFeatures(window)
      for (index, name) in NetworkFeatures.names.enumerated() {
        let difference = Double(features.valueQ16(at: index)) - expected[index] * 65_536
        #expect(abs(difference) <= 2, "\(name) of \(window)")
      }
    }
  }

  @Test("of a window that measured nothing are its floors")
  func emptyWindow() {
    var window = PWaveWindow()
    window.windowMilliseconds = 500
    let expected = referenceFeatures(window)
    for index in 0..<NetworkFeatures.count {
      let value = Double(NetworkFeatures(window).valueQ16(at: index))
      #expect(abs(value - expected[index] * 65_536) <= 2, "\(NetworkFeatures.names[index])")
    }
    #expect(NetworkFeatures(window).valueQ16(at: 0) == -6 * 65_536)
    #expect(NetworkFeatures(window).valueQ16(at: -1) == 0)
    #expect(NetworkFeatures(window).valueQ16(at: NetworkFeatures.count) == 0)
  }

  @Test("are held inside ±6")
  func limits() {
    var window = PWaveWindow()
    window.windowMilliseconds = 60_000
    window.pvPicometresPerSecond = .max
    window.paPicometresPerSecondSquared = .max
    window.iv2SquarePicometresPerSecond = .max
    window.observed.pgdPicometres = .max
    for index in 0..<NetworkFeatures.count {
      #expect(abs(NetworkFeatures(window).valueQ16(at: index)) <= 6 * 65_536)
    }
  }

  @Test("are written in the order of their names, and nowhere where there is no room for all")
  func writing() {
    var random = SplitMix(state: 7)
    let features = NetworkFeatures(PWaveWindow(random: &random, exponents: 6...10))
    var places = [Int64](repeating: .max, count: NetworkFeatures.count)
    var span = places.mutableSpan
    features.write(into: &span)
    #expect(places == (0..<NetworkFeatures.count).map { features.valueQ16(at: $0) })
    var few = [Int64](repeating: .max, count: NetworkFeatures.count - 1)
    var short = few.mutableSpan
    features.write(into: &short)
    #expect(few.allSatisfy { $0 == .max })
  }
}

/// A generator of the same numbers in every run (Steele and others 2014, splitmix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}

extension PWaveWindow {
  /// A window whose amplitudes in pm are powers of ten between the exponents, now and then zero.
  init(random: inout SplitMix, exponents: ClosedRange<Double>) {
    self.init()
    func size(_ scale: Double = 1) -> Int64 {
      if UInt8.random(in: 0..<32, using: &random) == 0 { return 0 }
      return Int64(pow(10, Double.random(in: exponents, using: &random)) * scale)
    }
    windowMilliseconds = Int32.random(in: 1...60, using: &random) * 500
    paPicometresPerSecondSquared = size()
    pvPicometresPerSecond = size()
    pdPicometres = size()
    observed.pgaPicometresPerSecondSquared = size()
    observed.pgvPicometresPerSecond = size()
    observed.pgdPicometres = size()
    tauCMicroseconds = size(1e-4)
    tauPMicroseconds = size(1e-4)
    tauCAboveHalfHertzMicroseconds = size(1e-4)
    dominantFrequencyMillihertz = size(1e-4)
    horizontalToVerticalThousandths = size(1e-6)
    iv2SquarePicometresPerSecond = UInt128(size()) * UInt128(size())
    id2SquarePicometreSeconds = UInt128(size()) * UInt128(size())
    powerSquarePicometresPerSecondCubed = UInt128(size()) * UInt128(size())
    cavPicometresPerSecond = size()
    pvAboveHalfHertzPicometresPerSecond = size()
    pdAboveHalfHertzPicometres = size()
    for band in 0..<BandPeaks.count {
      bandPeaks[band] = Int32(clamping: Int64.random(in: 0...40, using: &random) * size(1e-6))
    }
    containsSWave = Bool.random(using: &random)
  }
}

/// The features in the order of their names, by floating point.
private func referenceFeatures(_ window: PWaveWindow) -> [Double] {
  func log(_ value: Int64, _ floor: Double = 1e4) -> Double { log10(max(Double(value), floor)) }
  func amplitude(_ picometres: Int64) -> Double { log(picometres) - 10 }
  func square(_ value: UInt128) -> Double { (log10(max(Double(value), 1e8)) - 20) / 2 }
  func period(_ microseconds: Int64) -> Double { microseconds > 0 ? log(microseconds, 1) - 6 : 0 }
  let length = log10(Double(window.windowMilliseconds) / 1000)
  let pa = amplitude(window.paPicometresPerSecondSquared)
  let pv = amplitude(window.pvPicometresPerSecond)
  let pd = amplitude(window.pdPicometres)
  let hertz = window.dominantFrequencyMillihertz
  var features = [
    pv, length, pd - pv, pa - pv, period(window.tauCMicroseconds), period(window.tauPMicroseconds),
    max(amplitude(window.observed.pgvPicometresPerSecond), pv) - pv,
    amplitude(window.observed.pgaPicometresPerSecondSquared) - pa,
    amplitude(window.observed.pgdPicometres) - pd,
  ]
  features += [
    square(window.iv2SquarePicometresPerSecond) - pv - length / 2,
    square(window.id2SquarePicometreSeconds) - pd - length / 2,
    amplitude(window.cavPicometresPerSecond) - pa - length,
    square(window.powerSquarePicometresPerSecondCubed) - (pa + pv) / 2,
    amplitude(window.pvAboveHalfHertzPicometresPerSecond) - pv,
    amplitude(window.pdAboveHalfHertzPicometres) - pd,
    period(window.tauCAboveHalfHertzMicroseconds), hertz > 0 ? log(hertz, 1) - 3 : 0,
    log(window.horizontalToVerticalThousandths, 1) - 3,
  ]
  let means = [-1.2, -0.9, -0.6, -0.5, -0.45, -0.5, -0.7, -1.0, -1.4]
  for band in 0..<9 {
    let peak = log(Int64(window.bandPeaks[band]), 10) - 7
    features.append(peak <= -5.9 ? means[band] : peak - pv)
  }
  return features.map { min(max($0, -6), 6) } + [window.containsSWave ? 1 : 0]
}
