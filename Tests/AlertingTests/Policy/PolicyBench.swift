import Alerting
import SeismicTypes

/// A policy at 100 Hz with the samples and windows a test feeds it.
struct PolicyBench: ~Copyable {
  var policy: AlertPolicy
  var sampleIndex: Int64 = 0
  let rate = SampleRate(microhertz: 100_000_000)

  init(_ parameters: AlertPolicy.Parameters = AlertPolicy.Parameters()) {
    let channel = ShortText("accelerometer/HNZ") ?? ShortText()
    policy = AlertPolicy(
      parameters: parameters,
      group: AlertPolicy.Group(
        sampleRate: rate, triggeringChannel: channel, isSingleComponent: false))
  }

  var position: SamplePosition {
    SamplePosition(
      sampleIndex: sampleIndex,
      clock: SampleClock(
        anchorSampleIndex: 0, anchorTime: Timestamp(nanoseconds: 0), sampleRate: rate),
      committedAt: MonotonicInstant(nanoseconds: 0))
  }

  /// Feeds samples of the same shaking.
  ///
  /// - Parameters:
  ///   - pgvCentimetresPerSecond: The north component's shaking velocity.
  ///   - verticalCentimetresPerSecond: The vertical velocity of chain 1.
  ///   - sampleCount: How many samples.
  ///   - isSettled: Whether the baseline holds.
  ///   - masked: Components that measure no ground motion.
  /// - Returns: The messages that came of them.
  mutating func shake(
    _ pgvCentimetresPerSecond: Double, vertical verticalCentimetresPerSecond: Double = 0,
    sampleCount: Int, isSettled: Bool = true,
    masked: ComponentSet = ComponentSet(rawValue: 0)
  ) -> [AlertMessage] {
    var motion = GroundMotion()
    motion.shakingVelocityPicometresPerSecond.north = Int64(pgvCentimetresPerSecond * 1e10)
    motion.velocityPicometresPerSecond.vertical = Int64(verticalCentimetresPerSecond * 1e10)
    motion.isBaselineSettled = isSettled
    motion.maskedComponents = masked
    var messages: [AlertMessage] = []
    for _ in 0..<sampleCount {
      policy.observe(motion, peaks: motion.unmaskedPeaks(), at: position)
      messages += take()
      sampleIndex += 1
    }
    return messages
  }

  /// Opens an event with a pick at the present sample.
  mutating func pick() -> [AlertMessage] {
    policy.open(onsetSampleIndex: sampleIndex, at: position)
    return take()
  }

  /// A window with a prediction of log10 PGV and magnitude in thousandths, without one for nil.
  mutating func window(
    _ milliseconds: Int32, pgv: Int32?, sigma: Int32 = 300, magnitude: Int32 = 6000,
    probability: Int32 = 1000, isMasked: Bool = false
  ) -> [AlertMessage] {
    var window = PWaveWindow()
    window.windowMilliseconds = milliseconds
    window.pdPicometres = 10_000_000_000
    window.pvPicometresPerSecond = 1_000_000_000
    window.isMasked = isMasked
    return process(
      window, pgv: pgv, sigma: sigma, magnitude: magnitude, probability: probability)
  }

  /// A window as it is, with a prediction of log10 PGV and magnitude in thousandths or without.
  mutating func process(
    _ window: PWaveWindow, pgv: Int32?, sigma: Int32 = 300, magnitude: Int32 = 6000,
    probability: Int32 = 1000
  ) -> [AlertMessage] {
    let estimate = pgv.map { pgv in
      Estimate(
        pgvLog10: Thousandths(mean: pgv, sigma: sigma),
        magnitude: Thousandths(mean: magnitude, sigma: 500), distanceLog10: nil,
        earthquakeProbabilityThousandths: probability)
    }
    policy.process(window, estimate: estimate, at: position)
    return take()
  }

  mutating func take() -> [AlertMessage] {
    var messages: [AlertMessage] = []
    while let message = policy.takeMessage() { messages.append(message) }
    return messages
  }
}
