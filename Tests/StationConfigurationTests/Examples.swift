import Foundation
import StationConfiguration
import Testing

/// A station file with nothing left out that is required and nothing more.
let smallStation = """
  {
    "schemaVersion": 1, "networkCode": "XX", "stationCode": "TEST", "locationCode": "00",
    "latitudeDegrees": 24.5, "longitudeDegrees": 121.25, "elevationMetres": 142,
    "mode": "operational", "board": "board.json",
    "keyFile": "/etc/firstbreak/station.key", "stateDirectory": "state"
  }
  """

/// A board file with one three-component source.
let smallBoard = """
  {
    "schemaVersion": 1, "board": "test", "sources": [{
      "name": "sensor", "driver": "iio", "device": "adxl355", "part": "ADXL355",
      "sampleRateHertz": 125, "channels": [
        { "code": "HNZ", "element": "accel_z", "azimuthDegrees": 0, "dipDegrees": -90, "fullScaleCounts": 524287,
          "sensitivityCountsPerMetrePerSecondSquared": 26104.7 },
        { "code": "HN1", "element": "accel_x", "azimuthDegrees": 30, "dipDegrees": 0, "fullScaleCounts": 524287,
          "sensitivityCountsPerMetrePerSecondSquared": 26104.7 },
        { "code": "HN2", "element": "accel_y", "azimuthDegrees": 120, "dipDegrees": 0, "fullScaleCounts": 524287,
          "sensitivityCountsPerMetrePerSecondSquared": 26104.7 }]
    }]
  }
  """

/// A calibration of the source of `smallBoard`.
let smallCalibration = """
  {
    "schemaVersion": 1, "part": "ADXL355", "serial": "A1", "date": "2026-03-01",
    "method": "six positions", "temperatureDegreesCelsius": 21.5,
    "channels": [{ "code": "HNZ", "sensitivityCountsPerMetrePerSecondSquared": 26000.5,
      "sensitivityUncertaintyPercent": 0.1, "offsetCounts": -120.5 }],
    "recordings": [{ "file": "up.mseed", "sha256":
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" }]
  }
  """

/// One change to a text, and the message it must bring.
struct Mistake: CustomTestStringConvertible, Sendable {
  var old: String
  var new: String
  var message: String

  var testDescription: String { new.isEmpty ? "without \(old)" : new }

  init(_ old: String, _ new: String, _ message: String) {
    self.old = old
    self.new = new
    self.message = message
  }

  func text(from original: String) -> ConfigurationBytes {
    precondition(original.contains(old), "the example has no \(old)")
    return source(original.replacing(old, with: new))
  }
}

func source(_ text: String, path: String = "test.json") -> ConfigurationBytes {
  ConfigurationBytes(path: path, bytes: Array(text.utf8))
}

/// The lines of the error that decoding brings; none when it succeeds.
func messages(of work: () throws(ConfigurationError) -> Void) -> [String] {
  do {
    try work()
    return []
  } catch {
    return error.problems.map(\.message)
  }
}

/// The package's own folder.
let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
