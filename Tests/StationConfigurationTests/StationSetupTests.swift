import Foundation
import StationConfiguration
import Testing

@Suite("A station with everything it points to")
final class StationSetupTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "firstbreak-\(UUID().uuidString)")
  private let station: String

  init() throws {
    station = smallStation.replacing(
      "\"mode\"",
      with: """
        "instruments": [{ "source": "sensor", "serial": "A1" }],
        "calibrations": ["A1.json"], "mode"
        """)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(station, "station.json")
    try write(smallBoard, "board.json")
    try write(smallCalibration, "A1.json")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ text: String, _ name: String, mode: Int = 0o644) throws {
    let path = folder.appending(path: name).path
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  private func read() throws(ConfigurationError) -> StationSetup {
    try StationSetup(readingFrom: folder.appending(path: "station.json").path)
  }

  private func problems() -> [String] {
    messages { () throws(ConfigurationError) in _ = try read() }
      .map { $0.replacing(folder.path + "/", with: "") }
  }

  @Test("has the measured values of its own instrument in place of the board's")
  func calibrated() throws {
    let setup = try read()
    let channels = setup.board.sources[0].channels
    #expect(channels[0].sensitivityCountsPerUnit == 26000.5)
    #expect(channels[0].offsetCounts == -120.5)
    #expect(channels[1].sensitivityCountsPerUnit == 26104.7)
    #expect(setup.calibrations[0].date == "2026-03-01")
    #expect(setup.configurationBytes == Array((station + smallBoard).utf8))
    #expect(setup.calibrationBytes == Array(smallCalibration.utf8))
  }

  @Test("refuses a calibration of another instrument")
  func otherInstrument() throws {
    try write(smallCalibration.replacing("\"A1\"", with: "\"A2\""), "A1.json")
    #expect(
      problems() == [
        "station.json: calibrations[0] is of \"ADXL355 A2\", expected a part of the board and a "
          + "serial number listed in instruments"
      ])
  }

  @Test("refuses a calibration of a channel the board has not got")
  func otherChannel() throws {
    try write(smallCalibration.replacing("HNZ", with: "ENZ"), "A1.json")
    #expect(
      problems() == [
        "A1.json: channels[0].code is \"ENZ\", expected a channel of the board that measures the "
          + "same quantity"
      ])
  }

  @Test("refuses an instrument of a source the board has not got")
  func otherSource() throws {
    try write(station.replacing("\"sensor\"", with: "\"probe\""), "station.json")
    #expect(
      problems().first
        == "station.json: instruments[0].source is \"probe\", expected the name of a source of the "
        + "board")
  }

  @Test("names the problems of all its files at once")
  func severalFiles() throws {
    try write(smallBoard.replacing("125", with: "1"), "board.json")
    try write(smallCalibration.replacing("03-01", with: "13-01"), "A1.json")
    #expect(
      problems() == [
        "board.json: sources[0].sampleRateHertz is 1, expected a number in 20...1000",
        "A1.json: date is \"2026-13-01\", expected a day, YYYY-MM-DD",
      ])
  }

  @Test("refuses a file that group or others may write", arguments: [0o664, 0o646, 0o622])
  func writableByOthers(mode: Int) throws {
    try write(smallBoard, "board.json", mode: mode)
    #expect(
      problems() == [
        "board.json: group or others may write it (mode \(String(mode, radix: 8))), "
          + "expected go-w (chmod go-w)"
      ])
  }

  @Test("says which file is not there")
  func missing() throws {
    try FileManager.default.removeItem(at: folder.appending(path: "board.json"))
    #expect(problems() == ["board.json: cannot be read: No such file or directory"])
  }

  @Test("refuses a folder, a pipe and a file of more than 256 KiB without reading on")
  func unreadable() throws {
    let board = folder.appending(path: "board.json")
    try write(String(repeating: " ", count: 256 * 1024 + 1), "board.json")
    #expect(problems() == ["board.json: cannot be read: File too large"])
    try FileManager.default.removeItem(at: board)
    try FileManager.default.createDirectory(at: board, withIntermediateDirectories: false)
    #expect(problems() == ["board.json: cannot be read: Is a directory"])
    try FileManager.default.removeItem(at: board)
    #expect(unsafe mkfifo(board.path, 0o600) == 0)
    #expect(problems() == ["board.json: cannot be read: Invalid argument"])
  }

  @Test("takes a file of exactly 256 KiB")
  func largest() throws {
    let padding = String(repeating: " ", count: 256 * 1024 - smallBoard.utf8.count)
    try write(smallBoard + padding, "board.json")
    #expect(problems().isEmpty)
  }
}
