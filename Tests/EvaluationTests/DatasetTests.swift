import Acquisition
import Evaluation
import Foundation
import SeismicTypes
import Testing

/// Reading the tables of a data set folder.
struct DatasetTests {
  /// A folder of its own with the given files, removed afterwards.
  private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    try body(folder.path)
  }

  private static let header =
    "rec_id,volume,byte_offset,byte_length,licence,split,quantity,gain,p_sample\n"

  @Test func recordsAreFoundByColumnNameAndQuotedCommasStay() throws {
    let rows = """
      A.1,x.mseed,512,1024,"public, free",train,acc,0.0001,2244
      B.2,y.mseed,0,512,,val,vel,-2e-6,

      """
    try withFolder(["records.csv": Self.header + rows]) { folder in
      let dataset = try Dataset(folder: folder)
      try #require(dataset.records.count == 2)
      let first = dataset.records[0]
      #expect(
        first.file
          == RecordingFile(
            path: folder + "/waveforms/x.mseed", byteOffset: 512, byteLength: 1_024))
      #expect(first.gain == .known(.acceleration, centimetresPerCount: 0.0001))
      #expect(first.pSampleIndex == 2_244 && first.split == "train")
      #expect(dataset.records[1].gain == .known(.velocity, centimetresPerCount: -2e-6))
      #expect(dataset.records[1].pSampleIndex == nil)
      #expect(dataset.picks.isEmpty && dataset.noise.isEmpty)
    }
  }

  @Test(arguments: [
    ("A,x,0,1,l,train,acc,fast,1\n", "line 2: gain is \"fast\", expected a number"),
    ("A,x,0,1,l,train,pressure,1,1\n", "line 2: quantity is \"pressure\", expected acc or vel"),
    ("A,x,0,1,l,train,acc,,1\n", "line 2: gain is \"\", expected a number"),
    ("A,x,0\n", "line 2 has 3 fields, expected 9"),
  ])
  func whatCannotBeReadIsNamed(row: String, words: String) throws {
    try withFolder(["records.csv": Self.header + row]) { folder in
      do throws(EvaluationError) {
        _ = try Dataset(folder: folder)
        Issue.record("accepted")
      } catch {
        #expect(error.message == "\(folder)/records.csv: " + words)
      }
    }
  }

  @Test func aMissingColumnIsNamed() throws {
    try withFolder(["records.csv": "rec_id,quantity\nA,acc\n"]) { folder in
      do throws(EvaluationError) {
        _ = try Dataset(folder: folder)
        Issue.record("accepted")
      } catch {
        #expect(error.message == "\(folder)/records.csv: no column gain in the first line")
      }
    }
  }
}
