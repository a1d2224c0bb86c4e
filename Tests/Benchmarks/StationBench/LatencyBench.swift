import Alerting
import CLinux
import Glibc
import SampleRing
import SeismicTypes
import StationConfiguration
import StationRuntime
import Synchronization

/// From the commit of a block to the datagram in the kernel's hands, with the station's own parts.
///
/// `latency COUNTS BLOCKS BLOCKS_PER_SECOND quiet|slow|loaded`: a source thread commits paced blocks of
/// ten samples; the processing thread takes each through the pipeline and hands over an estimate, so
/// that every block makes a datagram; the network thread encodes, signs and sends it. Priorities are
/// the station's. Beside them `slow` writes and syncs a file and reads it again, and `loaded` also
/// computes on every processor.
///
/// One line of JSON says microseconds at p50, p99, p99.9 and the largest, how many blocks made no
/// datagram because the source found the ring full (a block that is lost has no latency), and whether
/// the kernel granted the priorities.
enum LatencyBench {
  static func run(_ arguments: [String]) throws {
    guard let path = arguments.first else { fail("latency: COUNTS BLOCKS RATE LOAD") }
    let counts = readCounts(path)
    let blockCount = number(arguments, 1, "BLOCKS")
    let rate = number(arguments, 2, "BLOCKS_PER_SECOND")
    let load = arguments.count > 3 ? arguments[3] : "quiet"
    clinux_lock_memory()
    let bench = try StationLatency(counts, blockCount: blockCount)
    let slow = SlowWork(load)
    bench.run(blocksPerSecond: rate)
    slow.stop()
    print(bench.report(load: load, rate: rate))
  }
}

/// The three threads and what lies between them.
final class StationLatency: @unchecked Sendable {
  // @unchecked: each part is touched by the one thread that its name says.
  private let counts: [Int32]
  private let blockCount: Int
  private let ring: SampleRing
  private let wakeUp = WakeUp()
  private let alertRing = AlertQueue.makeRing(slotCount: 1024)
  private let descriptor = clinux_eventfd()
  private let parameters: StationPipeline.Parameters
  private let sampleRate = SampleRate(microhertz: 200_000_000)
  private let receiver: ReceiverSocket
  private let hasEnded = Atomic<Bool>(false)
  private var latencies: [Int64] = []
  private var isRealTime = false

  private static let samplesPerBlock = 10

  init(_ counts: [Int32], blockCount: Int) throws {
    self.counts = counts
    self.blockCount = blockCount
    parameters = try StationParts.parameters(sampleRate: sampleRate)
    ring = SampleRing(
      slotCount: 256, channelCount: 3, samplesPerBlock: Self.samplesPerBlock, wakeUp: wakeUp)
    receiver = try ReceiverSocket(bind: "127.0.0.1:0")
    latencies.reserveCapacity(blockCount)
  }

  func run(blocksPerSecond: Int) {
    let network = BenchThread(cpu: -1, priority: 30) { self.send() }
    let processing = BenchThread(cpu: -1, priority: 40) { self.process() }
    let source = BenchThread(cpu: -1, priority: 50) { self.publish(blocksPerSecond) }
    isRealTime = network.isAsAsked && processing.isAsAsked && source.isAsAsked
    source.join()
    processing.join()
    network.join()
  }

  private func publish(_ blocksPerSecond: Int) {
    var producer = ring.takeProducer()
    let period = 1_000_000_000 / Int64(blocksPerSecond)
    var due = clinux_monotonic_nanoseconds()
    var place = 0
    let length = 3 * Self.samplesPerBlock
    for block in 0..<blockCount {
      due += period
      clinux_sleep_until(due)
      var span = producer.reserve()
      for index in 0..<length { span[index] = counts[place + index] }
      place += length
      if place + length > counts.count { place = 0 }
      let first = Int64(block * Self.samplesPerBlock)
      var header = SampleBlockHeader(
        startTime: Timestamp(nanoseconds: sampleRate.nanoseconds(ofSamples: first)),
        sampleIndex: first, sampleRate: sampleRate, channelCount: 3,
        sampleCount: UInt32(Self.samplesPerBlock))
      header.committedAt = MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
      producer.commit(header)
    }
    var last = SampleBlockHeader(
      startTime: Timestamp(nanoseconds: 0), sampleIndex: 0, sampleRate: sampleRate,
      channelCount: 3, sampleCount: 0, flags: .endOfSource)
    last.committedAt = MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
    while !producer.commit(last) { clinux_sleep_until(clinux_monotonic_nanoseconds() + 1_000_000) }
  }

  private func process() {
    guard var pipeline = try? StationPipeline(parameters) else { fail("no pipeline") }
    var consumer = ring.takeConsumer()
    var queue = AlertQueue(alertRing.takeProducer(), wakeDescriptor: descriptor)
    var message = BenchMessage.estimate()
    var ends = false
    while !ends {
      let ticket = wakeUp.ticket()
      guard let block = consumer.peek() else {
        wakeUp.wait(since: ticket, timeoutNanoseconds: 100_000_000)
        continue
      }
      if block.header.flags.has(.endOfSource) {
        ends = true
      } else {
        pipeline.process(block.header, block.counts, into: &queue)
        message.committedAt = block.header.committedAt
        queue.put(message)
      }
      consumer.release()
    }
    // Ordering: sequentially consistent, once at the end.
    hasEnded.store(true, ordering: .sequentiallyConsistent)
    clinux_eventfd_notify(descriptor)
  }

  private func send() {
    var inbox = AlertInbox(alertRing.takeConsumer())
    let key = BenchMessage.key()
    guard let destination = try? AlertDestination(host: "127.0.0.1", port: receiver.port),
      let sender = try? AlertSender([destination])
    else { fail("no socket") }
    var sequence: UInt64 = 0
    while true {
      // Ordering: sequentially consistent, before the inbox is looked at for the last time.
      let isLast = hasEnded.load(ordering: .sequentiallyConsistent)
      while let message = inbox.take() {
        var stamped = message
        stamped.sequence = sequence
        sequence += 1
        stamped.sentTime = Timestamp(nanoseconds: clinux_realtime_nanoseconds())
        guard let datagram = try? stamped.signed(with: key) else { fail("no datagram") }
        sender.submit(datagram, at: MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds()))
        // The pipeline's own messages are sent, too; of the bench's there is one a block.
        guard message.bootId == BenchMessage.bootId else { continue }
        latencies.append(clinux_monotonic_nanoseconds() - message.committedAt.nanoseconds)
      }
      if isLast { return }
      clinux_wait_readable(descriptor, -1, 100_000_000)
      clinux_eventfd_drain(descriptor)
    }
  }

  /// The figures as one line of JSON.
  func report(load: String, rate: Int) -> String {
    let sorted = latencies.sorted()
    func microseconds(_ share: Double) -> Double {
      guard !sorted.isEmpty else { return -1 }
      let place = min(sorted.count - 1, Int(Double(sorted.count) * share))
      return Double(sorted[place]) / 1000
    }
    return "{\"load\":\"\(load)\",\"blocks\":\(sorted.count),\"blocksPerSecond\":\(rate),"
      + "\"lostBlocks\":\(blockCount - sorted.count),\"isRealTime\":\(isRealTime),"
      + "\"p50Microseconds\":\(microseconds(0.5)),\"p99Microseconds\":\(microseconds(0.99)),"
      + "\"p999Microseconds\":\(microseconds(0.999)),\"maxMicroseconds\":\(microseconds(1))}"
  }
}
