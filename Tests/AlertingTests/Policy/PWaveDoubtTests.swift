import Alerting
import SeismicTypes
import Testing

/// What the policy makes of windows that are no near earthquake's P wave.
@Suite("An alert policy in doubt")
struct PWaveDoubtTests {
  @Test("predicts nothing from a window that begins at S, takes back what it had and says why")
  func beginsAtS() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    #expect(try #require(bench.window(500, pgv: 100).first).pgvLog10 != nil)
    let window = Self.window(1_000) {
      $0.beginsAtSWave = true
      $0.containsSWave = true
    }
    #expect(bench.policy.predicts(from: window) == false)
    #expect(bench.process(window, pgv: nil).isEmpty)
    let observed = try #require(bench.shake(5, sampleCount: 3).first)
    #expect(observed.level == .moderate && observed.basis == .observed)
    #expect(observed.pgvLog10 == nil && observed.magnitude == nil && observed.distanceLog10 == nil)
    #expect(observed.pdLog10Thousandths == nil && observed.tauCMilliseconds == nil)
    #expect(observed.flags?.contains([.sOnsetSuspected, .sWaveInWindow]) == true)
  }

  @Test("goes on predicting when S arrives within the window, and says so")
  func containsS() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    let window = Self.window(3_000) { $0.containsSWave = true }
    #expect(bench.policy.predicts(from: window) == true)
    let alert = try #require(bench.process(window, pgv: 600).first)
    #expect(alert.pgvLog10 != nil && alert.level == .moderate)
    #expect(alert.flags?.contains(.sWaveInWindow) == true)
    #expect(alert.flags?.contains(.sOnsetSuspected) == false)
  }

  @Test("predicts only while an amplitude stands out of the noise")
  func amplitudesInNoise() {
    var bench = PolicyBench()
    _ = bench.pick()
    let all = Self.window(500) { $0.maskedFeatures = .all }
    #expect(bench.policy.predicts(from: all) == false)
    let amplitudes = Self.window(500) { $0.maskedFeatures = .amplitudes }
    #expect(bench.policy.predicts(from: amplitudes) == false)
    for left in [.pa, .pv, .pd, .pvAboveHalfHertz, .pdAboveHalfHertz] as [PWaveFeatureSet] {
      let masked = PWaveFeatureSet.all.subtracting(left)
      let window = Self.window(500) { $0.maskedFeatures = masked }
      #expect(bench.policy.predicts(from: window) == true)
    }
  }

  @Test("predicts light shaking at most from a teleseism, and more where it is observed")
  func teleseism() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    let window = Self.window(4_000) { $0.isTeleseismSuspected = true }
    let alert = try #require(bench.process(window, pgv: 2_000).first)
    #expect(alert.level == .light && alert.basis == .predicted)
    #expect(alert.flags?.contains(.teleseismSuspected) == true)
    let observed = try #require(bench.shake(9, sampleCount: 3).first)
    #expect(observed.level == .strong && observed.basis == .observed)
    // A later window may prove to be near after all.
    let near = try #require(bench.process(Self.window(5_000) { _ in }, pgv: 2_000).first)
    #expect(near.level == .severe)
    #expect(near.flags?.contains(.teleseismSuspected) == false)
  }

  @Test("sends the JMA intensity of its event, none before there is one")
  func intensity() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    let first = try #require(bench.window(500, pgv: 100).first)
    #expect(first.intensity?.jmaTenths == -999)
    bench.policy.note(jmaTenths: 31)
    let second = try #require(bench.window(1_000, pgv: 600).first)
    #expect(second.intensity?.jmaTenths == 31)
    let messages = bench.pick()
    #expect(messages.first?.intensity?.jmaTenths == 31)
    let next = try #require(bench.window(500, pgv: nil).first)
    #expect(next.intensity?.jmaTenths == -999)
  }

  private static func window(
    _ milliseconds: Int32, _ change: (inout PWaveWindow) -> Void
  ) -> PWaveWindow {
    var window = PWaveWindow()
    window.windowMilliseconds = milliseconds
    window.pdPicometres = 10_000_000_000
    window.pvPicometresPerSecond = 1_000_000_000
    change(&window)
    return window
  }
}
