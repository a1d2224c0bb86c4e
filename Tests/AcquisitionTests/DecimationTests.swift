import Acquisition
import SeismicTypes
import Testing

@Suite("Decimation")
struct DecimationTests {
  static func rate(_ hertz: Double) -> SampleRate {
    SampleRate(microhertz: Int64((hertz * 1e6).rounded()))
  }

  static func decimator(
    _ captureRateHertz: Int, to hertz: Double, inputBits: Int = 24, fractionBits: Int = 0,
    channelCount: Int = 1
  ) throws -> Decimator {
    let decimation = try #require(
      Decimation(
        captureRateHertz: captureRateHertz, sampleRate: Self.rate(hertz),
        inputBits: inputBits))
    return Decimator(
      decimation, channelCount: channelCount, inputBits: inputBits, fractionBits: fractionBits)
  }

  /// Decimates frames given in blocks of a length.
  static func run(
    _ decimator: inout Decimator, _ counts: [Int32], channelCount: Int = 1, stride: Int? = nil,
    block: Int
  ) -> [Int32] {
    let stride = stride ?? channelCount
    let frameCount = counts.count / stride
    var output = [Int32](repeating: 0, count: counts.count + channelCount)
    var written = 0
    for start in Swift.stride(from: 0, to: frameCount, by: block) {
      let count = min(block, frameCount - start)
      var room = output.mutableSpan
      written += decimator.process(
        counts.span.extracting((start * stride)..<((start + count) * stride)), stride: stride,
        frameCount: count, into: &room, at: written)
    }
    return Array(output[..<(written * channelCount)])
  }

  /// Numbers without a pattern, of 24 bits.
  static func noise(_ count: Int) -> [Int32] {
    var state: UInt64 = 11
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int32(truncatingIfNeeded: state >> 32) >> 8
    }
  }

  @Test(
    "gives the same bits at every block size",
    arguments: [(8000, 100.0), (44_100, 300.0), (48_000, 20.0), (300, 100.0), (100, 100.0)])
  func blockSizes(captureRateHertz: Int, hertz: Double) throws {
    let counts = Self.noise(2 * 12_000)
    var reference = try Self.decimator(captureRateHertz, to: hertz, channelCount: 2)
    let expected = Self.run(&reference, counts, channelCount: 2, block: 12_000)
    #expect(expected.count == Int(12_000 * hertz) / captureRateHertz * 2)
    for block in [1, 13, 480] {
      var decimator = try Self.decimator(captureRateHertz, to: hertz, channelCount: 2)
      #expect(Self.run(&decimator, counts, channelCount: 2, block: block) == expected)
    }
  }

  @Test(
    "passes a constant on unchanged from the first frame",
    arguments: [
      (192_000, 20.0, 32, Int32.max), (192_000, 100.0, 24, -8_388_608), (8000, 1000.0, 16, 32_767),
      (48_000, 31.25, 24, 1), (400, 200.0, 32, .min),
    ])
  func constant(captureRateHertz: Int, hertz: Double, inputBits: Int, value: Int32) throws {
    var decimator = try Self.decimator(captureRateHertz, to: hertz, inputBits: inputBits)
    let counts = [Int32](repeating: value, count: 20 * captureRateHertz / Int(hertz))
    let output = Self.run(&decimator, counts, block: 1000)
    #expect(output.count >= 19)
    #expect(output.allSatisfy { $0 == value })
  }

  @Test("settles on the new value after a step between the ends of 32 bits")
  func step() throws {
    var decimator = try Self.decimator(192_000, to: 100, inputBits: 32)
    let low = [Int32](repeating: .min, count: 1920 * 3)
    let high = [Int32](repeating: .max, count: 1920 * 60)
    let output = Self.run(&decimator, low + high, block: 777)
    #expect(output[2] == .min)
    #expect(output.contains(.max))
    // The filter's last coefficient has passed after 17 frames, the sums' after one more.
    #expect(output[25...].allSatisfy { $0 == .max })
  }

  @Test("keeps fractions of a converter's step where it is asked to")
  func fractionBits() throws {
    var decimator = try Self.decimator(8000, to: 100, inputBits: 16, fractionBits: 8)
    // Three of four samples are one: three quarters of a step on average.
    let counts = (0..<8000).map { Int32($0 % 4 == 0 ? 0 : 1) }
    let output = Self.run(&decimator, counts, block: 80)
    #expect(output[0] <= 1)
    #expect(output[40...].allSatisfy { $0 == 192 })
  }

  @Test(
    "lets nothing pass from two fifths of the new rate on", arguments: [41.0, 63, 99, 160, 3999])
  func stopBand(hertz: Double) throws {
    var decimator = try Self.decimator(8000, to: 100, inputBits: 32)
    let counts = (0..<80_000).map { index in
      Int32((2_000_000_000 * sine(2 * .pi * hertz * Double(index) / 8000)).rounded())
    }
    let output = Self.run(&decimator, counts, block: 80)
    // 80 dB below the amplitude.
    #expect(output[100...].allSatisfy { abs(Int64($0)) <= 200_000 })
  }

  @Test("delays slow waves by what it says", arguments: [(8000, 100.0), (48_000, 500.0)])
  func delay(captureRateHertz: Int, hertz: Double) throws {
    let decimation = try #require(
      Decimation(
        captureRateHertz: captureRateHertz, sampleRate: Self.rate(hertz),
        inputBits: 32))
    var decimator = try Self.decimator(captureRateHertz, to: hertz, inputBits: 32)
    // A ramp comes out as a ramp, later by the delay.
    let counts = (0..<(captureRateHertz)).map { Int32($0) * 1000 }
    let output = Self.run(&decimator, counts, block: 480)
    let newest = Double(counts.count - 1) * 1000
    let delayed = Double(try #require(output.last))
    let delaySeconds = (newest - delayed) / 1000 / Double(captureRateHertz)
    let stated = decimation.delayNanoseconds(captureRateHertz: captureRateHertz)
    #expect(abs(delaySeconds * 1e9 - Double(stated)) < 200)
  }

  @Test("uses the first channels of wider frames")
  func firstChannels() throws {
    let wide = Self.noise(4 * 8000)
    let narrow = (0..<8000).flatMap { [wide[4 * $0], wide[4 * $0 + 1]] }
    var first = try Self.decimator(8000, to: 200, channelCount: 2)
    var second = try Self.decimator(8000, to: 200, channelCount: 2)
    #expect(
      Self.run(&first, wide, channelCount: 2, stride: 4, block: 160)
        == Self.run(&second, narrow, channelCount: 2, block: 160))
  }

  @Test("keeps its frames in place after lost ones")
  func afterLoss() throws {
    var decimator = try Self.decimator(8000, to: 100)
    _ = Self.run(&decimator, Self.noise(8000 + 30), block: 80)
    #expect(decimator.pendingFrameCount == 30)
    #expect(decimator.captureFrameCount(for: 2) == 130)
    // 130 frames lost: two frames of the station are gone, the third is nearly half over.
    decimator.reset(pendingFrameCount: (30 + 130) % 80 + 35)
    #expect(decimator.captureFrameCount(for: 1) == 45)
    #expect(Self.run(&decimator, Self.noise(44), block: 44).isEmpty)
    #expect(Self.run(&decimator, Self.noise(1), block: 1).count == 1)
    decimator.reset()
    var fresh = try Self.decimator(8000, to: 100)
    #expect(
      Self.run(&decimator, Self.noise(4000), block: 80)
        == Self.run(&fresh, Self.noise(4000), block: 80))
  }

  @Test("refuses ratios that are not whole, and names rates near by")
  func refusals() throws {
    let rate = Self.rate(500)
    #expect(Decimation(captureRateHertz: 44_100, sampleRate: rate, inputBits: 24) == nil)
    let near = Decimation.nearestRates(captureRateHertz: 44_100, to: rate, inputBits: 24)
    #expect(near.below == SampleRate(hertz: 490))
    #expect(near.above == SampleRate(hertz: 525))
    // 8000 / 11: whole, but a prime that no closing filter divides by.
    let prime = SampleRate(microhertz: 8_800_000_000 / 11)
    #expect(Decimation(captureRateHertz: 8800, sampleRate: prime, inputBits: 24) == nil)
  }
}

/// The sine, by its series: tests of integers need no library for it.
private func sine(_ radians: Double) -> Double {
  let turns = (radians / (2 * .pi)).rounded()
  let angle = radians - turns * 2 * .pi
  var term = angle
  var sum = angle
  for order in stride(from: 2.0, to: 40, by: 2) {
    term *= -angle * angle / (order * (order + 1))
    sum += term
  }
  return sum
}
