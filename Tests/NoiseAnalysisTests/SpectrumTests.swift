import Foundation
import NoiseAnalysis
import SeismicTypes
import Testing

/// Records made of numbers.
enum MadeRecord {
  static func record(_ samples: [[Int32]], hertz: Double = 100) -> NoiseRecord {
    record(stretches: [(0, samples)], hertz: hertz)
  }

  /// Stretches of one or more channels, each from a number of seconds on.
  static func record(
    stretches: [(seconds: Double, samples: [[Int32]])], hertz: Double
  ) -> NoiseRecord {
    let count = stretches[0].samples.count
    return NoiseRecord(
      channelTexts: (0..<count).map { "XX.T.0\($0).HNZ" },
      channelCodes: Array(repeating: "HNZ", count: count),
      sampleRate: SampleRate(microhertz: Int64(hertz * 1e6)),
      stretches: stretches.map {
        NoiseRecord.Stretch(
          startTime: Timestamp(nanoseconds: Int64($0.seconds * 1e9)), channels: $0.samples)
      })
  }

  /// White noise of a standard deviation in counts.
  static func white(_ count: Int, counts: Double, seed: UInt64) -> [Int32] {
    var generator = SplitMix(seed: seed)
    return (0..<count).map { _ in Int32((counts * generator.normal()).rounded()) }
  }

  static let flat = AccelerationResponse(measuresVelocity: false) { _ in 1000 }
}

@Suite("A spectrum")
struct SpectrumTests {
  @Test("of white noise has the density σ²·2/fs", arguments: [512, 500])
  func white(length: Int) {
    let plan = WindowPlan(length: length, step: length / 4, sampleRateHertz: 100)
    var matrix = SpectralMatrix(plan, channelCount: 1)
    matrix.add([MadeRecord.white(60_000, counts: 1000, seed: 1)[...]])
    let power = matrix.power(of: 0)[2..<length / 2 - 2]
    let mean = power.reduce(0, +) / Double(power.count)
    #expect(abs(mean / (2 * 1e6 / 100) - 1) < 0.02)
    #expect(matrix.windowCount == plan.windowCount(in: 60_000))
  }

  @Test("of a sine holds its power at its frequency, whatever line lies under it")
  func sine() {
    let plan = WindowPlan(length: 1024, step: 256, sampleRateHertz: 128)
    let samples = (0..<8192).map { index in
      let time = Double(index) / 128
      return Int32((2000 * sin(2 * .pi * 16 * time) + 50_000 + 3000 * time).rounded())
    }
    var matrix = SpectralMatrix(plan, channelCount: 1)
    matrix.add([samples[...]])
    let power = matrix.power(of: 0)
    let frequencies = plan.frequenciesHertz
    var gathered = 0.0
    var highest = 0
    for index in power.indices {
      if abs(frequencies[index] - 16) < 1 { gathered += power[index] * 128 / 1024 }
      if power[index] > power[highest] { highest = index }
    }
    // The amplitude's square over 2, gathered by the bins around it.
    #expect(abs(gathered / 2_000_000 - 1) < 0.01)
    #expect(frequencies[highest] == 16)
  }

  @Test("across two channels tells their phase")
  func phase() {
    let plan = WindowPlan(length: 256, step: 128, sampleRateHertz: 100)
    let noise = MadeRecord.white(20_001, counts: 5000, seed: 3)
    var matrix = SpectralMatrix(plan, channelCount: 2)
    // The second channel is the first one sample later.
    matrix.add([noise[1...], noise[..<20_000]])
    let cross = matrix.cross(0, 1)
    let mirrored = matrix.cross(1, 0)
    for (index, frequency) in plan.frequenciesHertz.enumerated() where frequency < 40 {
      let angle = atan2(cross.imaginary[index], cross.real[index])
      #expect(abs(angle - 2 * .pi * frequency / 100) < 0.1)
      #expect(mirrored.imaginary[index] == -cross.imaginary[index])
    }
  }

  @Test("in windows of McNamara & Buland has a little more than 13 of them in a segment")
  func windows() {
    let plan = WindowPlan(forSegmentOf: 360_000, sampleRateHertz: 100)
    #expect(plan.length == 65_536)
    #expect(plan.windowCount(in: 360_000) == 18)
    let exact = WindowPlan(forSegmentOf: 4096, sampleRateHertz: 100)
    #expect(exact.length == 1024 && exact.windowCount(in: 4096) == 13)
    #expect(exact.windowCount(in: 1023) == 0)
  }
}

@Suite("The bands")
struct OctaveBandsTests {
  @Test("are an octave wide, an eighth of an octave apart, from the shortest period on")
  func bands() {
    let plan = WindowPlan(length: 64, step: 16, sampleRateHertz: 64)
    let bands = OctaveBands(plan)
    let periods = bands.centrePeriodsSeconds
    #expect(abs(periods[0] - 2.0 / 64) < 1e-12)
    #expect(abs((periods.last ?? 0) - 1) < 1e-9)
    #expect(zip(periods, periods.dropFirst()).allSatisfy { abs($1 / $0 - 1.0905077) < 1e-6 })
    // The band around 1/16 s reaches from 1/22.6 to 1/11.3 s: 12 to 22 Hz.
    let powers = plan.frequenciesHertz.map { (12...22).contains($0) ? 100.0 : 1 }
    let means = bands.meansOfDecibels(powers)
    let band = periods.firstIndex { abs($0 - 1 / 16.0) < 1e-9 } ?? 0
    #expect(means[band] == 20)
    #expect(means[band - 1] < 20 && means[band + 1] < 20)
  }

  @Test("know no decibels of a mean that is not positive")
  func negative() {
    let plan = WindowPlan(length: 64, step: 16, sampleRateHertz: 64)
    let values = OctaveBands(plan).decibelsOfMeans(plan.frequenciesHertz.map { _ in -1 })
    #expect(values.allSatisfy { $0 == nil })
  }
}

@Suite("Peterson's models")
struct PetersonModelTests {
  @Test(
    "hold at the values of science's summaries",
    arguments: [(1.0, -166.4, -116.85), (10, -163.75, -115.80), (0.1, -168.0, -91.5)])
  func values(period: Double, low: Double, high: Double) throws {
    #expect(abs(try #require(PetersonModel.low.decibels(atPeriodSeconds: period)) - low) < 0.06)
    #expect(abs(try #require(PetersonModel.high.decibels(atPeriodSeconds: period)) - high) < 0.06)
  }

  @Test("are continuous, and end at 0.1 s and 100,000 s")
  func continuous() throws {
    for model in PetersonModel.allCases {
      for period in [0.17, 0.22, 0.8, 4.3, 10, 15.4, 101, 354.8] {
        let below = try #require(model.decibels(atPeriodSeconds: period * 0.999_999))
        let above = try #require(model.decibels(atPeriodSeconds: period * 1.000_001))
        #expect(abs(below - above) < 0.05, "\(model.name) at \(period) s")
      }
      #expect(model.decibels(atPeriodSeconds: 0.099) == nil)
      #expect(model.decibels(atPeriodSeconds: 100_001) == nil)
    }
  }
}
