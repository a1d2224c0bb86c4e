import Alerting
import SeismicTypes
import StationConfiguration
import StationRuntime
import Testing

/// Records the project may ship, with what is needed to replay them.
enum ShippedRecord {
  /// M 7.2 at 66 km on an ADXL355: 30.0585 Hz, 0.001 cm/s² a count.
  case openEEW
  /// M 6.4 at 9 km: 100 Hz, 0.00046745108 cm/s² a count.
  case ferndale

  var fileName: String {
    switch self {
    case .openEEW: "06_openeew_M7.2_MEMS.mseed"
    case .ferndale: "08_ferndale_M6.4_KCT_HN_ok.mseed"
    }
  }

  var countsPerMetrePerSecondSquared: Double {
    switch self {
    case .openEEW: 100 / 0.001
    case .ferndale: 100 / 0.00046745108
    }
  }

  /// A replay of the record.
  func replay(samplesPerBlock: Int) throws -> StationReplay {
    try StationReplay(StationPlan(setup()), samplesPerBlock: samplesPerBlock)
  }

  /// The station file of `Tests/Fixtures/stations/linear.json` with this record and its sensitivity.
  func setup() throws -> StationSetup {
    let root = String(#filePath.split(separator: "/").dropLast(3).joined(separator: "/"))
    var setup = try StationSetup(readingFrom: "/" + root + "/Tests/Fixtures/stations/linear.json")
    guard case .miniseed(var settings) = setup.board.sources[0].driver else {
      throw FixtureError.notARecording
    }
    settings.files = ["/" + root + "/Tests/Fixtures/records/" + fileName]
    setup.board.sources[0].driver = .miniseed(settings)
    for index in setup.board.sources[0].channels.indices {
      setup.board.sources[0].channels[index].sensitivityCountsPerUnit =
        countsPerMetrePerSecondSquared
    }
    return setup
  }

  /// Every message of the record, in order.
  func messages(samplesPerBlock: Int) throws -> [AlertMessage] {
    let replay = try replay(samplesPerBlock: samplesPerBlock)
    var messages: [AlertMessage] = []
    var goesOn = true
    while goesOn {
      goesOn = replay.step() != nil
      while let message = replay.takeMessage() { messages.append(message) }
    }
    return messages
  }
}

enum FixtureError: Error { case notARecording }

extension ShippedRecord {
  /// Every message as its JSON line; nothing in them depends on the clock before they are stamped.
  func lines(samplesPerBlock: Int) throws -> [String] {
    try messages(samplesPerBlock: samplesPerBlock).map { $0.jsonLine }
  }
}
