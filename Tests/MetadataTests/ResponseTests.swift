import Acquisition
import Foundation
import Metadata
import SeismicTypes
import StationConfiguration
import Testing

@Suite("A response")
struct ResponseTests {
  private static func channel(_ stages: [ResponseStage], frequency: Double?) -> ChannelDescription {
    var channel = ChannelDescription(
      code: "EHZ", component: .vertical, index: 0, azimuthDegrees: 0, dipDegrees: -90,
      fullScaleCounts: 1000, quantity: .velocity, sensitivityCountsPerUnit: 2.88e7)
    channel.responseStages = stages
    channel.sensitivityFrequencyHertz = frequency
    return channel
  }

  /// A geophone of 4.5 Hz and a damping of 0.7, behind it a low-pass of 100 Hz.
  private static var stages: [ResponseStage] {
    let omega = 2 * Double.pi * 4.5
    var geophone = ResponseStage(
      name: "geophone", inputUnit: "m/s", outputUnit: "V", gainOutputPerInput: 28.8)
    let (real, imaginary) = (-0.7 * omega, omega * (1 - 0.49).squareRoot())
    geophone.polesRadiansPerSecond = [
      ComplexNumber(real: real, imaginary: imaginary),
      ComplexNumber(real: real, imaginary: -imaginary),
    ]
    geophone.zerosRadiansPerSecond = [
      ComplexNumber(real: 0, imaginary: 0), ComplexNumber(real: 0, imaginary: 0),
    ]
    var filter = ResponseStage(
      name: "filter", inputUnit: "V", outputUnit: "count", gainOutputPerInput: 1e6)
    filter.polesRadiansPerSecond = [ComplexNumber(real: -200 * Double.pi, imaginary: 0)]
    return [geophone, filter]
  }

  @Test("has the gains of its flat parts")
  func flat() {
    let response = ChannelResponse(
      Self.channel(Self.stages, frequency: 20), sampleRateHertz: 200)
    // Between both corners; at the natural frequency the geophone gives 1/(2·0.7).
    #expect(abs(response.countsPerUnit(atHertz: 22) / 2.88e7 - 1) < 0.03)
    #expect(abs(response.countsPerUnit(atHertz: 4.5) / 2.88e7 - 1 / 1.4) < 0.002)
    #expect(abs(response.countsPerUnit(atHertz: 100) / 2.88e7 - 0.5.squareRoot()) < 0.002)
    #expect(response.referenceHertz == 20)
  }

  @Test("follows a measured sensitivity by its first stage")
  func calibrated() {
    var channel = Self.channel(Self.stages, frequency: nil)
    channel.sensitivityCountsPerUnit = -2.9e7
    let response = ChannelResponse(channel, sampleRateHertz: 200)
    #expect(abs(response.stages[0].gainOutputPerInput + 29) < 1e-9)
    #expect(response.referenceHertz == 40)
    let flat = ChannelResponse(Self.channel([], frequency: 0), sampleRateHertz: 100)
    #expect(flat.stages.count == 1 && flat.referenceHertz == 1)
  }

  @Test(
    "of a decimation adds up to 1 and delays as the station's stamps are corrected",
    arguments: [(8000, 200.0), (48_000, 100), (192_000, 20), (300, 100), (100, 100)])
  func decimation(capture: Int, rate: Double) throws {
    let sampleRate = try #require(SampleRate(hertz: rate))
    let decimation = try #require(
      Decimation(captureRateHertz: capture, sampleRate: sampleRate, inputBits: 24))
    let filters = decimation.filters(captureRateHertz: capture)
    #expect(filters.reduce(1) { $0 * $1.factor } == decimation.factor)
    for filter in filters { #expect(abs(filter.coefficients.reduce(0, +) - 1) < 1e-9) }
    let delay = filters.reduce(0) { $0 + $1.delaySeconds }
    let nanoseconds = Double(decimation.delayNanoseconds(captureRateHertz: capture))
    #expect(abs(delay * 1e9 - nanoseconds) < 2)
  }
}

@Suite("Epochs of metadata")
struct EpochTests {
  private static func calibration(_ date: String) -> CalibrationFile {
    CalibrationFile(part: "P", serial: "1", date: date, method: "m")
  }

  @Test("follow the calibrations, from the day of installation on")
  func epochs() {
    let two = ["2026-02-01", "2026-03-01"].map(Self.calibration)
    func dates(_ since: String?, _ calibrations: [CalibrationFile]) -> [[String?]] {
      MetadataEpoch.epochs(calibrations, since: since).map {
        [$0.start, $0.end, $0.calibration?.date]
      }
    }
    #expect(dates(nil, []) == [[nil, nil, nil]])
    #expect(dates("2026-01-01", []) == [["2026-01-01", nil, nil]])
    #expect(
      dates(nil, two)
        == [["2026-02-01", "2026-03-01", "2026-02-01"], ["2026-03-01", nil, "2026-03-01"]])
    #expect(dates("2026-01-01", two)[0] == ["2026-01-01", "2026-02-01", nil])
    #expect(
      dates("2026-02-10", two)
        == [["2026-02-10", "2026-03-01", "2026-02-01"], ["2026-03-01", nil, "2026-03-01"]])
    #expect(dates("2026-04-01", two) == [["2026-04-01", nil, "2026-03-01"]])
  }
}
