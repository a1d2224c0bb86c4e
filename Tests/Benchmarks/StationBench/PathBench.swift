import Alerting
import SampleRing
import SeismicTypes
import StationConfiguration
import StationRuntime

/// The whole path of one three-component sensor: counts in, messages out.
///
/// `path COUNTS MILLIHERTZ SAMPLES_PER_BLOCK GROUPS [STAGE]`. A lap gives the nanoseconds of one sample
/// of all three components of one group; the check is the number of events, zero in noise.
enum PathBench {
  static func serve(_ arguments: [String]) throws {
    guard let path = arguments.first else { fail("path: COUNTS MILLIHERTZ SAMPLES GROUPS") }
    let counts = readCounts(path)
    let rate = SampleRate(microhertz: Int64(number(arguments, 1, "MILLIHERTZ")) * 1000)
    let block = number(arguments, 2, "SAMPLES_PER_BLOCK")
    let groups = number(arguments, 3, "GROUPS")
    let parameters = try StationParts.parameters(sampleRate: rate)
    var paths: [BenchPath] = []
    for _ in 0..<groups { paths.append(try BenchPath(parameters, rate)) }
    // The first lap warms up the trigger, the noise histories and the caches.
    for path in paths { path.run(counts.span, samplesPerBlock: block) }
    turns {
      let begin = threadNanoseconds()
      for path in paths { path.run(counts.span, samplesPerBlock: block) }
      let elapsed = threadNanoseconds() - begin
      let samples = counts.count / 3 * groups
      return Lap(
        nanosecondsPerItem: Double(elapsed) / Double(samples), check: paths[0].eventCount)
    }
  }
}

/// One group's pipeline with its queue.
final class BenchPath {
  private var pipeline: StationPipeline
  private var queue: AlertQueue
  private let rate: SampleRate
  private var sampleIndex: Int64 = 0

  init(_ parameters: StationPipeline.Parameters, _ rate: SampleRate) throws {
    pipeline = try StationPipeline(parameters)
    queue = AlertQueue(AlertQueue.makeRing(slotCount: 64).takeProducer())
    self.rate = rate
  }

  var eventCount: Int64 { pipeline.tally.eventCount }

  /// Feeds all counts, interleaved by component, in blocks.
  func run(_ counts: Span<Int32>, samplesPerBlock: Int) {
    var start = 0
    while start < counts.count {
      let end = min(start + 3 * samplesPerBlock, counts.count)
      var header = SampleBlockHeader(
        startTime: Timestamp(nanoseconds: rate.nanoseconds(ofSamples: sampleIndex)),
        sampleIndex: sampleIndex, sampleRate: rate, channelCount: 3,
        sampleCount: UInt32((end - start) / 3))
      header.committedAt = MonotonicInstant(nanoseconds: 1)
      pipeline.process(header, counts.extracting(start..<end), into: &queue)
      sampleIndex += Int64((end - start) / 3)
      start = end
    }
  }
}

/// A station's parts, from the files that are shipped.
enum StationParts {
  /// The parameters of the example station's sensor at a rate, 1 µm/s² a count.
  static func parameters(sampleRate: SampleRate) throws -> StationPipeline.Parameters {
    let setup = try StationSetup(readingFrom: "Boards/examples/replay.json")
    var source = setup.board.sources[0]
    for index in source.channels.indices {
      source.channels[index].sensitivityCountsPerUnit = 1_000_000
      source.channels[index].index = index
    }
    return try PipelinePlan.parameters(for: source, of: setup.station, sampleRate: sampleRate)
  }
}
