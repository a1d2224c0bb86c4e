import Foundation
import PWaveFeatures
import SeismicTypes
import Testing

/// What stands out of the noise and what does not.
struct NoiseMaskTests {
  private static let ratios: PWaveFeatureSet = [
    .tauC, .tauP, .tauCAboveHalfHertz, .dominantFrequency, .horizontalToVertical,
  ]

  @Test("in noise alone nothing is unmasked", arguments: [20, 100, 500] as [Int64])
  func noiseAlone(hertz: Int64) throws {
    var player = WavePlayer(hertz: hertz)
    let windows = try player.windows(onset: 60, seconds: 65) { _ in (0, 0, 0) }
    for window in windows {
      #expect(window.noise.knownMilliseconds == 30_000)
      #expect(window.maskedFeatures.has(.amplitudes) && window.maskedFeatures.has(Self.ratios))
      #expect(window.maskedFeatures.has([.cav, .arias, .iv2, .power]))
      #expect(!window.tellsOfPWave())
    }
  }

  @Test("a loud P wave unmasks everything that the window is long enough for")
  func loud() throws {
    var player = WavePlayer(hertz: 100)
    let windows = try player.windows(onset: 60, seconds: 66) {
      let p =
        swell($0, from: 60, hertz: 1, counts: 500_000, rise: 0.5)
        + swell($0, from: 60, hertz: 8, counts: 500_000, rise: 0.2)
      return (p, p / 4, p / 8)
    }
    let last = try #require(windows.last)
    #expect(last.maskedFeatures.rawValue == 0, "\(last.maskedFeatures)")
  }

  /// A weak and fast P wave is far above the noise in acceleration and below it in displacement.
  @Test("each measure is compared with its own noise")
  func eachForItself() throws {
    var player = WavePlayer(hertz: 100)
    player.noiseCounts = 1_000
    let windows = try player.windows(onset: 60, seconds: 62) {
      let p = swell($0, from: 60, hertz: 8, counts: 12_000, rise: 0.2)
      return (p, p / 4, p / 8)
    }
    for window in windows {
      #expect(!window.maskedFeatures.has(.pa) && !window.maskedFeatures.has(.band(6)))
      #expect(window.maskedFeatures.has([.pd, .tauC, .id2]))
      #expect(window.tellsOfPWave())
    }
  }

  @Test("a car that passed twenty seconds before masks nothing")
  func transient() throws {
    var player = WavePlayer(hertz: 100)
    let windows = try player.windows(onset: 60, seconds: 63) {
      let envelope = exp(-($0 - 41) * ($0 - 41) / 0.2)
      let car = 20_000 * envelope * sin(2 * Double.pi * 9 * ($0 - 41))
      let p = swell($0, from: 60, hertz: 5, counts: 2_000, rise: 0.2)
      return (p + car, p / 4, p / 8)
    }
    for window in windows { #expect(!window.maskedFeatures.has(.pv)) }
  }

  @Test("without known noise nothing is masked for it, and polarity stays untold")
  func unknownNoise() throws {
    var features = PWaveFeatures(sampleRate: SampleRate(microhertz: 100_000_000))
    features.open(onsetSampleIndex: 0)
    var window: PWaveWindow?
    for index in 0..<50 as Range<Int64> {
      var motion = GroundMotion()
      motion.velocityPicometresPerSecond.vertical = 1_000_000 * index
      window = features.process(motion, sampleIndex: index, isQuiet: false) ?? window
    }
    let found = try #require(window)
    #expect(found.maskedFeatures.rawValue == 0 && found.polarity == 0)
    #expect(found.noise.knownMilliseconds == 0)
  }
}
