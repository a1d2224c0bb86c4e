import Foundation
import NoiseAnalysis
import SeismicTypes
import Testing

@Suite("Sensors side by side")
struct SelfNoiseTests {
  /// Ground motion of 10,000 counts seen by sensors of different gain, each with white noise of its own,
  /// 40 dB and more below it.
  private static func huddle(
    gains: [Double], noises: [Double], count: Int = 40_000
  ) -> [NoiseRecord] {
    var ground = SplitMix(seed: 42)
    var generators = noises.indices.map { SplitMix(seed: UInt64(100 + $0)) }
    var channels = [[Int32]](repeating: [], count: noises.count)
    var value = 0.0
    for _ in 0..<count {
      // A first-order low-pass, so that the ground is not white.
      value = 0.9 * value + ground.normal()
      for index in noises.indices {
        let sample = gains[index] * 10_000 * value + noises[index] * generators[index].normal()
        channels[index].append(Int32(sample.rounded()))
      }
    }
    return channels.map { MadeRecord.record([$0]) }
  }

  /// dB of white noise of a standard deviation in counts at 1000 counts per m/s² and 100 Hz.
  private static func decibels(_ counts: Double) -> Double {
    10 * log10(counts * counts / 1e6 * 2 / 100)
  }

  @Test("tell each its own noise, three of them of any gain (Sleeman)")
  func sleeman() throws {
    // About as loud as one another against the ground, as instruments of one kind are.
    let noises = [100.0, 60, 220]
    let records = Self.huddle(gains: [1, -0.5, 2], noises: noises)
    let common = try SharedRecord(records, files: ["a", "b", "c"], segmentSeconds: 10)
    let noise = SelfNoise(
      of: common, segmentSeconds: 10,
      responses: Array(repeating: MadeRecord.flat, count: 3))
    for (sensor, counts) in zip(noise.sensors, noises) {
      let own = sensor.selfNoiseDecibels
      for band in 0..<own.count - 16 {
        #expect(abs((own[band] ?? 0) - Self.decibels(counts)) < 1.5, "\(counts) in band \(band)")
        #expect((sensor.totalDecibels[band] ?? 0) > (own[band] ?? 0) + 10)
      }
    }
  }

  @Test("tell each its own noise, two of them alike (coherence)")
  func coherence() throws {
    let records = Self.huddle(gains: [1, 1], noises: [150, 150])
    let common = try SharedRecord(records, files: ["a", "b"], segmentSeconds: 10)
    let noise = SelfNoise(
      of: common, segmentSeconds: 10, responses: [MadeRecord.flat, MadeRecord.flat])
    for sensor in noise.sensors {
      let own = sensor.selfNoiseDecibels
      for band in 0..<own.count - 16 {
        #expect(abs((own[band] ?? 0) - Self.decibels(150)) < 1.5, "band \(band)")
      }
    }
    let lines = SelfNoiseReport(noise).jsonLines
    #expect(lines.count == 2 && lines[0].contains("\"method\":\"coherence\""))
  }

  @Test("are laid over each other by time, gaps and starts aside")
  func alignment() throws {
    let samples = (0..<30_000).map { Int32($0) }
    func record(_ ranges: [Range<Int>]) -> NoiseRecord {
      MadeRecord.record(
        stretches: ranges.map { (Double($0.lowerBound) / 100, [Array(samples[$0])]) }, hertz: 100)
    }
    let common = try SharedRecord(
      [record([100..<20_000]), record([0..<9000, 9500..<30_000])], files: ["a", "b"],
      segmentSeconds: 40)
    #expect(common.stretches.count == 2)
    #expect(common.stretches.map { $0[0].first } == [100, 9500])
    #expect(common.stretches.map { $0[0].last } == [8999, 19_999])
    for stretch in common.stretches { #expect(stretch[0] == stretch[1]) }
  }

  @Test("are refused where they cannot be compared")
  func refused() throws {
    let samples = MadeRecord.white(10_000, counts: 10, seed: 1)
    let one = MadeRecord.record([samples])
    #expect(throws: NoiseError.ratesDiffer(file: "b", hertz: 50, expectedHertz: 100)) {
      try SharedRecord(
        [one, MadeRecord.record([samples], hertz: 50)], files: ["a", "b"], segmentSeconds: 10)
    }
    #expect(
      throws: NoiseError.notOneChannel(file: "b", channels: ["XX.T.00.HNZ", "XX.T.01.HNZ"])
    ) {
      try SharedRecord(
        [one, MadeRecord.record([samples, samples])], files: ["a", "b"], segmentSeconds: 10)
    }
    let later = MadeRecord.record(stretches: [(95, [samples])], hertz: 100)
    let error = #expect(throws: NoiseError.self) {
      try SharedRecord([one, later], files: ["a", "b"], segmentSeconds: 10)
    }
    #expect(error?.message.contains("have 5 s in common") == true)
  }
}
