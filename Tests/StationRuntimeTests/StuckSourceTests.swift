import Alerting
import SampleRing
import SeismicTypes
import StationConfiguration
import Testing

@testable import StationRuntime

/// A sensor whose own thread is stuck in its driver and cannot say so.
@Suite("A source that is stuck")
struct StuckSourceTests {
  private let second: Int64 = 1_000_000_000

  @Test("is told by the silence of its blocks, a recording never")
  func silence() {
    let sensor = GroupState(name: ShortText(), channelCodes: [], sensesGravity: false)
    #expect(!sensor.isSilent(at: 1_000 * second))
    sensor.supervise(stallNanoseconds: 300_000_000)
    #expect(!sensor.isSilent(at: 1_000 * second), "not heard yet")
    sensor.heardAt.publish(1_000 * second)
    #expect(!sensor.isSilent(at: 1_002 * second))
    #expect(sensor.isSilent(at: 1_002 * second + 1))
    let slow = GroupState(name: ShortText(), channelCodes: [], sensesGravity: false)
    slow.supervise(stallNanoseconds: 3 * second)
    slow.heardAt.publish(1_000 * second)
    #expect(!slow.isSilent(at: 1_006 * second))
    let recording = GroupState(name: ShortText(), channelCodes: [], sensesGravity: false)
    recording.heardAt.publish(1)
    #expect(!recording.isSilent(at: 1_000 * second))
  }

  @Test("has its open event ended once, and is warmed up again when it is back")
  func interruption() throws {
    let bench = try GroupBench()
    bench.feed(seconds: 30)
    bench.feed(seconds: 5) { earthquake(at: $0) }
    #expect(bench.finalCount == 0)
    bench.interruptSilent()
    #expect(bench.finalCount == 1)
    bench.interruptSilent()
    #expect(bench.finalCount == 1)
    #expect(!bench.isArmed)
    bench.feed(seconds: 30, missing: 1_000)
    #expect(bench.isArmed)
    bench.interruptSilent()
    #expect(!bench.isArmed)
  }
}

/// A group with its ring, fed at 100 Hz with counts of 1 µm/s².
private final class GroupBench {
  private var group: StationGroup
  private var producer: SampleProducer
  private var queue: AlertQueue
  private var inbox: AlertInbox
  private var log: LogQueue
  private let logInbox = LogInbox()
  private var sampleIndex: Int64 = 0
  private(set) var finalCount = 0
  private static let rate = SampleRate(microhertz: 100_000_000)

  init() throws {
    let setup = try ShippedRecord.ferndale.setup()
    var source = setup.board.sources[0]
    for index in source.channels.indices {
      source.channels[index].sensitivityCountsPerUnit = 1_000_000
      source.channels[index].index = index
      source.channels[index].fullScaleCounts = .max
    }
    let parameters = try PipelinePlan.parameters(
      for: source, of: setup.station, sampleRate: Self.rate)
    let ring = SampleRing(
      slotCount: 8, channelCount: 3, samplesPerBlock: 10, wakeUp: WakeUp())
    producer = ring.takeProducer()
    group = StationGroup(
      consumer: ring.takeConsumer(), pipeline: try StationPipeline(parameters),
      name: parameters.sourceName, index: 0)
    let alerts = AlertQueue.makeRing(slotCount: 256)
    queue = AlertQueue(alerts.takeProducer())
    inbox = AlertInbox(alerts.takeConsumer())
    log = logInbox.takeQueue()
  }

  var isArmed: Bool { group.pipeline.isArmed }

  func feed(
    seconds: Double, missing: Int64 = 0,
    _ counts: (Double) -> (Double, Double, Double) = { _ in (0, 0, 0) }
  ) {
    sampleIndex += missing
    var seed: UInt64 = 1
    for block in 0..<Int(seconds * 10) {
      var slot = producer.reserve()
      for offset in 0..<10 {
        let (vertical, north, east) = counts(Double(block * 10 + offset) / 100)
        for (channel, value) in [vertical, north, east].enumerated() {
          // Knuth's MMIX generator: some counts of noise.
          seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          slot[offset * 3 + channel] = Int32(value) + Int32(seed >> 33) % 20
        }
      }
      let header = SampleBlockHeader(
        startTime: Timestamp(nanoseconds: Self.rate.nanoseconds(ofSamples: sampleIndex)),
        sampleIndex: sampleIndex, sampleRate: Self.rate, channelCount: 0, sampleCount: 10,
        flags: block == 0 && missing > 0 ? .followsGap : BlockFlags(rawValue: 0),
        missingSampleCount: block == 0 ? missing : 0)
      _ = producer.commit(header)
      sampleIndex += 10
      _ = group.turn(&queue, &log, holdsBack: false)
      take()
    }
  }

  func interruptSilent() {
    group.interruptSilent(&queue)
    take()
  }

  private func take() {
    while let message = inbox.take() {
      if message.flags?.contains(.final) == true { finalCount += 1 }
    }
  }
}
