package import Alerting
package import SeismicTypes
package import StationRuntime

/// What a recording does to a station, sample by sample: the data of the picture.
///
/// It is a second run of the station's own pipeline in blocks of one sample, which gives the same
/// bits as any other size, so that the run that sends messages carries no load for the picture.
package struct ReplayTrace: Sendable {
  package struct Sample: Sendable {
    /// Since the first sample.
    package var seconds: Double
    package var verticalCentimetresPerSecondSquared: Double
    package var shortToLongTermRatio: Double
    /// The largest velocity so far, of samples with a settled baseline.
    package var pgvCentimetresPerSecond: Double
  }

  package private(set) var samples: [Sample] = []
  package private(set) var messages: [AlertMessage] = []
  package private(set) var tally = PipelineTally()
  package let startTime: Timestamp

  package init(_ plan: StationPlan) throws(StationError) {
    let replay = try StationReplay(plan, samplesPerBlock: 1)
    var start: Timestamp?
    while let header = replay.step() {
      let first = start ?? header.startTime
      start = first
      samples.append(
        Sample(
          seconds: Double(header.startTime.nanoseconds - first.nanoseconds) / 1e9,
          verticalCentimetresPerSecondSquared: Self.centimetres(
            replay.motion.accelerationPicometresPerSecondSquared.vertical),
          shortToLongTermRatio: Double(replay.shortToLongTermRatioThousandths) / 1000,
          pgvCentimetresPerSecond: Self.centimetres(replay.tally.peaks.pgvPicometresPerSecond)))
      while let message = replay.takeMessage() { messages.append(message) }
    }
    while let message = replay.takeMessage() { messages.append(message) }
    tally = replay.tally
    startTime = start ?? Timestamp(nanoseconds: 0)
  }

  /// The seconds from the first sample to a time.
  package func seconds(to time: Timestamp) -> Double {
    Double(time.nanoseconds - startTime.nanoseconds) / 1e9
  }

  private static func centimetres(_ picometres: Int64) -> Double { Double(picometres) / 1e10 }
}
