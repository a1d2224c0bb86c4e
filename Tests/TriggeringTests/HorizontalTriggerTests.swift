import SeismicTypes
import Testing
import Triggering

/// What agrees with a pick, at 100 Hz.
struct HorizontalTriggerTests {
  private static func trigger() -> HorizontalTrigger {
    HorizontalTrigger(
      beside: Trigger.Parameters(sampleRate: SampleRate(microhertz: 100_000_000)),
      thresholdQ8: 3 * 256)
  }

  /// Motion at 5 Hz of amplitudes in µm/s².
  private static func motion(
    _ index: Int, north: Int64, east: Int64 = 0, vertical: Int64 = 0, masked: ComponentSet = []
  ) -> GroundMotion {
    let wave: [Int64] = [0, 588, 951, 951, 588, 0, -588, -951, -951, -588]
    let sign = wave[(index / 2) % 10] * 1_000
    var motion = GroundMotion()
    motion.accelerationPicometresPerSecondSquared = Vector3(
      vertical: vertical * sign, north: north * sign, east: east * sign)
    motion.maskedComponents = masked
    return motion
  }

  /// The first sample from 2,000 on at which the horizontals have moved.
  private static func firstOn(
    _ after: (Int) -> GroundMotion, noise: Int64 = 50, sampleCount: Int = 300
  ) -> Int? {
    var trigger = trigger()
    for index in 0..<2_000 {
      let isOn = trigger.process(motion(index, north: noise, east: noise), isLongTermFrozen: false)
      #expect(!isOn, "sample \(index)")
    }
    for index in 2_000..<2_000 + sampleCount
    where trigger.process(after(index), isLongTermFrozen: false) { return index }
    return nil
  }

  @Test(arguments: [(Int64(500), Int64(50)), (50, 500)])
  func eitherComponentAgreesWithinATenthOfASecond(north: Int64, east: Int64) throws {
    let on = try #require(Self.firstOn { Self.motion($0, north: north, east: east) })
    #expect(on - 2_000 <= 10)
  }

  @Test func aMovingVerticalAloneDoesNotAgree() {
    #expect(Self.firstOn { Self.motion($0, north: 50, east: 50, vertical: 5_000) } == nil)
  }

  @Test func aMaskedComponentDoesNotAgree() {
    #expect(Self.firstOn { Self.motion($0, north: 5_000, east: 50, masked: .north) } == nil)
  }

  @Test func perfectSilenceIsNoMotionAndFullScaleDoesNotOverflow() {
    #expect(Self.firstOn({ _ in GroundMotion() }, noise: 0) == nil)
    #expect(Self.firstOn({ Self.motion($0, north: 1 << 40, east: 1 << 40) }, noise: 0) != nil)
  }
}
