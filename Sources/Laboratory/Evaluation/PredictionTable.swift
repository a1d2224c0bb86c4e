internal import Alerting
internal import SeismicTypes
internal import StationRuntime

/// The rows of a predictions file: one per record and window, empty where the station is silent.
package struct PredictionTable: Sendable {
  package static let header =
    "rec_id,window_s,onset_sample,pgv_log10_mean,pgv_log10_sigma,magnitude_mean,magnitude_sigma,"
    + "distance_log10_mean,distance_log10_sigma,earthquake_probability,alert_level,alert_sample,"
    + "exceedance_sample,basis,earlier_picks,warm_up,decision_sample"

  private let windowsMilliseconds: [Int32]
  package private(set) var text = PredictionTable.header + "\n"

  package init(windowsMilliseconds: [Int32]) { self.windowsMilliseconds = windowsMilliseconds }

  /// Adds a record's rows; without an outcome the record could not be run.
  package mutating func add(_ record: DatasetRecord, _ outcome: RecordOutcome?) {
    let pick = outcome?.pick(nearestTo: record.pSampleIndex)
    var isCalibrated = true
    if case .unknown = record.gain { isCalibrated = false }
    let strong = isCalibrated ? pick?.strongAlert : nil
    for milliseconds in windowsMilliseconds {
      let report = isCalibrated ? pick?.windows[milliseconds] : nil
      var fields = [record.id, seconds(milliseconds), text(pick?.onsetSampleIndex)]
      fields += [
        mean(report?.estimate?.pgvLog10), sigma(report?.estimate?.pgvLog10),
        mean(report?.estimate?.magnitude), sigma(report?.estimate?.magnitude),
        mean(report?.estimate?.distanceLog10), sigma(report?.estimate?.distanceLog10),
        report?.estimate.map { thousandths($0.earthquakeProbabilityThousandths) } ?? "",
        text(report.map { Int64($0.level.rawValue) }), text(strong?.sampleIndex),
        text(isCalibrated ? outcome?.exceedanceSampleIndex : nil),
        text(strong.map { Int64($0.basis.rawValue) }),
      ]
      fields += [
        text(earlierPickCount(record, outcome)), outcome?.warmUp.rawValue ?? "",
        text(pick?.decisionSampleIndex),
      ]
      text += fields.joined(separator: ",") + "\n"
    }
  }

  private func earlierPickCount(_ record: DatasetRecord, _ outcome: RecordOutcome?) -> Int64? {
    guard let outcome, let onset = record.pSampleIndex else { return nil }
    return Int64(outcome.earlierPickCount(than: onset))
  }

  private func seconds(_ milliseconds: Int32) -> String {
    let tenths = (milliseconds + 50) / 100
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  private func text(_ value: Int64?) -> String { value.map { "\($0)" } ?? "" }

  private func mean(_ value: Thousandths?) -> String { value.map { thousandths($0.mean) } ?? "" }

  private func sigma(_ value: Thousandths?) -> String { value.map { thousandths($0.sigma) } ?? "" }

  /// A number of thousandths with three decimals.
  private func thousandths(_ value: Int32) -> String {
    let digits = String(abs(Int64(value)))
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return (value < 0 ? "-" : "") + padded.dropLast(3) + "." + padded.suffix(3)
  }
}
