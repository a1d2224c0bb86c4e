import Acquisition
import SeismicTypes
import Testing

@Suite("A supervised source")
struct LiveSourceTests {
  typealias Episode = ScriptedDevice.Episode
  private static let second: Int64 = 1_000_000_000

  /// What a source did until an instant: gaps as found and as they were, and the rest counted.
  private struct History {
    var delivered: Int64 = 0
    var gaps: [(found: Int64, true: Int64)] = []
    var faults: [DeviceFault] = []
    var missingOpenings = 0
    var interruptions: [Int64] = []
    var worstIndexError: Int64 = 0
  }

  private func run(_ device: ScriptedDevice, until seconds: Int64) -> History {
    var history = History()
    var source = LiveSource(
      device: device, samplesPerBlock: device.samplesPerBlock, groupDelayNanoseconds: 0,
      now: device.now)
    var memory = [Int32](repeating: 0, count: device.samplesPerBlock)
    var frameBefore: Int64?
    while device.now < ScriptedDevice.origin + seconds * Self.second {
      var counts = memory.mutableSpan
      switch source.turn(into: &counts, timeoutMilliseconds: 50, clock: device.clock) {
      case .block(let place, let count):
        if let frameBefore, device.firstFrame != frameBefore {
          history.gaps.append((place.missingSampleCount, device.firstFrame - frameBefore))
          #expect(place.flags.has(.followsGap))
        } else {
          #expect(!place.isBroken || frameBefore == nil)
        }
        frameBefore = device.firstFrame + Int64(count)
        history.delivered += Int64(count)
      case .pause(let nanoseconds): device.pass(min(nanoseconds, 50_000_000))
      case .failed(let fault): history.faults.append(fault)
      case .notOpened: history.missingOpenings += 1
      case .opened, .nothing: break
      }
      if source.takeInterruption(at: device.now) { history.interruptions.append(device.now) }
    }
    return history
  }

  @Test("without trouble delivers every sample and breaks nowhere")
  func calm() {
    let device = ScriptedDevice()
    let history = run(device, until: 60)
    #expect(history.gaps.isEmpty && history.faults.isEmpty && history.interruptions.isEmpty)
    #expect(history.delivered >= 5980)
    #expect(device.openCount == 1)
  }

  @Test(
    "is closed and opened again after any trouble, and records what was missed",
    arguments: [ScriptedDevice.Trouble.error, .unplugged, .silence, .nonsense, .strangeStamp])
  func recovers(trouble: ScriptedDevice.Trouble) {
    let start = ScriptedDevice.origin + 20 * Self.second
    let device = ScriptedDevice([
      Episode(trouble: trouble, from: start, to: start + 3 * Self.second)
    ])
    let history = run(device, until: 40)
    #expect(history.gaps.count == 1)
    for gap in history.gaps { #expect(abs(gap.found - gap.true) <= 1) }
    #expect(device.openCount >= 2)
    #expect(device.closeCount >= 1)
    #expect(history.delivered > 3000)
    #expect(history.interruptions.count == 1)
    if trouble == .unplugged { #expect(history.missingOpenings > 2) }
    if trouble == .silence { #expect(history.faults.contains(.stalled)) }
    if trouble == .nonsense || trouble == .strangeStamp {
      #expect(history.faults.contains(.nonsense))
    }
  }

  @Test("starts with a sensor that comes ten seconds late")
  func lateSensor() {
    let device = ScriptedDevice([
      Episode(trouble: .unplugged, from: 0, to: ScriptedDevice.origin + 10 * Self.second)
    ])
    let history = run(device, until: 40)
    #expect(history.missingOpenings > 5)
    #expect(history.delivered > 2000)
    #expect(history.gaps.isEmpty && history.interruptions.isEmpty)
  }

  @Test("says once that it has been silent for more than a second, and again after it came back")
  func interruption() {
    var episodes: [Episode] = []
    for second in [10, 30] as [Int64] {
      let start = ScriptedDevice.origin + second * Self.second
      episodes.append(Episode(trouble: .silence, from: start, to: start + 8 * Self.second))
    }
    let short = ScriptedDevice.origin + 50 * Self.second
    episodes.append(Episode(trouble: .silence, from: short, to: short + Self.second / 2))
    let history = run(ScriptedDevice(episodes), until: 60)
    #expect(history.interruptions.count == 2)
    for (interruption, second) in zip(history.interruptions, [10, 30] as [Int64]) {
      let silence = interruption - ScriptedDevice.origin - second * Self.second
      #expect(silence > 900_000_000 && silence < 1_300_000_000)
    }
  }

  @Test("finds every gap of twenty minutes of random trouble to a sample")
  func randomTrouble() {
    var seed: UInt64 = 7
    func random(_ limit: Int64) -> Int64 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(seed >> 33) % limit
    }
    var episodes: [Episode] = []
    var start = ScriptedDevice.origin
    while start < ScriptedDevice.origin + 1190 * Self.second {
      start += Self.second / 2 + random(6 * Self.second)
      let trouble = ScriptedDevice.Trouble.allCases[Int(random(7))]
      let length = 50_000_000 + random(2 * Self.second)
      episodes.append(Episode(trouble: trouble, from: start, to: start + length))
      start += length
    }
    let history = run(ScriptedDevice(episodes), until: 1200)
    #expect(history.gaps.count > 150)
    #expect(history.gaps.allSatisfy { $0.found == $0.true })
  }
}
