import Alerting
import SampleRing
import SeismicTypes
import StationConfiguration
import StationRuntime

/// A pipeline at 100 Hz, 1 µm/s² a count, fed with counts a test makes up.
final class PipelineBench {
  private var pipeline: StationPipeline
  private var queue: AlertQueue
  private var inbox: AlertInbox
  private(set) var messages: [AlertMessage] = []
  private(set) var notices: [PipelineNotice] = []
  /// The next sample's index and the time that the clock gives it.
  var sampleIndex: Int64 = 0
  var clockOffsetNanoseconds: Int64 = 0
  var clockErrorMicroseconds: UInt32 = 0
  private var seed: UInt64 = 1
  private let noiseCounts: Int

  static let sampleRate = SampleRate(microhertz: 100_000_000)

  private let rate: SampleRate
  private let fullScale: Double
  /// Channels whose counts have no noise beside them.
  var silentChannels: Set<Int> = []

  init(
    fullScaleCounts: Int32 = .max, noiseCounts: Int = 20, hertz: Int64 = 100,
    expectedNoisePdPicometres: Int64? = nil
  ) throws {
    self.noiseCounts = noiseCounts
    fullScale = Double(fullScaleCounts)
    rate = SampleRate(microhertz: hertz * 1_000_000)
    let setup = try ShippedRecord.ferndale.setup()
    var source = setup.board.sources[0]
    for index in source.channels.indices {
      source.channels[index].sensitivityCountsPerUnit = 1_000_000
      source.channels[index].index = index
      source.channels[index].fullScaleCounts = fullScaleCounts
    }
    var parameters = try PipelinePlan.parameters(
      for: source, of: setup.station, sampleRate: rate)
    parameters.expectedNoisePdPicometres = expectedNoisePdPicometres
    pipeline = try StationPipeline(parameters)
    let ring = AlertQueue.makeRing(slotCount: 64)
    queue = AlertQueue(ring.takeProducer())
    inbox = AlertInbox(ring.takeConsumer())
  }

  var isArmed: Bool { pipeline.isArmed }
  var tally: PipelineTally { pipeline.tally }
  var deadComponents: ComponentSet { pipeline.deadComponents }
  var smallestPredictablePgv: Int32? { pipeline.smallestPredictablePgvLog10Thousandths }

  /// Feeds samples in blocks of ten.
  ///
  /// - Parameters:
  ///   - seconds: How long.
  ///   - flags: Of the first block.
  ///   - missing: Samples missing before it.
  ///   - counts: The three components at a time in seconds since the call, beside some noise.
  func feed(
    seconds: Double, flags: BlockFlags = BlockFlags(rawValue: 0), missing: Int64 = 0,
    _ counts: (Double) -> (Double, Double, Double) = { _ in (0, 0, 0) }
  ) {
    sampleIndex += missing
    var sample = 0
    let hertz = Double(rate.microhertz) / 1e6
    let total = Int(seconds * hertz)
    while sample < total {
      var block: [Int32] = []
      for offset in 0..<10 {
        let (vertical, north, east) = counts(Double(sample + offset) / hertz)
        for (channel, value) in [vertical, north, east].enumerated() {
          let count = silentChannels.contains(channel) ? value : value + noise()
          block.append(Int32(min(max(count, -fullScale), fullScale)))
        }
      }
      process(
        block, flags: sample == 0 ? flags : BlockFlags(rawValue: 0),
        missing: sample == 0 ? missing : 0)
      sample += 10
    }
  }

  /// The source ends.
  func finish() {
    pipeline.finish(into: &queue)
    takeMessages()
  }

  /// The source falls silent.
  func interrupt() {
    pipeline.interrupt(into: &queue)
    takeMessages()
  }

  private func process(_ block: [Int32], flags: BlockFlags, missing: Int64) {
    let header = SampleBlockHeader(
      startTime: Timestamp(
        nanoseconds: clockOffsetNanoseconds + rate.nanoseconds(ofSamples: sampleIndex)),
      sampleIndex: sampleIndex, sampleRate: rate, channelCount: 3, sampleCount: 10,
      flags: flags, clockErrorMicroseconds: clockErrorMicroseconds, missingSampleCount: missing)
    pipeline.process(header, block.span, into: &queue)
    sampleIndex += 10
    for index in 0..<pipeline.notices.count {
      if let notice = pipeline.notices.notice(at: index) { notices.append(notice) }
    }
    takeMessages()
  }

  private func takeMessages() {
    while let message = inbox.take() { messages.append(message) }
  }

  /// A few counts of noise, the same in every run (a linear congruential generator, Knuth's MMIX).
  private func noise() -> Double {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(Int(seed >> 33) % (2 * noiseCounts + 1) - noiseCounts)
  }
}

/// A growing 5 Hz P wave on the vertical, then a 1.5 Hz S wave on the horizontals, in counts of
/// 1 µm/s².
func earthquake(at seconds: Double, sAfter delay: Double = 4, peak: Double = 3_000_000)
  -> (Double, Double, Double)
{
  let decay = seconds > 14 ? 1 / (seconds - 13) : 1
  let p = 0.15 * peak * min(1, seconds / 2) * decay * wave(seconds, hertz: 5)
  let sTime = seconds - delay
  guard sTime > 0 else { return (p, p / 4, p / 4) }
  let s = peak * min(1, sTime) * decay * wave(sTime, hertz: 1.5)
  return (p + s / 4, s, s / 2)
}

/// A sine by its series, so that tests need no math library.
private func wave(_ seconds: Double, hertz: Double) -> Double {
  var phase = (seconds * hertz).truncatingRemainder(dividingBy: 1) * 2 * Double.pi
  if phase > Double.pi { phase -= 2 * Double.pi }
  let square = phase * phase
  var term = phase
  var sum = phase
  for order in 1...10 {
    term *= -square / Double(2 * order * (2 * order + 1))
    sum += term
  }
  return sum
}
