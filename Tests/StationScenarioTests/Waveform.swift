import Acquisition
import Evaluation
import Foundation
import SeismicTypes

/// Three components as a sensor would count them, before rounding: what scenarios are made of.
struct Waveform {
  let sampleRate: SampleRate
  let quantity: Quantity
  let countsPerUnit: Double
  /// Vertical, north, east; counts.
  var components: [[Double]]

  var sampleCount: Int { components[0].count }

  /// Still ground under a perfect sensor of 1 µm/s² a count.
  init(stillSeconds: Double, hertz: Double = 100) {
    sampleRate = SampleRate(hertz: hertz) ?? SampleRate(microhertz: 100_000_000)
    quantity = .acceleration
    countsPerUnit = 1e6
    components = Array(
      repeating: Array(repeating: 0, count: Int(stillSeconds * hertz)), count: 3)
  }

  /// A recording's longest stretch without a gap.
  init(_ record: ScenarioRecord) throws {
    let recording = try Recording(
      Recording.Parameters(files: [record.file], requiredComponents: .vertical))
    let counts = RecordCounts(recording)
    let places = ["Z", "N1", "E2"].map { letters in
      recording.channels.firstIndex { letters.contains($0.channelCode.last ?? "?") } ?? 0
    }
    let stretch = counts.stretches.max { $0.counts.count < $1.counts.count }?.counts ?? []
    sampleRate = counts.sampleRate
    quantity = record.quantity
    countsPerUnit = record.countsPerUnit
    components = places.map { place in
      stride(from: place, to: stretch.count, by: counts.channelCount).map { Double(stretch[$0]) }
    }
  }

  private func index(_ seconds: Double) -> Int {
    Int((seconds * Double(sampleRate.microhertz) / 1e6).rounded())
  }

  /// Adds another wave, or a part of one, from a time on, each component times a factor.
  func adding(_ other: Waveform, at seconds: Double, times factor: Double = 1) -> Waveform {
    var sum = self
    let first = index(seconds)
    let gain = factor * countsPerUnit / other.countsPerUnit
    for component in 0..<3 {
      for sample in 0..<min(other.sampleCount, sampleCount - first) {
        sum.components[component][first + sample] += gain * other.components[component][sample]
      }
    }
    return sum
  }

  /// Adds something a function makes up: vertical, north and east in m/s² (or m/s) at a time.
  func adding(_ motion: (Double) -> [Double]) -> Waveform {
    var sum = self
    let step = 1e6 / Double(sampleRate.microhertz)
    for sample in 0..<sampleCount {
      let values = motion(Double(sample) * step)
      for component in 0..<3 {
        sum.components[component][sample] += countsPerUnit * values[component]
      }
    }
    return sum
  }

  /// The part between two times.
  func cut(from start: Double, to end: Double = .infinity) -> Waveform {
    var part = self
    let last = end == .infinity ? sampleCount : min(sampleCount, index(end))
    part.components = components.map { Array($0[index(start)..<last]) }
    return part
  }

  /// The wave about the mean of its first seconds, as an onset on another record must be.
  func withoutOffset(over seconds: Double = 1) -> Waveform {
    var centred = self
    for component in 0..<3 {
      let quiet = components[component].prefix(max(1, index(seconds)))
      let mean = quiet.reduce(0, +) / Double(quiet.count)
      for sample in 0..<sampleCount { centred.components[component][sample] -= mean }
    }
    return centred
  }

  /// Put behind a stretch of the same sensor's noise: its own first seconds, mirrored to and fro.
  func after(noiseSeconds: Double, mirroring seconds: Double) -> Waveform {
    var longer = self
    let period = index(seconds)
    let count = index(noiseSeconds)
    for component in 0..<3 {
      let own = components[component]
      let noise = (1...count).reversed().map { distance in
        let phase = distance % (2 * period - 2)
        return own[phase < period ? phase : 2 * period - 2 - phase]
      }
      longer.components[component] = noise + own
    }
    return longer
  }

  /// Replaces what the sensor says from one time to another.
  func replacing(
    from start: Double, to end: Double, with value: (Int, Double) -> Double
  ) -> Waveform {
    var changed = self
    for component in 0..<3 {
      for sample in index(start)..<min(sampleCount, index(end)) {
        changed.components[component][sample] = value(
          component, changed.components[component][sample])
      }
    }
    return changed
  }

  /// White noise of a sensor, the same in every run.
  func withNoise(micrometresPerSecondSquared rms: Double, seed: UInt64 = 1) -> Waveform {
    var noise = RepeatableNoise(seed: seed)
    return adding { _ in
      [noise.next(), noise.next(), noise.next()].map { $0 * rms * 1e-6 }
    }
  }
}

/// Roughly Gaussian numbers of rms 1 (twelve uniform ones, a linear congruential generator by Knuth).
struct RepeatableNoise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Double {
    var sum = -6.0
    for _ in 0..<12 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      sum += Double(state >> 11) / Double(UInt64(1) << 53)
    }
    return sum
  }
}
