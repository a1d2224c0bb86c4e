internal import Foundation
internal import SeismicTypes
internal import StationRuntime

/// How long the station took to decide, apart from how well it timed the onset.
///
/// All in data time, so that no processor and no network is in it: the instant of the newest sample
/// used against the onset of the P wave. Records count whose pick lies between −0.5 and +1 s of the
/// catalogue's onset.
package struct DelayTable: Sendable {
  /// One line of the table.
  package struct Line: Sendable {
    package let name: String
    /// Ascending.
    package fileprivate(set) var seconds: [Double] = []

    /// The value below which a share of all lies; nil without values.
    package func quantile(_ share: Double) -> Double? {
      guard !seconds.isEmpty else { return nil }
      return seconds[Int((share * Double(seconds.count - 1)).rounded())]
    }
  }

  private var onsetError = Line(name: "onset minus P")
  private var decision = Line(name: "pick sent after its onset")
  private var pick = Line(name: "pick sent after P")
  private var prediction = Line(name: "first prediction after P")
  private var strong = Line(name: "level 3 after P")
  private var lead = Line(name: "level 3 before 8.18 cm/s")

  package init() {}

  package var lines: [Line] { [onsetError, decision, pick, prediction, strong, lead] }

  /// Adds a record, if it has a pick in time.
  package mutating func add(_ record: DatasetRecord, _ outcome: RecordOutcome) {
    guard let pSampleIndex = record.pSampleIndex, let own = outcome.pick(nearestTo: pSampleIndex)
    else { return }
    let rate = outcome.sampleRate
    func seconds(_ sampleCount: Int64) -> Double {
      Double(rate.nanoseconds(ofSamples: sampleCount)) / 1e9
    }
    let error = seconds(own.onsetSampleIndex - pSampleIndex)
    guard error >= -0.5, error <= 1 else { return }
    onsetError.insert(error)
    decision.insert(seconds(own.decisionSampleIndex - own.onsetSampleIndex))
    pick.insert(seconds(own.decisionSampleIndex - pSampleIndex))
    guard case .known = record.gain else { return }
    if let first = own.firstPredictionSampleIndex {
      prediction.insert(seconds(first - pSampleIndex))
    }
    guard let alert = own.strongAlert else { return }
    strong.insert(seconds(alert.sampleIndex - pSampleIndex))
    if let exceedance = outcome.exceedanceSampleIndex {
      lead.insert(seconds(exceedance - alert.sampleIndex))
    }
  }

  /// The table for a person.
  package var text: String {
    let width = lines.map(\.name.count).max() ?? 0
    var text = "seconds".padding(toLength: width, withPad: " ", startingAt: 0)
    text += "  records      5 %     50 %     95 %      max\n"
    for line in lines {
      text += line.name.padding(toLength: width, withPad: " ", startingAt: 0)
      text += String(repeating: " ", count: 9 - "\(line.seconds.count)".count)
      text += "\(line.seconds.count)"
      for share in [0.05, 0.5, 0.95, 1] {
        text += line.quantile(share).map { String(format: "%9.3f", $0) } ?? "        -"
      }
      text += "\n"
    }
    return text
  }

  /// The table for a machine: an array of one object a line.
  package var json: String {
    let objects = lines.map { line in
      var object = "{\"name\":\"\(line.name)\",\"records\":\(line.seconds.count)"
      let quantiles = [("p05", 0.05), ("p50", 0.5), ("p95", 0.95), ("max", 1.0)]
      for (name, share) in quantiles {
        guard let value = line.quantile(share) else { continue }
        object += ",\"\(name)Seconds\":" + String(format: "%.3f", value)
      }
      return object + "}"
    }
    return "[" + objects.joined(separator: ",") + "]"
  }
}

extension DelayTable.Line {
  fileprivate mutating func insert(_ value: Double) {
    let place = seconds.firstIndex { $0 > value } ?? seconds.count
    seconds.insert(value, at: place)
  }
}
