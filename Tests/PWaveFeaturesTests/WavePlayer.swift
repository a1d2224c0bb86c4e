import Conditioning
import Foundation
import PWaveFeatures
import SeismicTypes

/// Made-up motion through the station's conditioning into its features, at any rate.
struct WavePlayer {
  let hertz: Int64
  private var seed: UInt64 = 1
  /// Uniform noise of up to this many counts of 1 µm/s² on each component.
  var noiseCounts = 20.0

  init(hertz: Int64) { self.hertz = hertz }

  /// The windows from an onset on.
  ///
  /// - Parameters:
  ///   - onset: In seconds; the features are opened 0.2 s later.
  ///   - seconds: How long to play.
  ///   - counts: The components at a time in seconds, in counts of 1 µm/s².
  /// - Returns: The windows, shortest first.
  /// - Throws: What the conditioner says of its parameters.
  mutating func windows(
    onset: Double, seconds: Double, _ counts: (Double) -> (Double, Double, Double)
  ) throws -> [PWaveWindow] {
    let rate = SampleRate(microhertz: hertz * 1_000_000)
    var conditioner = try Conditioner(
      Conditioner.Parameters(
        sampleRate: rate,
        channels: [(0.0, -90.0), (0, 0), (90, 0)].map { azimuth, dip in
          Conditioner.Channel(
            quantity: .acceleration, countsPerUnit: 1e6, fullScaleCounts: .max,
            azimuthDegrees: azimuth, dipDegrees: dip)
        }))
    var features = PWaveFeatures(sampleRate: rate)
    var motion = GroundMotion()
    var windows: [PWaveWindow] = []
    let onsetIndex = Int64(onset * Double(hertz))
    let confirmedIndex = onsetIndex + hertz / 5
    for index in 0..<Int64(seconds * Double(hertz)) {
      let (vertical, north, east) = counts(Double(index) / Double(hertz))
      conditioner.process(
        vertical: Int32(vertical + noise()), north: Int32(north + noise()),
        east: Int32(east + noise()), isBaselineFrozen: index > onsetIndex, into: &motion)
      if index == confirmedIndex { features.open(onsetSampleIndex: onsetIndex) }
      let window = features.process(motion, sampleIndex: index, isQuiet: index < onsetIndex)
      if let window { windows.append(window) }
    }
    return windows
  }

  /// A linear congruential generator (Knuth's MMIX), the same in every run.
  private mutating func noise() -> Double {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Double(seed >> 11) / Double(1 << 52) - 1) * noiseCounts
  }
}

/// A sine that grows within `rise` seconds from its start on, in counts.
func swell(
  _ seconds: Double, from start: Double, hertz: Double, counts: Double, rise: Double
) -> Double {
  let time = seconds - start
  guard time > 0 else { return 0 }
  return counts * min(1, time / rise) * sin(2 * Double.pi * hertz * time)
}
