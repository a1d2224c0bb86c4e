import Acquisition
import Evaluation
import Foundation
import SeismicTypes
import StationConfiguration
import StationRuntime
import Testing

struct FeatureTableTests {
  @Test func everyColumnHasItsOwnName() {
    let names = FeatureTable.header.split(separator: ",")
    #expect(names.count == Set(names).count)
    #expect(names.first == "rec_id" && names.contains("masked_features"))
    #expect(names.filter { $0.hasPrefix("band") }.count == BandPeaks.count)
    #expect(names.filter { $0.hasPrefix("noise_band") }.count == BandPeaks.count)
  }

  /// A shipped record of a near earthquake, its onset given: every row has every column, and the
  /// features of so strong a P wave stand out of the noise.
  @Test func aStrongRecordFillsEveryColumn() throws {
    let setup = try StationSetup(
      readingFrom: SharedData.root + "/Tests/Fixtures/stations/linear.json")
    let path =
      SharedData.root + "/Tests/Fixtures/records/08_ferndale_M6.4_KCT_HN_ok.mseed"
    var record = DatasetRecord(
      id: "KCT", file: RecordingFile(path: path, byteOffset: 0, byteLength: nil),
      gain: .known(.acceleration, centimetresPerCount: 0.00046745108))
    record.pSampleIndex = 3_381
    var table = FeatureTable()
    table.add(
      record, try RecordEvaluator(setup, onset: .station).evaluate(record))
    let rows = table.text.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows.count > 10)
    for row in rows { #expect(row.count == rows[0].count) }
    let column = try #require(rows[0].firstIndex(of: "masked_features"))
    let window = try #require(rows.first { $0[1] == "3000" })
    let masked = PWaveFeatureSet(rawValue: try #require(UInt32(window[column])))
    #expect(
      masked.isDisjoint(with: [.pa, .pv, .pd, .tauC, .tauP, .iv2, .id2, .cav, .arias, .power]))
  }
}
