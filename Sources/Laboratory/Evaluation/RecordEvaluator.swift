internal import Acquisition
internal import Alerting
internal import SampleRing
internal import SeismicTypes
package import StationConfiguration
package import StationRuntime

/// Runs one record after another through the station's own pipeline.
package struct RecordEvaluator: Sendable {
  /// Who says where the P wave begins.
  package enum Onset: String, Sendable {
    /// The station's trigger.
    case station
    /// The data set, so that the estimator is judged alone.
    case catalogue
  }

  private let station: StationFile
  private let source: SourceDescription
  private let onset: Onset
  private let model: StationModel?
  private let samplesPerBlock: Int

  /// An evaluator with the settings of a station file and the orientations of its first source.
  package init(
    _ setup: StationSetup, onset: Onset, samplesPerBlock: Int = 16
  ) throws(StationError) {
    guard let source = setup.board.sources.first else {
      throw .input("board \(setup.board.name): no source, a station that evaluates needs one")
    }
    station = setup.station
    self.source = source
    self.onset = onset
    model = try StationModel(setup)
    self.samplesPerBlock = samplesPerBlock
  }

  /// Reads a record, warms the station up and runs the record through it.
  package func evaluate(_ record: DatasetRecord) throws(EvaluationError) -> RecordOutcome {
    let recording = try open(record)
    let counts = RecordCounts(recording)
    let plan = try parameters(of: record, recording, counts)
    var outcome = RecordOutcome(sampleRate: counts.sampleRate)
    outcome.sampleCount = counts.sampleCount
    let warmUp = self.warmUp(for: record, counts)
    if warmUp.sampleCount > 0 { outcome.warmUp = .mirrored }
    try run(
      counts.mirrored(
        sampleCount: warmUp.sampleCount, noiseSampleCount: warmUp.noiseSampleCount),
      plan, record, into: &outcome)
    return outcome
  }

  private func open(_ record: DatasetRecord) throws(EvaluationError) -> Recording {
    do throws(AcquisitionError) {
      return try Recording(
        Recording.Parameters(files: [record.file], requiredComponents: .vertical))
    } catch {
      throw .record(id: record.id, words: error.message)
    }
  }

  /// The board's channels with the record's own gain, no rail known; trigger and policy are the
  /// station's.
  private func parameters(
    of record: DatasetRecord, _ recording: Recording, _ counts: RecordCounts
  ) throws(EvaluationError) -> StationPipeline.Parameters {
    var station = self.station
    let quantity: Quantity
    let centimetresPerCount: Double
    switch record.gain {
    case .known(let known, let gain):
      (quantity, centimetresPerCount) = (known, gain)
    case .unknown:
      // Loud enough for the fixed-point chain, too quiet to mean anything.
      let noise = counts.noiseRootMeanSquare(
        channel: 0, before: record.pSampleIndex ?? counts.sampleCount)
      (quantity, centimetresPerCount) = (.velocity, 1e-5 / max(noise, 1e-3))
      station.trigger.absoluteConfirmation = false
    }
    do throws(StationError) {
      var source = try self.source.matching(recording)
      for index in source.channels.indices {
        source.channels[index].quantity = quantity
        source.channels[index].sensitivityCountsPerUnit = 100 / centimetresPerCount
        source.channels[index].fullScaleCounts = .max
        source.channels[index].offsetCounts = 0
      }
      var parameters = try PipelinePlan.parameters(
        for: source, of: station, sampleRate: counts.sampleRate, model: model)
      parameters.opensEventsAtTrigger = onset == .station
      return parameters
    } catch {
      throw .record(id: record.id, words: error.message)
    }
  }

  /// How much mirrored noise the record needs before it, and how much noise there is to mirror.
  ///
  /// A record has enough of its own when the trigger has been armed for a second at the catalogue's
  /// onset. Half a second before that onset is left out: the onset may be picked late. A record of
  /// noise is always mirrored, so that the trigger is armed for all its length.
  private func warmUp(
    for record: DatasetRecord, _ counts: RecordCounts
  ) -> (sampleCount: Int64, noiseSampleCount: Int64) {
    let seconds = max(station.trigger.warmUpSeconds, station.trigger.longTermSeconds)
    let rate = counts.sampleRate
    let needed = rate.sampleCount(milliseconds: Int64((seconds * 1000).rounded()))
    if record.isNoise { return (needed, counts.sampleCount) }
    guard let onset = record.pSampleIndex,
      onset < needed + rate.sampleCount(milliseconds: 1_000)
    else { return (0, 0) }
    return (needed, max(2, onset - rate.sampleCount(milliseconds: 500)))
  }

  private func run(
    _ counts: RecordCounts, _ parameters: StationPipeline.Parameters, _ record: DatasetRecord,
    into outcome: inout RecordOutcome
  ) throws(EvaluationError) {
    var pipeline: StationPipeline
    do throws(StationError) {
      pipeline = try StationPipeline(parameters)
    } catch {
      throw .record(id: record.id, words: error.message)
    }
    let ring = AlertQueue.makeRing(slotCount: 64)
    var queue = AlertQueue(ring.takeProducer())
    var inbox = AlertInbox(ring.takeConsumer())
    let catalogueOnset = onset == .catalogue ? record.pSampleIndex : nil
    var blocks = RecordBlocks(
      counts, samplesPerBlock: samplesPerBlock, endingAt: catalogueOnset)
    var last: SampleBlockHeader?
    while let header = blocks.next() {
      blocks.withCounts { pipeline.process(header, $0, into: &queue) }
      if let catalogueOnset, blocks.newestSampleIndex == catalogueOnset {
        pipeline.openAtCatalogueOnset(into: &queue)
      }
      while let message = inbox.take() { outcome.take(message, fromBlockOf: header) }
      for index in 0..<pipeline.reports.count {
        if let report = pipeline.reports.report(at: index) { outcome.take(report) }
      }
      last = header
    }
    pipeline.finish(into: &queue)
    if let last { while let message = inbox.take() { outcome.take(message, fromBlockOf: last) } }
    outcome.alertCount = pipeline.tally.alertCount
    outcome.exceedanceSampleIndex = pipeline.tally.firstStrongShakingSampleIndex
  }
}
