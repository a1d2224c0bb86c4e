internal import SeismicTypes
internal import StationRuntime

/// The rows of a features file: what each window to 30 s measured, in the path's own integers.
///
/// It is what the estimators are trained and judged on, so that they see there what they will see in the field.
package struct FeatureTable: Sendable {
  package static let header =
    "rec_id,window_ms,pa_pm,pv_pm,pd_pm,tauc_us,pga_pm,pgv_pm,pgd_pm,clipped,gap"

  package private(set) var text = FeatureTable.header + "\n"

  package init() {}

  /// Adds the windows of the record's own event, shortest first.
  package mutating func add(_ record: DatasetRecord, _ outcome: RecordOutcome) {
    guard let pick = outcome.pick(nearestTo: record.pSampleIndex) else { return }
    for milliseconds in pick.windows.keys.sorted() where milliseconds <= 30_000 {
      guard let window = pick.windows[milliseconds]?.window else { continue }
      let values = [
        Int64(milliseconds), window.paPicometresPerSecondSquared, window.pvPicometresPerSecond,
        window.pdPicometres, window.tauCMicroseconds,
        window.observed.pgaPicometresPerSecondSquared, window.observed.pgvPicometresPerSecond,
        window.observed.pgdPicometres, window.isClipped ? 1 : 0, window.containsGap ? 1 : 0,
      ]
      text += record.id + "," + values.map { "\($0)" }.joined(separator: ",") + "\n"
    }
  }
}
