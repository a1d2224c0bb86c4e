internal import Acquisition
internal import Foundation
internal import SeismicTypes

/// A data set folder: `records.csv`, optionally `picks.csv` and `noise.csv`, and `waveforms/`.
package struct Dataset: Sendable {
  /// Calibrated records of events.
  package let records: [DatasetRecord]
  /// Records with an onset but without a gain.
  package let picks: [DatasetRecord]
  /// Records without an event.
  package let noise: [DatasetRecord]

  /// Reads the tables; the waveforms are opened record by record.
  package init(folder: String) throws(EvaluationError) {
    records = try Self.read(folder, "records.csv", Self.record)
    picks = try Self.readIfPresent(folder, "picks.csv", Self.pick)
    noise = try Self.readIfPresent(folder, "noise.csv", Self.noise)
  }

  private static func readIfPresent(
    _ folder: String, _ name: String,
    _ make: (Table.Row, String) throws(EvaluationError) -> DatasetRecord
  ) throws(EvaluationError) -> [DatasetRecord] {
    guard FileManager.default.fileExists(atPath: folder + "/" + name) else { return [] }
    return try read(folder, name, make)
  }

  private static func read(
    _ folder: String, _ name: String,
    _ make: (Table.Row, String) throws(EvaluationError) -> DatasetRecord
  ) throws(EvaluationError) -> [DatasetRecord] {
    var found: [DatasetRecord] = []
    for row in try Table(readingFrom: folder + "/" + name).rows {
      found.append(try make(row, folder))
    }
    return found
  }

  private static func record(
    _ row: Table.Row, _ folder: String
  ) throws(EvaluationError) -> DatasetRecord {
    let quantity = try quantity(row)
    let gain = DatasetRecord.Gain.known(
      quantity, centimetresPerCount: try row.required("gain"))
    var record = try bare(row, folder, gain)
    record.split = try row.text("split")
    record.pSampleIndex = try row.number("p_sample").map { Int64($0.rounded()) }
    return record
  }

  private static func pick(
    _ row: Table.Row, _ folder: String
  ) throws(EvaluationError) -> DatasetRecord {
    var record = try bare(row, folder, .unknown)
    record.pSampleIndex = try row.number("p_sample").map { Int64($0.rounded()) }
    return record
  }

  private static func noise(
    _ row: Table.Row, _ folder: String
  ) throws(EvaluationError) -> DatasetRecord {
    let isAcceleration = try row.text("gain_unit").hasPrefix("cm/s/s")
    var record = try bare(
      row, folder,
      .known(
        isAcceleration ? .acceleration : .velocity,
        centimetresPerCount: try row.required("gain")))
    record.isNoise = true
    return record
  }

  private static func quantity(_ row: Table.Row) throws(EvaluationError) -> Quantity {
    let word = try row.text("quantity")
    switch word {
    case "acc": return .acceleration
    case "vel": return .velocity
    default:
      throw .badValue(
        path: row.table.path, line: row.index + 2, column: "quantity", value: word,
        expected: "acc or vel")
    }
  }

  private static func bare(
    _ row: Table.Row, _ folder: String, _ gain: DatasetRecord.Gain
  ) throws(EvaluationError) -> DatasetRecord {
    let file = RecordingFile(
      path: folder + "/waveforms/" + (try row.text("volume")),
      byteOffset: Int64(try row.required("byte_offset")),
      byteLength: Int64(try row.required("byte_length")))
    return DatasetRecord(id: try row.text("rec_id"), file: file, gain: gain)
  }
}
