import Conditioning
import Foundation
import SeismicTypes
import Testing

@Suite("The channel guard")
struct GuardTests {
  private let quiet = 2000

  /// A conditioner that has heard twenty seconds of noise about 100,000 counts.
  private func acquainted(_ noise: inout Noise) throws -> Conditioner {
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 60)))
    for _ in 0..<quiet { _ = conditioner.motion(of: 100_000 + noise.next(amplitude: 50)) }
    return conditioner
  }

  /// The motion of a fault and of two seconds after it, some noise beside it.
  private func motions(
    _ fault: [Int32], hertz: Double = 100, level: Int32 = 100_000
  ) throws -> [GroundMotion] {
    var noise = Noise()
    var conditioner = try Conditioner(
      parameters(hertz: hertz, baseline: .running(seconds: 60)))
    for _ in 0..<Int(hertz * 20) { _ = conditioner.motion(of: level + noise.next(amplitude: 50)) }
    let rest = [Int32](repeating: level, count: Int(hertz * 2))
    return (fault + rest).map { conditioner.motion(of: $0 + noise.next(amplitude: 50)) }
  }

  @Test(
    "leaves nothing of a spike once four samples of rest have proven it",
    arguments: [1, 2, 3], [20.0, 31.25, 40, 50, 100, 200, 500])
  func spike(length: Int, hertz: Double) throws {
    let motions = try motions([Int32](repeating: 8_000_000, count: length), hertz: hertz)
    let isTold = motions[..<(length + 3)].allSatisfy {
      $0.maskedComponents.has(.vertical) || $0.unprovenComponents.has(.vertical)
    }
    #expect(isTold)
    for motion in motions[(length + 3)...] {
      #expect(motion.maskedComponents.rawValue == 0 && motion.unprovenComponents.rawValue == 0)
      // 50 counts of noise are 0.2 mm/s²; the spike was 37 m/s².
      #expect(motion.shakingVelocityPicometresPerSecond.largestMagnitude() < 500_000_000)
    }
    // The trigger has seen nothing of it.
    #expect(motions.allSatisfy { $0.triggerCounts.magnitude < 200 })
  }

  @Test(
    "lets a wave through whose crossings fall on samples, though it begins at once",
    arguments: [4, 8])
  func commensurateWave(samplesPerPeriod: Int) throws {
    let wave = (0..<200).map { sample in
      100_000
        + Int32(2_000_000 * sin(2 * Double.pi * Double(sample) / Double(samplesPerPeriod)))
    }
    let untold = try motions(wave, hertz: 20).filter {
      $0.maskedComponents.has(.vertical) || $0.unprovenComponents.has(.vertical)
    }
    #expect(untold.count <= samplesPerPeriod)
  }

  @Test(
    "reads no shaking off a train of spikes and is not blinded by it", arguments: [3, 4, 7, 20],
    [50.0, 100, 200])
  func train(period: Int, hertz: Double) throws {
    let spikes = (0..<Int(hertz * 10)).map { Int32($0 % period == 0 ? 4_000_000 : 100_000) }
    for motion in try motions(spikes, hertz: hertz) {
      #expect(motion.unmaskedPeaks().pgvPicometresPerSecond < 500_000_000)
      #expect(motion.triggerCounts.magnitude < 200)
    }
  }

  @Test(
    "reads no shaking off a dropout to zero or to the rail", arguments: [3, 5, 20, 45, 200],
    [0, 8_388_607, -8_388_608] as [Int32])
  func dropout(length: Int, value: Int32) throws {
    let motions = try motions([Int32](repeating: value, count: length), level: 2_000_000)
    for motion in motions {
      #expect(motion.unmaskedPeaks().pgvPicometresPerSecond < 500_000_000)
    }
    #expect(motions.suffix(100).allSatisfy { $0.maskedComponents.rawValue == 0 })
  }

  @Test("masks a step from its third sample, and measures again after half a second")
  func step() throws {
    var noise = Noise()
    var conditioner = try acquainted(&noise)
    var masks: [Bool] = []
    for index in 0..<300 {
      let motion = conditioner.motion(of: 600_000 + noise.next(amplitude: 50))
      masks.append(motion.maskedComponents.has(.north))
      #expect(motion.unmaskedPeaks().pgvPicometresPerSecond < 500_000_000)
      if index > 50 { #expect(motion.unprovenComponents.rawValue == 0) }
    }
    #expect(masks.prefix(2).allSatisfy { !$0 })
    #expect(masks[2..<49].allSatisfy { $0 })
    #expect(masks.suffix(250).allSatisfy { !$0 })
  }

  @Test("hears an earthquake that follows a spike at once")
  func earthquakeAfterSpike() throws {
    let wave: [Int32] = [0, 59, 95, 95, 59, 0, -59, -95, -95, -59]
    let quake = (0..<200).map { 100_000 + 20_000 * wave[$0 % 10] }
    let alone = try motions(quake)
    let after = try motions([8_000_000, 100_000, 100_000, 100_000, 100_000] + quake)
    let peak = alone.map { $0.unmaskedPeaks().pgvPicometresPerSecond }.max() ?? 0
    let peakAfter = after.dropFirst(5).map { $0.unmaskedPeaks().pgvPicometresPerSecond }.max() ?? 0
    #expect(abs(Double(peakAfter) / Double(peak) - 1) < 0.01)
    #expect(after.dropFirst(5).allSatisfy { $0.maskedComponents.rawValue == 0 })
  }

  @Test("lets ground motion pass: a sudden 5 Hz burst is neither masked nor changed")
  func burst() throws {
    var noise = Noise()
    var conditioner = try acquainted(&noise)
    var masked = 0
    var peak: Int64 = 0
    let wave: [Int32] = [0, 59, 95, 95, 59, 0, -59, -95, -95, -59]
    for index in 0..<200 {
      let count = 100_000 + 20_000 * wave[index % 10] + noise.next(amplitude: 50)
      let motion = conditioner.motion(of: count)
      masked += motion.maskedComponents.rawValue == 0 ? 0 : 1
      peak = max(peak, motion.shakingAccelerationPicometresPerSecondSquared.largestMagnitude())
    }
    #expect(masked == 0)
    // 1.9 million counts at 213,902 counts per m/s² are 8.9 m/s².
    #expect((8_600_000_000_000...9_100_000_000_000).contains(peak))
  }

  @Test("masks a channel that stands still from the eighth identical sample on")
  func flatLine() throws {
    var noise = Noise()
    var conditioner = try acquainted(&noise)
    let masks = (0..<300).map { _ in
      conditioner.motion(of: 100_010).maskedComponents.has(.east)
    }
    #expect(masks.prefix(7).allSatisfy { !$0 })
    #expect(masks.dropFirst(7).allSatisfy { $0 })
    #expect(!conditioner.motion(of: 100_020).maskedComponents.has(.east))
  }

  @Test("hears a coarse, quiet converter again with its next step")
  func coarseConverter() throws {
    var noise = Noise()
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 60)))
    for _ in 0..<quiet { _ = conditioner.motion(of: 100 + noise.next(amplitude: 3)) }
    // The lorry has gone: a step of the converter every two seconds is all that is left.
    for second in 0..<60 {
      for sample in 0..<200 {
        let motion = conditioner.motion(of: 100 + (second % 2 == 0 ? 0 : 1) as Int32)
        let isFirstRun = second == 0
        #expect(isFirstRun || sample > 0 || motion.maskedComponents.rawValue == 0)
        #expect(second < 2 || motion.maskedComponents.rawValue == 0)
      }
    }
  }

  @Test("does not call a channel dead that was always still")
  func silentChannel() throws {
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 60)))
    for _ in 0..<3000 { #expect(conditioner.motion(of: 7).maskedComponents.rawValue == 0) }
  }

  @Test("marks clipping at 98 % of full scale and masks a rail")
  func rail() throws {
    var conditioner = try Conditioner(parameters())
    #expect(conditioner.motion(of: 8_220_834).clippedComponents.rawValue == 0)
    #expect(conditioner.motion(of: 8_220_835).clippedComponents.rawValue == 7)
    #expect(conditioner.motion(of: -8_388_608).clippedComponents.rawValue == 7)
    for _ in 0..<8 {
      #expect(conditioner.motion(of: -8_388_608).maskedComponents.rawValue == 0)
    }
    #expect(conditioner.motion(of: -8_388_608).maskedComponents.rawValue == 7)
  }

  @Test("reads no shaking off what a stuck channel leaves behind", arguments: [5, 30, 100, 500])
  func railThatEnds(length: Int) throws {
    var noise = Noise()
    var conditioner = try acquainted(&noise)
    for _ in 0..<length { _ = conditioner.motion(of: 8_388_607) }
    var velocity: Int64 = 0
    for _ in 0..<5000 {
      let motion = conditioner.motion(of: 100_000 + noise.next(amplitude: 50))
      velocity = max(velocity, motion.unmaskedPeaks().pgvPicometresPerSecond)
    }
    // Level 1; the channel stood at 39 m/s², for a third of a second that is 13 m/s.
    #expect(velocity < 10_000_000_000)
  }

  @Test("names the component whose channel is at fault")
  func component() throws {
    var conditioner = try Conditioner(parameters())
    var motion = GroundMotion()
    conditioner.process(
      vertical: 0, north: 8_388_607, east: 0, isBaselineFrozen: false, into: &motion)
    #expect(motion.clippedComponents == .north)
  }
}
