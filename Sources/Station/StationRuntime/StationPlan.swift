internal import Acquisition
internal import Alerting
internal import Conditioning
internal import FixedPoint
internal import OnsiteModel
internal import PWaveFeatures
internal import SampleRing
internal import SeismicTypes
package import StationConfiguration

/// What a station will be, worked out before anything starts: what `--check` prints.
package struct StationPlan: Sendable {
  package let setup: StationSetup
  package let sources: [OpenedSource]
  let groups: [StationPipeline.Parameters]
  /// The learned model; nil for the linear fallback.
  let model: StationModel?
  /// Nil without an archive.
  let archive: ArchivePlan?

  /// Messages between two threads; an event makes some forty.
  static var alertSlotCount: Int { @_noAllocation @_noLocks get { 256 } }

  /// Opens every source and works out its pipeline.
  package init(_ setup: StationSetup) throws(StationError) {
    self.setup = setup
    let model = try StationModel(setup)
    var sources: [OpenedSource] = []
    var groups: [StationPipeline.Parameters] = []
    for (index, source) in setup.board.sources.enumerated() {
      let opened = try OpenedSource(source)
      sources.append(opened)
      groups.append(
        try PipelinePlan.parameters(
          for: opened.description, of: setup.station, sampleRate: opened.sampleRate, index: index,
          count: setup.board.sources.count, model: model))
    }
    guard sources.count <= SensorCoincidence.largestSensorCount else {
      throw .input(
        "\(setup.station.board): sources has \(sources.count) groups, expected at most "
          + "\(SensorCoincidence.largestSensorCount)")
    }
    guard !sources.isEmpty else {
      throw .input("\(setup.station.board): sources is empty, expected at least one")
    }
    self.sources = sources
    self.groups = groups
    self.model = model
    archive = ArchivePlan(setup, sources)
  }

  /// Whether messages must be marked as a test: recordings and made-up counts always, and a station
  /// that is being set up or repaired.
  package var isTest: Bool {
    setup.station.mode != .operational || setup.board.sources.contains { !$0.driver.isSensor }
  }

  /// Whether every source can wait: then no message is ever lost, however fast samples come.
  var holdsBack: Bool { !setup.board.sources.contains { $0.driver.isSensor } }

  /// Whether all sources give their samples as fast as the station takes them, so that it can take
  /// them in the order of their times.
  var followsDataTime: Bool {
    holdsBack && sources.count > 1 && sources.allSatisfy { $0.speedThousandths == 0 }
  }

  /// What makes one event of the groups' events.
  var coincidence: SensorCoincidence { coincidence(ofSources: sources[...]) }

  /// The coincidence of some of the sources alone; a source is silent after three of its blocks.
  func coincidence(ofSources sources: ArraySlice<OpenedSource>) -> SensorCoincidence {
    var longestBlock: Int64 = 0
    for source in sources {
      let block = source.sampleRate.nanoseconds(
        ofSamples: Int64(source.description.samplesPerBlock))
      longestBlock = max(longestBlock, block / 1_000_000)
    }
    return SensorCoincidence(
      sensorCount: sources.count,
      agreementMilliseconds: Int64((setup.station.trigger.agreementSeconds * 1000).rounded()),
      longestSilenceMilliseconds: max(2_000, 3 * longestBlock))
  }

  /// The bytes of a source's ring.
  func ringByteCount(ofSource index: Int) -> Int {
    let source = sources[index].description
    return SampleRing.byteCount(
      slotCount: source.ringBlocks, channelCount: source.channelCount,
      samplesPerBlock: source.samplesPerBlock)
  }

  /// The plan in words, one fact a line.
  package var lines: [String] {
    let station = setup.station
    var lines = [
      "station \(station.identity.text), \(station.mode.rawValue), "
        + (isTest ? "messages are marked as test" : "messages are real")
    ]
    for index in sources.indices { lines += sourceLines(index) }
    lines += SlowPlan(setup).lines
    lines += archive?.lines ?? []
    for destination in station.destinations {
      lines.append("destination \(destination.host) port \(destination.port)")
    }
    if station.destinations.isEmpty { lines.append("no destinations: alerts stay on the station") }
    lines += model?.lines ?? ["estimator: linear fallback (flag 7), no model file"]
    lines.append("memory: \(memoryByteCount / 1024) KiB of rings and histories, allocated at start")
    return lines
  }

  private func sourceLines(_ index: Int) -> [String] {
    let source = sources[index]
    let codes = source.description.channels.map { $0.code }.joined(separator: " ")
    var lines = [
      "source \(source.description.name): \(source.description.driver.word), \(codes), "
        + "\(Self.hertz(source.sampleRate)) Hz, "
        + "\(source.description.samplesPerBlock) samples a block, ring of "
        + "\(source.description.ringBlocks) blocks (\(ringByteCount(ofSource: index) / 1024) KiB)"
    ]
    lines += source.remarks.map { "source \(source.description.name): \($0)" }
    lines.append("source \(source.description.name): \(predictableWords(ofSource: index))")
    return lines
  }

  /// Opens every sensor once and closes it: what each says of itself, one fact a line.
  func deviceLines() throws(StationError) -> [String] {
    var lines: [String] = []
    var failures: [String] = []
    for source in sources {
      guard case .live(let device) = source.origin else { continue }
      do throws(AcquisitionError) {
        try device.open()
        lines += device.facts.map { "source \(source.description.name): \($0)" }
      } catch {
        failures.append("source \(source.description.name): \(error.message)")
      }
      device.close()
    }
    for source in setup.board.slowSources {
      do throws(AcquisitionError) {
        lines += try SlowSource(source).check().map { "slow source \(source.name): \($0)" }
      } catch {
        failures.append("source \(source.name): \(error.message)")
      }
    }
    guard failures.isEmpty else { throw .input(failures.joined(separator: "\n")) }
    return lines
  }

  /// The smallest PGV the source's noise lets the station predict, as far as the board file tells.
  private func predictableWords(ofSource index: Int) -> String {
    let words = "the smallest PGV it can predict "
    guard let noisePd = groups[index].expectedNoisePdPicometres,
      let thousandths = powerOfTenThousandths(
        Int64(PredictionLimit.pgvLog10Thousandths(noisePdPicometres: noisePd)))
    else { return words + "is known once its noise has been measured" }
    return words + "is \(thousandths / 1000).\(thousandths % 1000 / 100) cm/s by its noise "
      + "density, until its noise has been measured; below that it warns by observed shaking"
  }

  /// The rate with the decimals it has, at most six.
  private static func hertz(_ rate: SampleRate) -> String {
    let whole = String(rate.microhertz / 1_000_000)
    var decimals = rate.microhertz % 1_000_000
    guard decimals > 0 else { return whole }
    var digitCount = 6
    while decimals % 10 == 0 {
      decimals /= 10
      digitCount -= 1
    }
    let digits = String(decimals)
    return whole + "." + String(repeating: "0", count: digitCount - digits.utf8.count) + digits
  }

  private var memoryByteCount: Int {
    var total = 2 * StationPlan.alertSlotCount * AlertQueue.slotByteCount
    total += archive?.memoryByteCount ?? 0
    for index in sources.indices {
      total += ringByteCount(ofSource: index)
      total += model?.memoryByteCount ?? 0
      total += PWaveFeatures(sampleRate: sources[index].sampleRate).memoryByteCount
    }
    return total
  }
}
