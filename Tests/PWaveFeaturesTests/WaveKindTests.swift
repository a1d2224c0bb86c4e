import PWaveFeatures
import SeismicTypes
import Testing

/// P wave, S wave or distant earthquake: what a window is taken for.
struct WaveKindTests {
  private static let rates = [20, 40, 50, 100, 200] as [Int64]

  @Test("a local P wave is neither an S wave nor a teleseism", arguments: rates)
  func localPWave(hertz: Int64) throws {
    var player = WavePlayer(hertz: hertz)
    let windows = try player.windows(onset: 41, seconds: 45) {
      let p = swell($0, from: 41, hertz: 3, counts: 100_000, rise: 0.5)
      return (p, p / 3, p / 4)
    }
    #expect(windows.count == 8)
    for window in windows {
      #expect(!window.containsSWave && !window.beginsAtSWave && !window.isTeleseismSuspected)
      #expect(window.polarity == 1, "\(window.polarity)")
      #expect(window.tellsOfPWave())
    }
  }

  @Test("an S wave within the window is told from its arrival on", arguments: rates)
  func sWaveInWindow(hertz: Int64) throws {
    var player = WavePlayer(hertz: hertz)
    let windows = try player.windows(onset: 40, seconds: 46) {
      let p = swell($0, from: 40, hertz: 4, counts: 100_000, rise: 0.5)
      let s = swell($0, from: 43, hertz: 2, counts: 400_000, rise: 0.3)
      return (p + s / 8, p / 3 + s, p / 4 + s / 2)
    }
    #expect(windows.map(\.containsSWave) == windows.map { $0.windowMilliseconds >= 3_500 })
    for window in windows { #expect(!window.beginsAtSWave) }
  }

  @Test("a window that begins at S behind a weak P wave measures no P wave", arguments: rates)
  func sWaveFirst(hertz: Int64) throws {
    var player = WavePlayer(hertz: hertz)
    let windows = try player.windows(onset: 40, seconds: 43) {
      let p = swell($0, from: 37, hertz: 4, counts: 300, rise: 0.5)
      let s = swell($0, from: 40, hertz: 2.5, counts: 50_000, rise: 0.3)
      return (p + s / 2, p / 3 + s * 0.8, p / 4 + s / 2)
    }
    #expect(windows.count == 6)
    for window in windows {
      #expect(window.beginsAtSWave && window.containsSWave && !window.tellsOfPWave())
    }
  }

  @Test("a purely horizontal onset is an S wave's, its P wave hidden in the noise")
  func sWaveOutOfNoise() throws {
    var player = WavePlayer(hertz: 100)
    let windows = try player.windows(onset: 40, seconds: 42) {
      let s = swell($0, from: 40, hertz: 2.5, counts: 5_000, rise: 0.3)
      return (s / 8, s, s / 2)
    }
    for window in windows { #expect(window.beginsAtSWave) }
  }

  @Test("a distant earthquake's P wave is suspected to be one", arguments: rates)
  func teleseism(hertz: Int64) throws {
    var player = WavePlayer(hertz: hertz)
    let windows = try player.windows(onset: 40, seconds: 50) {
      // 30 µm at 0.5 Hz and a little at 2 Hz, what attenuation leaves of a magnitude 8 at 60 degrees.
      let p =
        swell($0, from: 40, hertz: 0.5, counts: 300, rise: 2)
        + swell($0, from: 40, hertz: 2, counts: 60, rise: 2)
      return (p, p / 4, p / 8)
    }
    let suspected = windows.filter(\.isTeleseismSuspected).map(\.windowMilliseconds)
    #expect(suspected.contains(4_000) && suspected.contains(10_000), "\(suspected)")
  }

  @Test("a near magnitude 7, as long in period, is not taken for a distant one")
  func nearMagnitudeSeven() throws {
    var player = WavePlayer(hertz: 100)
    let windows = try player.windows(onset: 40, seconds: 50) {
      let p =
        swell($0, from: 40, hertz: 0.4, counts: 400_000, rise: 3)
        + swell($0, from: 40, hertz: 6, counts: 200_000, rise: 0.5)
      return (p, p / 4, p / 8)
    }
    #expect(windows.count == 20)
    for window in windows { #expect(!window.isTeleseismSuspected) }
  }
}
