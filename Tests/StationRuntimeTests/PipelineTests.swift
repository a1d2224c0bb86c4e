import Alerting
import SeismicTypes
import StationRuntime
import Testing
import Triggering

@Suite("A pipeline")
struct PipelineTests {
  @Test("stays silent on noise")
  func noise() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 300)
    #expect(bench.messages.isEmpty)
    #expect(bench.isArmed)
  }

  @Test(
    "takes no flicker of the last bit for an onset, whatever the converter's width",
    arguments: [32_767, 524_287, 8_388_607, .max] as [Int32])
  func flicker(fullScaleCounts: Int32) throws {
    let bench = try PipelineBench(fullScaleCounts: fullScaleCounts, noiseCounts: 0)
    bench.feed(seconds: 30)
    bench.feed(seconds: 2) {
      ($0 * 10).truncatingRemainder(dividingBy: 2) < 1 ? (1, 0, 0) : (0, 0, 0)
    }
    let onsets = bench.notices.filter {
      if case .trigger(.pending, sampleIndex: _) = $0 { true } else { false }
    }
    #expect(onsets.isEmpty)
  }

  @Test("picks, estimates and alerts on an earthquake, and ends the event")
  func earthquakeGoesThrough() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    bench.feed(seconds: 120) { earthquake(at: $0) }
    let pick = try #require(bench.messages.first)
    #expect(pick.type == .pick)
    let onset = try #require(pick.onsetTime?.nanoseconds)
    #expect(onset >= 30_000_000_000 && onset < 30_500_000_000)
    #expect(bench.messages.contains { $0.type == .alert && $0.level == .severe })
    #expect(bench.messages.last?.flags?.contains(.final) == true)
    #expect(bench.tally.eventCount == 1)
  }

  @Test("bridges a gap of up to five samples and says so")
  func shortGap() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    bench.feed(seconds: 2) { earthquake(at: $0) }
    bench.feed(seconds: 20, flags: .followsGap, missing: 5) { earthquake(at: $0 + 2.05) }
    #expect(bench.tally.gapCount == 1)
    #expect(bench.tally.missingSampleCount == 5)
    #expect(bench.tally.pickCount == 1)
    let last = try #require(bench.messages.last)
    #expect(last.flags?.contains(.gapInWindow) == true)
    #expect(last.pgvLog10 != nil)
    #expect(bench.isArmed)
  }

  @Test("starts afresh after a longer gap, with the trigger in warm-up")
  func longGap() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    #expect(bench.isArmed)
    bench.feed(seconds: 1, flags: .followsGap, missing: 6)
    #expect(!bench.isArmed)
    bench.feed(seconds: 12)
    #expect(bench.isArmed)
    #expect(bench.tally.gapCount == 1)
    #expect(bench.messages.isEmpty)
  }

  @Test("sees strong shaking through gap after gap and step after step", arguments: [6, 0])
  func storm(missing: Int64) throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    for second in 0..<20 {
      if missing == 0 { bench.clockOffsetNanoseconds -= 1_000_000_000 }
      bench.feed(seconds: 1, flags: .followsGap, missing: missing) {
        earthquake(at: Double(second) + $0)
      }
    }
    let alert = try #require(bench.messages.first { ($0.level ?? .none) >= .strong })
    if missing > 0 { #expect(alert.basis == .observed) }
    #expect(alert.flags?.contains(.gapInWindow) == true)
  }

  @Test("takes no gap in noise for shaking", arguments: [6, 100, 101, 1000] as [Int64])
  func gapsInNoise(missing: Int64) throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    for _ in 0..<20 { bench.feed(seconds: 3, flags: .followsGap, missing: missing) }
    #expect(bench.messages.isEmpty)
  }

  @Test("goes on after a step of the clock, and times what follows by the new clock")
  func clockStep() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    bench.clockOffsetNanoseconds = 3_600_000_000_000
    bench.feed(seconds: 1, flags: .followsGap)
    #expect(bench.isArmed)
    #expect(bench.tally.clockStepCount == 1)
    bench.feed(seconds: 5) { earthquake(at: $0) }
    let onset = try #require(bench.messages.first?.onsetTime?.nanoseconds)
    #expect(onset > 3_631_000_000_000 && onset < 3_631_500_000_000)
    #expect(bench.messages.allSatisfy { $0.flags?.contains(.gapInWindow) == false })
  }

  @Test(
    "picks and predicts though the clock steps every ten seconds",
    arguments: [20, -20, 3_000] as [Int64])
  func steppingClock(milliseconds: Int64) throws {
    let still = try PipelineBench()
    let stepping = try PipelineBench()
    for bench in [still, stepping] {
      for stretch in 0..<6 {
        if bench === stepping { bench.clockOffsetNanoseconds += milliseconds * 1_000_000 }
        bench.feed(seconds: 10) { stretch == 5 && $0 >= 5 ? earthquake(at: $0 - 5) : (0, 0, 0) }
      }
    }
    #expect(stepping.tally.clockStepCount == 5)
    #expect(still.messages.contains { $0.pgvLog10 != nil })
    // The same counts give the same messages, but for the times.
    #expect(stepping.messages.map { $0.type } == still.messages.map { $0.type })
    #expect(stepping.messages.map { $0.pgvLog10 } == still.messages.map { $0.pgvLog10 })
  }

  @Test("keeps an event through a step of the clock: its onset stays, and it is marked")
  func stepInEvent() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    bench.feed(seconds: 2) { earthquake(at: $0) }
    let pick = try #require(bench.messages.first)
    let event = pick.event
    bench.clockOffsetNanoseconds = -5_000_000_000
    bench.feed(seconds: 4, flags: .followsGap) { earthquake(at: 2 + $0) }
    // What came before the step is of 30 s and later.
    let later = bench.messages.filter { ($0.sampleTime?.nanoseconds ?? .max) < 30_000_000_000 }
    #expect(later.contains { $0.pgvLog10 != nil })
    #expect(later.allSatisfy { $0.event == event && $0.onsetTime == pick.onsetTime })
    #expect(later.allSatisfy { $0.flags?.contains(.gapInWindow) == true })
    #expect(!later.contains { $0.flags?.contains(.final) == true })
  }

  @Test("alerts on observed shaking while the trigger still warms up")
  func observedInWarmUp() throws {
    let bench = try PipelineBench()
    // The baseline settles after 10 s, the trigger is armed after 11 s.
    bench.feed(seconds: 10.2)
    #expect(!bench.isArmed)
    bench.feed(seconds: 0.6) { earthquake(at: $0 + 6) }
    let alert = try #require(bench.messages.first)
    #expect(alert.type == .alert)
    #expect(alert.revision == 0)
    #expect(alert.basis == .observed)
    #expect(alert.pgvLog10 == nil)
  }

  @Test("does not take a tilted or knocked sensor for an earthquake")
  func stepAndSpike() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 60)
    bench.feed(seconds: 0.1) { $0 == 0 ? (0, 8_000_000, 0) : (0, 0, 0) }
    bench.feed(seconds: 60)
    #expect(!bench.messages.contains { $0.type == .alert }, "a spike")
    bench.feed(seconds: 60) { _ in (0, 300_000, 0) }
    #expect(!bench.messages.contains { $0.type == .alert }, "a step")
  }

  @Test("takes no spike of the vertical for an earthquake", arguments: [1, 2])
  func verticalSpike(length: Int) throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 60)
    // One sample of 1 g, as a flipped bit on the sensor's bus makes it, would be 10 cm/s.
    bench.feed(seconds: 1) { $0 < Double(length) / 100 - 0.001 ? (10_000_000, 0, 0) : (0, 0, 0) }
    bench.feed(seconds: 40)
    #expect(!bench.messages.contains { ($0.level ?? .none) >= .strong })
    let peaks = bench.messages.compactMap { $0.observed?.pgvMicrometresPerSecond }
    #expect(peaks.allSatisfy { $0 < 10_000 })
  }

  @Test("keeps an event open past the trigger's longest time while the ground shakes")
  func longShaking() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    bench.feed(seconds: 13) { earthquake(at: $0) }
    bench.feed(seconds: 80) { earthquake(at: 13 + $0.truncatingRemainder(dividingBy: 1)) }
    #expect(!bench.messages.contains { $0.flags?.contains(.final) == true })
    #expect(bench.tally.eventCount == 1)
    bench.feed(seconds: 60)
    #expect(bench.messages.last?.flags?.contains(.final) == true)
  }

  @Test("gives the open event its final estimate when the source ends")
  func endOfSource() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    bench.feed(seconds: 5) { earthquake(at: $0) }
    #expect(bench.messages.last?.flags?.contains(.final) != true)
    bench.finish()
    #expect(bench.messages.last?.flags?.contains(.final) == true)
  }
}
