import Metadata
import NoiseAnalysis
import Replaying
import SeismicTypes
import StationConfiguration

/// What a count is worth: as a station's files have it, or as the command line says.
struct NoiseCalibration {
  private let source: SourceDescription?
  private let sensitivities: [RecordingOverrides.ForChannel<Double>]
  private let quantities: [RecordingOverrides.ForChannel<Quantity>]
  private let isOneForEachSensor: Bool

  /// Reads the options; `sensorCount` is the number of sensors side by side.
  init(_ options: Options, sensorCount: Int?) throws {
    sensitivities = try options.all("sensitivity").map(ReplayRequest.sensitivity)
    quantities = try options.all("quantity").map(ReplayRequest.quantity)
    guard quantities.isEmpty || !sensitivities.isEmpty else {
      throw UsageError(message: "--quantity needs --sensitivity, the counts per unit")
    }
    isOneForEachSensor = sensorCount != nil && sensitivities.count > 1
    if let sensorCount, isOneForEachSensor {
      guard sensitivities.count == sensorCount, sensitivities.allSatisfy({ $0.code == nil }) else {
        throw UsageError(
          message: "--sensitivity is given \(sensitivities.count) times, expected one value for all"
            + " sensors or one for each, without a channel's code")
      }
    }
    let name = try options.value("source")
    guard let station = try options.value("station") else {
      guard name == nil else { throw UsageError(message: "--source needs --station") }
      guard !sensitivities.isEmpty else {
        throw UsageError(message: "--sensitivity or --station is missing: what a count is worth")
      }
      source = nil
      return
    }
    let board = try StationSetup(readingFrom: station).board
    source = try board.sources.first { name == nil || $0.name == name }
      .orThrow(
        WorkError(
          message: "\(station): its board has the sources "
            + board.sources.map(\.name).joined(separator: ", ") + ", not \(name ?? "any")"))
  }

  /// The response of a recording's channel, of a sensor in the order of the files.
  func response(
    of code: String, sampleRateHertz: Double, sensor: Int = 0
  ) throws -> AccelerationResponse {
    let given = sensitivity(of: code, sensor: sensor)
    if let given {
      let isVelocity = try quantity(of: code) == .velocity
      return AccelerationResponse(measuresVelocity: isVelocity) { _ in given }
    }
    let response = ChannelResponse(try channel(of: code), sampleRateHertz: sampleRateHertz)
    return AccelerationResponse(measuresVelocity: response.quantity == .velocity) {
      response.countsPerUnit(atHertz: $0)
    }
  }

  /// Counts per m/s² or m/s of a recording's channel.
  func sensitivity(of code: String) throws -> (countsPerUnit: Double, isVelocity: Bool) {
    if let given = sensitivity(of: code, sensor: 0) {
      return (given, try quantity(of: code) == .velocity)
    }
    let channel = try channel(of: code)
    return (channel.sensitivityCountsPerUnit, channel.quantity == .velocity)
  }

  /// The board's channel for the component that a code stands for.
  private func channel(of code: String) throws -> ChannelDescription {
    let component = ChannelComponent(channelCode: code)
    guard let channel = source?.channels.first(where: { $0.component == component }) else {
      throw WorkError(
        message: "channel \(code): has no sensitivity, expected --sensitivity \(code)=…")
    }
    return channel
  }

  private func sensitivity(of code: String, sensor: Int) -> Double? {
    if isOneForEachSensor { return sensitivities[sensor].value }
    return (sensitivities.last { $0.code == code } ?? sensitivities.last { $0.code == nil })?.value
  }

  /// The quantity given, else what the FDSN instrument letter names.
  private func quantity(of code: String) throws -> Quantity {
    let given = quantities.last { $0.code == code } ?? quantities.last { $0.code == nil }
    if let given { return given.value }
    let letters = Array(code)
    switch letters.count == 3 ? letters[1] : " " {
    case "N": return .acceleration
    case "H", "L", "P": return .velocity
    default:
      throw WorkError(
        message: "channel \(code): its code does not tell what it measures, expected --quantity")
    }
  }
}

extension Optional {
  /// The value, or the error where there is none.
  fileprivate func orThrow(_ error: some Error) throws -> Wrapped {
    guard let self else { throw error }
    return self
  }
}
