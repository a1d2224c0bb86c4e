import Alerting
import SampleRing
import SeismicTypes
import StationConfiguration
import StationRuntime

/// A station's pipeline on a virtual clock: time passes only as samples are fed.
final class ScenarioStation {
  private var pipeline: StationPipeline
  private var queue: AlertQueue
  private var inbox: AlertInbox
  private let sampleRate: SampleRate
  private let fullScaleCounts: Int32
  private let channelCount: Int
  private(set) var messages: [AlertMessage] = []
  /// The next sample's index, which counts missing samples, too.
  private(set) var sampleIndex: Int64 = 0
  /// What the clock is off, from the next block on.
  var clockOffsetNanoseconds: Int64 = 0

  /// A station for one kind of waveform.
  ///
  /// - Parameters:
  ///   - waveform: Gives rate, quantity and sensitivity.
  ///   - fullScaleCounts: Where the converter's rails are; none by default.
  ///   - isSingleComponent: Whether there is a vertical alone.
  ///   - model: What predicts; the linear fallback by default.
  /// - Throws: `ConfigurationError` or `StationError`.
  init(
    for waveform: Waveform, fullScaleCounts: Int32 = .max, isSingleComponent: Bool = false,
    model: ScenarioModel? = nil
  ) throws {
    sampleRate = waveform.sampleRate
    self.fullScaleCounts = fullScaleCounts
    channelCount = isSingleComponent ? 1 : 3
    var setup = try StationSetup(readingFrom: ScenarioRecord.stationFile)
    if let model { try model.load(into: &setup) }
    var source = setup.board.sources[0]
    source.channels = Array(source.channels.prefix(channelCount))
    for index in source.channels.indices {
      source.channels[index].index = index
      source.channels[index].quantity = waveform.quantity
      source.channels[index].sensitivityCountsPerUnit = waveform.countsPerUnit
      source.channels[index].fullScaleCounts = fullScaleCounts
    }
    pipeline = try StationPipeline(
      PipelinePlan.parameters(
        for: source, of: setup.station, sampleRate: sampleRate,
        model: model == nil ? nil : StationModel(setup)))
    let ring = AlertQueue.makeRing(slotCount: 256)
    queue = AlertQueue(ring.takeProducer())
    inbox = AlertInbox(ring.takeConsumer())
  }

  var isArmed: Bool { pipeline.isArmed }
  var tally: PipelineTally { pipeline.tally }

  /// Feeds a waveform in blocks.
  ///
  /// - Parameters:
  ///   - waveform: What the sensor says.
  ///   - missing: Samples lost just before it.
  ///   - samplesPerBlock: How many at a time.
  func feed(_ waveform: Waveform, missing: Int64 = 0, samplesPerBlock: Int = 10) {
    sampleIndex += missing
    var first = 0
    while first < waveform.sampleCount {
      let count = min(samplesPerBlock, waveform.sampleCount - first)
      var header = header(sampleCount: count)
      if missing > 0, first == 0 {
        header.flags = .followsGap
        header.missingSampleCount = missing
      }
      process(header, counts(of: waveform, first..<(first + count)))
      first += count
    }
  }

  /// Feeds a waveform through a ring that its consumer leaves alone for a while, until it overruns.
  ///
  /// - Parameters:
  ///   - waveform: What the sensor says.
  ///   - slotCount: The ring's blocks of ten samples.
  /// - Returns: How many blocks the ring had to drop.
  func feedUnattended(_ waveform: Waveform, slotCount: Int) -> UInt {
    let ring = SampleRing(
      slotCount: slotCount, channelCount: channelCount, samplesPerBlock: 10, wakeUp: WakeUp())
    var producer = ring.takeProducer()
    var consumer = ring.takeConsumer()
    let blockCount = waveform.sampleCount / 10
    for block in 0..<blockCount {
      let values = counts(of: waveform, (block * 10)..<(block * 10 + 10))
      var slot = producer.reserve()
      for place in values.indices { slot[place] = values[place] }
      producer.commit(header(sampleCount: 10))
      sampleIndex += 10
      // The consumer looks again for the last ten blocks.
      if block >= blockCount - 10 { drain(&consumer) }
    }
    return ring.overrunCount
  }

  /// The source ends.
  func finish() {
    pipeline.finish(into: &queue)
    takeMessages()
  }

  private func drain(_ consumer: inout SampleConsumer) {
    while let block = consumer.peek() {
      pipeline.process(block.header, block.counts, into: &queue)
      consumer.release()
      takeMessages()
    }
  }

  private func header(sampleCount: Int) -> SampleBlockHeader {
    SampleBlockHeader(
      startTime: Timestamp(
        nanoseconds: clockOffsetNanoseconds + sampleRate.nanoseconds(ofSamples: sampleIndex)),
      sampleIndex: sampleIndex, sampleRate: sampleRate, channelCount: UInt32(channelCount),
      sampleCount: UInt32(sampleCount))
  }

  /// As the converter would say it: rounded, and held at its rails.
  private func counts(of waveform: Waveform, _ range: Range<Int>) -> [Int32] {
    let limit = Double(fullScaleCounts)
    return range.flatMap { sample in
      (0..<channelCount).map { component in
        Int32(max(-limit, min(limit, waveform.components[component][sample].rounded())))
      }
    }
  }

  private func process(_ header: SampleBlockHeader, _ counts: [Int32]) {
    pipeline.process(header, counts.span, into: &queue)
    sampleIndex += Int64(header.sampleCount)
    takeMessages()
  }

  private func takeMessages() {
    while let message = inbox.take() { messages.append(message) }
  }
}
