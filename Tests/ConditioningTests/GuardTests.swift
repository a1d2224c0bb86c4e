import Conditioning
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

  @Test("takes a spike's velocity and displacement back and masks it till then", arguments: [1, 2])
  func spike(length: Int) throws {
    var noise = Noise()
    var conditioner = try acquainted(&noise)
    for _ in 0..<length { _ = conditioner.motion(of: 2_000_000) }
    var masked = 0
    var velocity: Int64 = 0
    var displacement: Int64 = 0
    for _ in 0..<20 {
      let motion = conditioner.motion(of: 100_000 + noise.next(amplitude: 50))
      masked += motion.maskedComponents.has(.vertical) ? 1 : 0
      velocity = motion.shakingVelocityPicometresPerSecond.vertical.magnitude.signed
      displacement = motion.displacementPicometres.vertical.magnitude.signed
    }
    // 1.9 million counts for 10 ms are 89 mm/s; what the high-pass makes of that short a pulse
    // stays, less than 4 % of it.
    #expect(velocity < 3_560_000_000 * Int64(length))
    // For the 40 ms until it is proven a spike they would move the ground by 3.6 mm.
    #expect(displacement < 500_000_000 * Int64(length))
    #expect(masked == 8)
  }

  @Test("masks a step from its third sample until the filters have forgotten it")
  func step() throws {
    var noise = Noise()
    var conditioner = try acquainted(&noise)
    var masks: [Bool] = []
    var velocity: Int64 = 0
    for _ in 0..<2500 {
      let motion = conditioner.motion(of: 600_000 + noise.next(amplitude: 50))
      masks.append(motion.maskedComponents.has(.north))
      velocity = motion.shakingVelocityPicometresPerSecond.north.magnitude.signed
    }
    #expect(masks.prefix(2).allSatisfy { !$0 })
    #expect(masks[2..<1100].allSatisfy { $0 })
    #expect(masks.suffix(1000).allSatisfy { !$0 })
    // Half a million counts for half a second would be 1.2 m/s.
    #expect(velocity < 1_000_000_000)
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
    #expect(conditioner.motion(of: -8_388_608).maskedComponents.rawValue == 0)
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

extension UInt64 {
  fileprivate var signed: Int64 { Int64(clamping: self) }
}
