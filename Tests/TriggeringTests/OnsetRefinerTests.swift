import Foundation
import SeismicTypes
import Testing
import Triggering

/// Where the signal behind a trigger began.
struct OnsetRefinerTests {
  /// Counts that no test chose by hand (a linear congruential generator, Knuth's MMIX).
  private struct Noise {
    var seed: UInt64

    mutating func next(_ amplitude: Int32) -> Int32 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int32(Int64(seed >> 33) % Int64(2 * amplitude + 1)) - amplitude
    }
  }

  private func rate(_ hertz: Int64) -> SampleRate { SampleRate(microhertz: hertz * 1_000_000) }

  /// Noise of 20 counts, and from `onset` on of an amplitude that grows to its full size in `rise`
  /// samples.
  private func signal(
    seed: UInt64, onset: Int, amplitude: Int32, rise: Int = 1, count: Int
  ) -> [Int32] {
    var noise = Noise(seed: seed)
    return (0..<count).map { index in
      let grown = min(1, Double(index - onset + 1) / Double(rise))
      return index < onset ? noise.next(20) : noise.next(20 + Int32(Double(amplitude) * grown))
    }
  }

  private func refine(
    _ counts: [Int32], trigger: Int64, at sampleRate: SampleRate
  ) -> OnsetRefiner.Onset {
    var refiner = OnsetRefiner(sampleRate: sampleRate)
    for (index, value) in counts.enumerated() {
      refiner.process(value, sampleIndex: Int64(index))
    }
    return refiner.refine(onsetSampleIndex: trigger, fallbackSigmaMilliseconds: 500)
  }

  /// Maeda's formula as it stands, in double precision.
  private func judge(_ counts: ArraySlice<Int32>, shortest: Int) -> [Double] {
    func variance(_ part: ArraySlice<Int32>) -> Double {
      let mean = part.reduce(0.0) { $0 + Double($1) } / Double(part.count)
      let sum = part.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
      return sum / Double(part.count) + 1.0 / 12
    }
    return (0...counts.count).map { k in
      guard k >= shortest, k <= counts.count - shortest else { return .infinity }
      let middle = counts.startIndex + k
      return Double(k) * log(variance(counts[..<middle]))
        + Double(counts.count - k - 1) * log(variance(counts[middle...]))
    }
  }

  @Test(arguments: [Int64(20), 31, 100, 200, 500, 1_000], [UInt64(1), 2, 3])
  func anOnsetIsFoundBehindALateTrigger(hertz: Int64, seed: UInt64) {
    let second = Int(hertz)
    let onset = 10 * second
    let counts = signal(seed: seed, onset: onset, amplitude: 400, count: onset + second / 2)
    let found = refine(counts, trigger: Int64(onset + second / 10), at: rate(hertz))
    #expect(abs(found.sampleIndex - Int64(onset)) <= 3)
    #expect(found.sigmaMilliseconds < 20 + 4_000 / UInt32(hertz))
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func integersAndDoublesAgree(seed: UInt64) {
    let onset = 1_000
    let counts = signal(
      seed: seed, onset: onset, amplitude: 60, rise: 30, count: onset + 20 + Int(seed) % 30)
    let trigger = onset + 10
    let found = refine(counts, trigger: Int64(trigger), at: rate(100))
    let first = trigger - 100
    let criterion = judge(counts[first...], shortest: 5)
    let best = criterion.indices.min { criterion[$0] < criterion[$1] } ?? 0
    #expect(found.sampleIndex == Int64(first + best))
    let near = criterion.indices.filter { criterion[$0] <= criterion[best] + 4 }
    let width = (near.last ?? 0) - (near.first ?? 0) + 1
    #expect(found.sigmaMilliseconds == 20 + UInt32(width * 10 + 1) / 2)
  }

  @Test func anEmergentOnsetIsLessCertain() {
    let sharp = refine(
      signal(seed: 4, onset: 1_000, amplitude: 400, count: 1_030), trigger: 1_003, at: rate(100))
    let emergent = refine(
      signal(seed: 4, onset: 1_000, amplitude: 40, rise: 40, count: 1_050), trigger: 1_030,
      at: rate(100))
    #expect(emergent.sigmaMilliseconds > sharp.sigmaMilliseconds)
  }

  @Test func silenceBeforeTheOnsetIsNoObstacle() {
    var noise = Noise(seed: 5)
    let counts = (0..<1_040).map { $0 < 1_000 ? 0 : noise.next(500) }
    #expect(refine(counts, trigger: 1_004, at: rate(100)).sampleIndex == 1_000)
  }

  @Test func samplesAtTheRailsDoNotOverflow() {
    let counts = (0..<4_500).map { index -> Int32 in
      index < 3_000 ? 0 : (index % 2 == 0 ? 8_388_607 : -8_388_607)
    }
    #expect(refine(counts, trigger: 3_100, at: rate(1_000)).sampleIndex == 3_000)
  }

  @Test func onlyASecondBeforeTheTriggerIsLookedAt() {
    // A burst two seconds before belongs to something else.
    var counts = signal(seed: 6, onset: 1_000, amplitude: 300, count: 1_030)
    for index in 780..<800 { counts[index] *= 50 }
    let found = refine(counts, trigger: 1_005, at: rate(100))
    #expect(abs(found.sampleIndex - 1_000) <= 2)
  }

  @Test func withoutHistoryTheTriggersOwnOnsetStands() {
    let counts = signal(seed: 7, onset: 4, amplitude: 300, count: 12)
    #expect(
      refine(counts, trigger: 3, at: rate(100))
        == OnsetRefiner.Onset(sampleIndex: 3, sigmaMilliseconds: 500))
  }

  @Test func whatLiesBeforeAGapIsForgotten() {
    let counts = signal(seed: 8, onset: 50, amplitude: 300, count: 100)
    var refiner = OnsetRefiner(sampleRate: rate(100))
    for (index, value) in counts.enumerated() {
      // Fifty samples are missing just before the onset.
      refiner.process(value, sampleIndex: Int64(index < 50 ? index : index + 50))
    }
    let found = refiner.refine(onsetSampleIndex: 102, fallbackSigmaMilliseconds: 500)
    #expect(found == OnsetRefiner.Onset(sampleIndex: 102, sigmaMilliseconds: 500))
  }
}
