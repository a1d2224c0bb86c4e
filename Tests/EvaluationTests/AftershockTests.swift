import Acquisition
import Alerting
import SampleRing
import SeismicTypes
import StationConfiguration
import StationRuntime
import Testing

@testable import Evaluation

/// One earthquake's record added to another's: the larger must be told as fast as by itself.
@Suite("A larger earthquake in the coda of a smaller one")
struct AftershockTests {
  /// A record with its vertical, north and east in 10⁻³ cm/s², its means before P removed.
  struct Motion {
    let sampleRate: SampleRate
    let pSampleIndex: Int
    /// Shape [sampleCount][3].
    var counts: [Int32]

    // The P wave begins at `pSampleIndex` of the file, a count is `unitsPerCount` × 10⁻³ cm/s², and
    // mirrored noise of `warmUpSeconds` is put before it.
    init(
      _ file: RecordingFile, pSampleIndex: Int, unitsPerCount: Double = 1,
      warmUpSeconds: Int64 = 0
    ) throws {
      let recorded = RecordCounts(
        try Recording(Recording.Parameters(files: [file], requiredComponents: .vertical)))
      let warmUp = recorded.sampleRate.sampleCount(milliseconds: warmUpSeconds * 1_000)
      let record = recorded.mirrored(
        sampleCount: warmUp, noiseSampleCount: Int64(pSampleIndex) - 50)
      let stretch = try #require(record.stretches.first)
      sampleRate = record.sampleRate
      let pSampleIndex = pSampleIndex + Int(warmUp)
      self.pSampleIndex = pSampleIndex
      var values = stretch.counts.map { Double($0) * unitsPerCount }
      for channel in 0..<3 {
        let noise = (0..<(pSampleIndex - 15)).map { values[$0 * 3 + channel] }
        let mean = noise.reduce(0, +) / Double(noise.count)
        for index in stride(from: channel, to: values.count, by: 3) { values[index] -= mean }
      }
      counts = values.map { Int32($0.rounded()) }
    }

    /// Noise of its own in place of everything from P on: what was before, there and back again.
    func noiseOnly() -> [Int32] {
      let length = pSampleIndex - 15
      return (0..<(counts.count / 3)).flatMap { sample -> ArraySlice<Int32> in
        let phase = sample % (2 * length - 2)
        let frame = phase < length ? phase : 2 * length - 2 - phase
        return counts[(frame * 3)..<(frame * 3 + 3)]
      }
    }

    /// Adds another record with its P at a sample, from 1.5 s before it, faded in over a second.
    static func sum(_ base: [Int32], _ other: Motion, pAt place: Int) -> [Int32] {
      var sum = base
      let lead = Int(other.sampleRate.sampleCount(milliseconds: 1_500))
      let fade = Double(other.sampleRate.sampleCount(milliseconds: 1_000))
      for sample in (place - lead)..<(sum.count / 3) {
        let from = sample - place + other.pSampleIndex
        guard from < other.counts.count / 3 else { break }
        let weight = min(1, Double(sample - place + lead) / fade)
        for channel in 0..<3 {
          sum[sample * 3 + channel] += Int32(Double(other.counts[from * 3 + channel]) * weight)
        }
      }
      return sum
    }
  }

  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  /// OpenEEW: M 5.0 at 17 km and M 7.2 at 66 km, 10⁻³ cm/s² a count both.
  private static func openEEW() throws -> (Motion, Motion) {
    let folder = root + "/Tests/Fixtures/records/"
    return (
      try Motion(
        RecordingFile(path: folder + "22_openeew_M5.0_MEMS.mseed"), pSampleIndex: 1_799),
      try Motion(
        RecordingFile(path: folder + "06_openeew_M7.2_MEMS.mseed"), pSampleIndex: 1_728)
    )
  }

  /// The messages of a station on made-up counts of 10⁻³ cm/s².
  private func run(_ counts: [Int32], at rate: SampleRate) throws -> [AlertMessage] {
    let setup = try StationSetup(readingFrom: Self.root + "/Tests/Fixtures/stations/linear.json")
    var source = setup.board.sources[0]
    for index in source.channels.indices {
      source.channels[index].index = index
      source.channels[index].quantity = .acceleration
      source.channels[index].sensitivityCountsPerUnit = 100_000
      source.channels[index].fullScaleCounts = .max
    }
    var pipeline = try StationPipeline(
      PipelinePlan.parameters(for: source, of: setup.station, sampleRate: rate))
    let ring = AlertQueue.makeRing(slotCount: 64)
    var queue = AlertQueue(ring.takeProducer())
    var inbox = AlertInbox(ring.takeConsumer())
    var messages: [AlertMessage] = []
    var blocks = RecordBlocks(
      RecordCounts(
        sampleRate: rate, channelCount: 3,
        stretches: [
          RecordCounts.Stretch(
            sampleIndex: 0, startTime: Timestamp(nanoseconds: 0), missingSampleCount: 0,
            counts: counts)
        ]), samplesPerBlock: 16, endingAt: nil)
    while let header = blocks.next() {
      blocks.withCounts { pipeline.process(header, $0, into: &queue) }
      while let message = inbox.take() { messages.append(message) }
    }
    return messages
  }

  /// The highest level of messages from a time on, and the time when it was first told.
  private func highest(
    _ messages: [AlertMessage], from time: Int64
  ) -> (level: AlertLevel, nanoseconds: Int64) {
    var found = (level: AlertLevel.none, nanoseconds: Int64.max)
    for message in messages {
      guard let level = message.level, let sample = message.sampleTime?.nanoseconds,
        sample >= time, level > found.level
      else { continue }
      found = (level, sample)
    }
    return found
  }

  /// When a level was first told from a time on.
  private func first(_ level: AlertLevel, in messages: [AlertMessage], from time: Int64) -> Int64 {
    for message in messages {
      guard let told = message.level, let sample = message.sampleTime?.nanoseconds else { continue }
      if told >= level && sample >= time { return sample }
    }
    return .max
  }

  /// How much later than by itself the larger earthquake's level is told, in seconds.
  private func delay(_ small: Motion, _ large: Motion, after seconds: Int64) throws -> Double {
    let rate = small.sampleRate
    let alonePlace = small.pSampleIndex + Int(rate.sampleCount(milliseconds: 3_000))
    let aloneTime = rate.nanoseconds(ofSamples: Int64(alonePlace))
    let alone = highest(
      try run(Motion.sum(small.noiseOnly(), large, pAt: alonePlace), at: rate), from: aloneTime)
    #expect(alone.level >= .strong)
    let place = small.pSampleIndex + Int(rate.sampleCount(milliseconds: seconds * 1_000))
    let time = rate.nanoseconds(ofSamples: Int64(place))
    let both = try run(Motion.sum(small.counts, large, pAt: place), at: rate)
    // The smaller one by itself must not have reached that level before.
    let before = both.filter { ($0.sampleTime?.nanoseconds ?? 0) < time }
    #expect(highest(before, from: 0).level < alone.level)
    let told = first(alone.level, in: both, from: time)
    return Double(told - time) / 1e9 - Double(alone.nanoseconds - aloneTime) / 1e9
  }

  @Test(
    "is told within a second of its own time, on shipped records",
    arguments: [3, 5, 10, 20, 40])
  func shipped(seconds: Int64) throws {
    let (small, large) = try Self.openEEW()
    #expect(try delay(small, large, after: seconds) <= 1)
  }

  @Test(
    "is told within a second of its own time, on records of the shared data set",
    .enabled(if: SharedData.isPresent, "no data set at ../shared/data"),
    arguments: ["CI.CCC.HN.ci38457511", "BO.FKS005.HN.NIED20210213230800"], [3, 5, 10, 20, 40])
  func shared(large: String, seconds: Int64) throws {
    let records = try Dataset(folder: SharedData.folder).records
    // M 5.3 at 48 km, M 7.1 at 34 and at 72 km; 100 Hz.
    let small = try Self.motion("BO.KNG001.NIED20240809195700", of: records)
    #expect(try delay(small, Self.motion(large, of: records), after: seconds) <= 1)
  }

  private static func motion(_ id: String, of records: [DatasetRecord]) throws -> Motion {
    let record = try #require(records.first { $0.id == id })
    guard case .known(.acceleration, let gain) = record.gain else { throw FixtureError.noGain }
    return try Motion(
      record.file, pSampleIndex: Int(try #require(record.pSampleIndex)),
      unitsPerCount: gain * 1_000, warmUpSeconds: 20)
  }

  private enum FixtureError: Error { case noGain }

  @Test("opens one event in the coda, with the flag, and ends the first")
  func oneEventInTheCoda() throws {
    let (small, large) = try Self.openEEW()
    let rate = small.sampleRate
    let place = small.pSampleIndex + Int(rate.sampleCount(milliseconds: 10_000))
    let messages = try run(Motion.sum(small.counts, large, pAt: place), at: rate)
    let picks = messages.filter { $0.type == .pick }
    #expect(picks.count == 2)
    #expect(picks.first?.flags?.contains(.inCoda) == false)
    #expect(picks.last?.flags?.contains(.inCoda) == true)
    let finals = messages.filter { $0.flags?.contains(.final) == true }
    #expect(finals.map(\.event) == [picks.first?.event])
    let onset = try #require(picks.last?.onsetTime?.nanoseconds)
    let largeTime = rate.nanoseconds(ofSamples: Int64(place))
    #expect(onset > largeTime && onset < largeTime + 6_000_000_000)
  }

  @Test("that comes when the smaller one has died away is picked where it begins")
  func pickedWhereItBegins() throws {
    let (small, large) = try Self.openEEW()
    let rate = small.sampleRate
    let place = small.pSampleIndex + Int(rate.sampleCount(milliseconds: 40_000))
    let messages = try run(Motion.sum(small.counts, large, pAt: place), at: rate)
    let picks = messages.filter { $0.type == .pick }
    let onset = try #require(picks.dropFirst().first?.onsetTime?.nanoseconds)
    #expect(abs(onset - rate.nanoseconds(ofSamples: Int64(place))) < 500_000_000)
  }
}
