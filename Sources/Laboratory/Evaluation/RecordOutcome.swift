package import Alerting
package import SeismicTypes
package import StationRuntime

/// What the station made of one record.
///
/// Sample indices are the record's, from 0.
package struct RecordOutcome: Sendable {
  /// When the event first reached level 3, and by which way.
  package struct StrongAlert: Equatable, Sendable {
    package var sampleIndex: Int64
    package var basis: Basis

    package init(sampleIndex: Int64, basis: Basis) {
      self.sampleIndex = sampleIndex
      self.basis = basis
    }
  }

  /// A pick and the event that it opened.
  package struct Pick: Sendable {
    package var onsetSampleIndex: Int64
    package var event: Int64
    /// The newest sample used when the pick was sent.
    package var decisionSampleIndex: Int64
    /// The newest sample used by the event's first message with a prediction.
    package var firstPredictionSampleIndex: Int64?
    /// By the window's length in milliseconds.
    package var windows: [Int32: WindowReport] = [:]
    package var strongAlert: StrongAlert?

    package init(onsetSampleIndex: Int64, decisionSampleIndex: Int64, event: Int64) {
      self.onsetSampleIndex = onsetSampleIndex
      self.decisionSampleIndex = decisionSampleIndex
      self.event = event
    }
  }

  package var warmUp = WarmUp.recorded
  package var sampleRate: SampleRate
  /// From the first sample to the last, missing ones included.
  package var sampleCount: Int64 = 0
  package var picks: [Pick] = []
  package var alertCount: Int64 = 0
  /// The first sample with observed PGV ≥ 8.18 cm/s.
  package var exceedanceSampleIndex: Int64?

  package init(sampleRate: SampleRate) { self.sampleRate = sampleRate }

  /// The pick nearest to the catalogue's onset; the first one where the catalogue has none.
  package func pick(nearestTo pSampleIndex: Int64?) -> Pick? {
    guard let pSampleIndex else { return picks.first }
    return picks.min {
      abs($0.onsetSampleIndex - pSampleIndex) < abs($1.onsetSampleIndex - pSampleIndex)
    }
  }

  /// How many picks lie more than 0.5 s before the catalogue's onset.
  package func earlierPickCount(than pSampleIndex: Int64) -> Int {
    let limit = pSampleIndex - sampleRate.sampleCount(milliseconds: 500)
    return picks.count { $0.onsetSampleIndex < limit }
  }

  /// Takes what one block brought: messages first, for they open the events of the windows.
  mutating func take(_ message: AlertMessage, fromBlockOf header: SampleBlockHeader) {
    guard let event = message.event.map({ Int64($0) }), let time = message.sampleTime else {
      return
    }
    let sampleIndex = header.sampleIndex(at: time)
    if case .pick = message.type, let onsetTime = message.onsetTime {
      picks.append(
        Pick(
          onsetSampleIndex: header.sampleIndex(at: onsetTime), decisionSampleIndex: sampleIndex,
          event: event))
    }
    guard let place = picks.lastIndex(where: { $0.event == event }) else { return }
    if message.pgvLog10 != nil, picks[place].firstPredictionSampleIndex == nil {
      picks[place].firstPredictionSampleIndex = sampleIndex
    }
    guard case .alert = message.type, let level = message.level, level >= .strong,
      let basis = message.basis, picks[place].strongAlert == nil
    else { return }
    picks[place].strongAlert = StrongAlert(sampleIndex: sampleIndex, basis: basis)
  }

  mutating func take(_ report: WindowReport) {
    guard let place = picks.lastIndex(where: { $0.event == report.event }) else { return }
    picks[place].windows[report.window.windowMilliseconds] = report
  }
}

extension SampleBlockHeader {
  /// The sample taken at a time, by this block's clock; earlier ones have lower indices.
  func sampleIndex(at time: Timestamp) -> Int64 {
    let nanoseconds = Double(time.nanoseconds - startTime.nanoseconds)
    return sampleIndex + Int64((nanoseconds * Double(sampleRate.microhertz) / 1e15).rounded())
  }
}
