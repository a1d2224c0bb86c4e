import PWaveFeatures
import SeismicTypes
import Testing

struct PWaveFeaturesTests {
  private static let rate = SampleRate(microhertz: 100_000_000)

  /// A sample whose vertical is its index, and whose east shakes ten times as much.
  private func motion(_ index: Int64) -> GroundMotion {
    var motion = GroundMotion()
    let vertical = Vector3(vertical: -index, north: 0, east: 10 * index)
    motion.accelerationPicometresPerSecondSquared = vertical
    motion.velocityPicometresPerSecond = vertical
    motion.displacementPicometres = vertical
    motion.shakingAccelerationPicometresPerSecondSquared = vertical
    motion.shakingVelocityPicometresPerSecond = vertical
    return motion
  }

  private func windows(
    of features: inout PWaveFeatures, _ indices: some Sequence<Int64>,
    change: (inout GroundMotion, Int64) -> Void = { _, _ in }
  ) -> [PWaveWindow] {
    var windows: [PWaveWindow] = []
    for index in indices {
      var motion = motion(index)
      change(&motion, index)
      if let window = features.process(motion, sampleIndex: index, isQuiet: false) {
        windows.append(window)
      }
    }
    return windows
  }

  @Test func windowsComeEveryHalfSecondThenEverySecondUntilClosed() {
    var features = PWaveFeatures(sampleRate: Self.rate)
    features.open(onsetSampleIndex: 100)
    let lengths = windows(of: &features, 0..<1_401).map(\.windowMilliseconds)
    #expect(lengths == (1...20).map { $0 * 500 } + [11_000, 12_000, 13_000])
    features.close()
    let isOpen = features.isOpen
    #expect(!isOpen)
    #expect(windows(of: &features, 1_401..<2_000).isEmpty)
  }

  @Test func aWindowOpenedLateEqualsOneOpenedInTime() {
    var early = PWaveFeatures(sampleRate: Self.rate)
    early.open(onsetSampleIndex: 500)
    let expected = windows(of: &early, 0..<1_200)
    for delay in [0, 1, 20, 50, 51, 120, 399] as [Int64] {
      var late = PWaveFeatures(sampleRate: Self.rate)
      var found = windows(of: &late, 0..<(500 + delay))
      let reaches = late.open(onsetSampleIndex: 500)
      found += windows(of: &late, (500 + delay)..<1_200)
      #expect(reaches)
      #expect(found == expected, "opened \(delay) samples late")
    }
  }

  @Test func aWindowHoldsExactlyTheSamplesFromTheOnset() throws {
    var features = PWaveFeatures(sampleRate: Self.rate)
    features.open(onsetSampleIndex: 1_000)
    let window = try #require(windows(of: &features, 0..<1_050).first)
    #expect(window.sampleCount == 50)
    #expect(window.pdPicometres == 1_049)
    #expect(window.observed.pgvPicometresPerSecond == 10_490)
    let observed = features.observed
    #expect(observed == window.observed)
    // d = v throughout: τc is 2π s.
    #expect(window.tauCMicroseconds == 6_283_185)
  }

  @Test func maskedComponentsAreLeftOut() throws {
    var features = PWaveFeatures(sampleRate: Self.rate)
    features.open(onsetSampleIndex: 1_000)
    let window = try #require(
      windows(of: &features, 0..<1_050) { motion, index in
        if index == 1_048 { motion.maskedComponents = .east }
        if index == 1_049 { motion.maskedComponents = [.vertical, .east] }
      }.first)
    #expect(window.pvPicometresPerSecond == 1_048)
    #expect(window.observed.pgaPicometresPerSecondSquared == 10_470)
  }

  @Test func aWindowIsMaskedWhenItsVerticalMostlyTellsNothing() {
    var features = PWaveFeatures(sampleRate: Self.rate)
    features.open(onsetSampleIndex: 100)
    let windows = windows(of: &features, 0..<300) { motion, index in
      if 120..<123 ~= index || 170..<230 ~= index { motion.maskedComponents = .vertical }
      if 110..<200 ~= index { motion.maskedComponents.insert(.east) }
    }
    #expect(windows.map(\.isMasked) == [false, true, true, true])
  }

  @Test func noShakingIsReadOffAnUnprovenJump() throws {
    var features = PWaveFeatures(sampleRate: Self.rate)
    features.open(onsetSampleIndex: 1_000)
    let window = try #require(
      windows(of: &features, 0..<1_050) { motion, index in
        if index == 1_049 { motion.unprovenComponents = .east }
      }.first)
    #expect(window.observed.pgvPicometresPerSecond == 10_480)
  }

  /// A spike or a step is known for what it is only with the sample after it.
  @Test func aJumpIsMeasuredOnceItIsProvenToBeMotion() throws {
    for isMotion in [true, false] {
      var features = PWaveFeatures(sampleRate: Self.rate)
      features.open(onsetSampleIndex: 1_000)
      let found = windows(of: &features, 0..<1_051) { motion, index in
        if index == 1_048 || index == 1_049 { motion.unprovenComponents = [.vertical, .east] }
        if index == 1_050 && !isMotion { motion.maskedComponents = .vertical }
      }
      let window = try #require(found.first)
      #expect(window.pvPicometresPerSecond == (isMotion ? 1_049 : 1_047))
      #expect(window.observed.pgvPicometresPerSecond == 10_470)
      #expect(window.sampleCount == 50)
    }
  }

  @Test func clippingAndGapsInsideTheWindowAreTold() throws {
    var features = PWaveFeatures(sampleRate: Self.rate)
    features.open(onsetSampleIndex: 100)
    let indices = Array(0..<210 as Range<Int64>) + Array(213..<320)
    let windows = windows(of: &features, indices) { motion, index in
      if index == 99 || index == 260 { motion.clippedComponents = .north }
    }
    #expect(windows.map(\.isClipped) == [false, false, false, true])
    #expect(windows.map(\.containsGap) == [false, false, true, true])
    #expect(windows.map(\.sampleCount) == [50, 100, 150, 200])
  }

  @Test func anOnsetBeforeTheHistoryIsAGap() throws {
    var features = PWaveFeatures(sampleRate: Self.rate)
    _ = windows(of: &features, 10_000..<10_020)
    let reaches = features.open(onsetSampleIndex: 9_990)
    #expect(!reaches)
    let window = try #require(windows(of: &features, 10_020..<10_060).first)
    #expect(window.containsGap && window.sampleCount == 50)
    #expect(window.pdPicometres == 10_039)
  }

  @Test func aLongGapEmptiesTheHistory() {
    var features = PWaveFeatures(sampleRate: Self.rate)
    _ = windows(of: &features, 0..<1_000)
    _ = windows(of: &features, 50_000..<50_010)
    let reachesGap = features.open(onsetSampleIndex: 49_999)
    let reachesData = features.open(onsetSampleIndex: 50_000)
    #expect(!reachesGap && reachesData)
  }

  @Test func stillnessHasNoPeriod() throws {
    var features = PWaveFeatures(sampleRate: Self.rate)
    features.open(onsetSampleIndex: 0)
    let window = try #require(
      windows(of: &features, 0..<50) { motion, _ in motion = GroundMotion() }.first)
    #expect(window.tauCMicroseconds == 0 && window.pdPicometres == 0)
  }

  @Test func theLargestMotionDoesNotOverflow() throws {
    var features = PWaveFeatures(sampleRate: Self.rate)
    features.open(onsetSampleIndex: 0)
    let window = try #require(
      windows(of: &features, 0..<6_000) { motion, _ in
        let limit = Vector3(vertical: -(1 << 55), north: 1 << 55, east: 0)
        motion.velocityPicometresPerSecond = limit
        motion.displacementPicometres = limit
      }.last)
    #expect(window.pdPicometres == 1 << 55)
    #expect(window.tauCMicroseconds == 6_283_185)
  }
}
