import Foundation
import Metadata
import SeismicTypes
import StationConfiguration
import Testing

@Suite("Reading StationXML")
struct StationXMLReaderTests {
  /// A channel of a broadband sensor: 1500 V/(m/s) above 1/120 Hz, 400,000 counts a volt.
  static func channel(
    _ code: String, start: String = "2020-01-01T00:00:00Z", end: String? = nil,
    response: String = response
  ) -> String {
    """
    <Channel code="\(code)" locationCode="00" startDate="\(start)"\
    \(end.map { " endDate=\"\($0)\"" } ?? "")>
    <Azimuth>\(code.hasSuffix("E") ? 90 : 0)</Azimuth><Dip>\(code.hasSuffix("Z") ? -90 : 0)</Dip>
    <SampleRate>100</SampleRate>
    <Sensor><Model>Broad/band 1</Model><SerialNumber>77</SerialNumber></Sensor>\(response)</Channel>
    """
  }

  static let response = """
    <Response><InstrumentSensitivity><Value>6.0E8</Value><Frequency>1</Frequency>
    <InputUnits><Name>M/S</Name></InputUnits><OutputUnits><Name>COUNTS</Name></OutputUnits>
    </InstrumentSensitivity>
    <Stage number="1"><PolesZeros><PzTransferFunctionType>LAPLACE (HERTZ)</PzTransferFunctionType>
    <NormalizationFactor>1</NormalizationFactor><NormalizationFrequency>1</NormalizationFrequency>
    <Zero><Real>0</Real><Imaginary>0</Imaginary></Zero><Zero><Real>0</Real><Imaginary>0</Imaginary></Zero>
    <Pole><Real>-0.00589</Real><Imaginary>0.00589</Imaginary></Pole>
    <Pole><Real>-0.00589</Real><Imaginary>-0.00589</Imaginary></Pole></PolesZeros>
    <StageGain><Value>1500</Value><Frequency>1</Frequency></StageGain></Stage>
    <Stage number="2"><StageGain><Value>400000</Value><Frequency>1</Frequency></StageGain></Stage>
    </Response>
    """

  static func file(_ channels: [String]) -> [UInt8] {
    Array(
      """
      <FDSNStationXML xmlns="http://www.fdsn.org/xml/station/1" schemaVersion="1.1">
      <Network code="IU"><Station code="ANMO"><Latitude>34.9</Latitude>
      <Longitude>-106.5</Longitude><Elevation>1820</Elevation>
      \(channels.joined())</Station></Network></FDSNStationXML>
      """.utf8)
  }

  static let three = file(["HHZ", "HHN", "HHE"].map { channel($0) })

  @Test("finds the channels of a pattern, and their response")
  func reads() throws {
    let channels = try StationXMLReader(Self.three).channels("IU.ANMO.00.HH?", at: nil)
    #expect(channels.map(\.text) == ["HHZ", "HHN", "HHE"].map { "IU.ANMO.00." + $0 })
    let response = channels[0].response
    #expect(response.quantity == .velocity)
    #expect(abs(response.flatCountsPerUnit / 6e8 - 1) < 1e-4)
    #expect(abs(response.stages[0].polesRadiansPerSecond[0].real + 0.037008) < 1e-6)
    #expect(response.stages.map(\.inputUnit) == ["m/s", "V"])
  }

  @Test("chooses the epoch that holds at a time, or the last")
  func epochs() throws {
    let bytes = Self.file([
      Self.channel("HHZ", start: "2021-01-01T00:00:00Z"),
      Self.channel("HHZ", start: "2010-01-01T00:00:00Z", end: "2021-01-01T00:00:00Z"),
    ])
    let reader = try StationXMLReader(bytes)
    #expect(try reader.channels("*Z", at: nil)[0].endDate == nil)
    #expect(try reader.channels("*Z", at: "2015-06-01")[0].endDate == "2021-01-01T00:00:00Z")
    #expect(throws: StationXMLError.noChannel(pattern: "*Z", found: ["IU.ANMO.00.HHZ"])) {
      try reader.channels("*Z", at: "2001-01-01")
    }
  }

  /// Changes of a good file, and what must be said of them.
  static let wrong: [(String, String, String)] = [
    ("FDSNStationXML", "Inventory", "expected FDSNStationXML"),
    ("M/S</Name>", "PA</Name>", "InputUnits is \"PA\", expected m/s**2 or m/s"),
    ("COUNTS", "V", "OutputUnits is \"V\", expected count"),
    ("6.0E8", "x", "Value is \"x\", expected a number"),
    ("6.0E8", "0", "Value is 0"),
    ("code=\"ANMO\"", "code=\"A/../../../ESC\"", "expected 1 to 8 letters, digits or dashes"),
    ("2020-01-01T00:00:00Z", "../../2020", "expected YYYY-MM-DD"),
    ("6.0E8", "7.0E8", "expected InstrumentSensitivity 700000000.0 within 5 %"),
    ("6.0E8", "nan", "Value is \"nan\""),
    ("<Value>1500", "<Value>0", "Value of StageGain is 0"),
    ("LAPLACE (HERTZ)", "LAPLACE", "expected LAPLACE (RADIANS/SECOND)"),
    ("LAPLACE (HERTZ)", "DIGITAL (Z-TRANSFORM)", "no Decimation tells at which rate"),
    ("<Real>-0.00589", "<Real>0.00589", "Real of a Pole is 0.00589, expected none above 0"),
    ("<Latitude>34.9</Latitude>", "", "Station has no Latitude"),
    ("<Latitude>34.9", "<Latitude>134.9", "Latitude is \"134.9\""),
    ("<Value>1500</Value><Frequency>1<", "<Value>1500</Value><Frequency>0<", "leave nothing"),
    ("<StageGain><Value>400000</Value><Frequency>1</Frequency></StageGain>", "", "no StageGain"),
    ("<Stage number=\"2\">", "<Stage number=\"2\"><Polynomial/>", "Stage is a Polynomial"),
    ("InstrumentSensitivity>", "InstrumentPolynomial>", "has no InstrumentSensitivity"),
  ]

  @Test("refuses what a station cannot use, with the line and what was expected", arguments: wrong)
  func refuses(old: String, new: String, message: String) {
    let text = String(decoding: Self.file([Self.channel("HHZ")]), as: UTF8.self)
      .replacingOccurrences(of: old, with: new)
    let error = #expect(throws: StationXMLError.self) {
      try StationXMLReader(Array(text.utf8)).channels("*", at: nil)
    }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  /// The second stage: a digital high-pass at 0.01 Hz against drift, at 100 samples a second.
  private static func digital(pole: Double, zero: Double = 1) -> String {
    """
    <Stage number="2"><PolesZeros>
    <PzTransferFunctionType>DIGITAL (Z-TRANSFORM)</PzTransferFunctionType>
    <Zero><Real>\(zero)</Real><Imaginary>0</Imaginary></Zero>
    <Pole><Real>\(pole)</Real><Imaginary>0</Imaginary></Pole></PolesZeros>
    <Decimation><InputSampleRate>100</InputSampleRate><Factor>1</Factor></Decimation>
    """
  }

  @Test("takes a digital high-pass for the analogue one that it is far below the rate")
  func digitalPoles() throws {
    func read(_ stage: String) throws -> StationXMLResponse {
      let text = String(decoding: Self.file([Self.channel("HHZ")]), as: UTF8.self)
        .replacingOccurrences(of: "<Stage number=\"2\">", with: stage)
      return try StationXMLReader(Array(text.utf8)).channels("*", at: nil)[0].response
    }
    let response = try read(Self.digital(pole: exp(-0.01 * 2 * .pi / 100)))
    #expect(response.stages.count == 3)
    #expect(abs(response.stages[1].polesRadiansPerSecond[0].real + 0.01 * 2 * .pi) < 1e-12)
    #expect(response.stages[1].zerosRadiansPerSecond == [ComplexNumber(real: 0, imaginary: 0)])
    #expect(abs(response.flatCountsPerUnit / 6e8 - 1) < 1e-3)
    let after = Self.digital(pole: exp(-0.01 * 2 * .pi / 100))
      .replacingOccurrences(of: "<Factor>1<", with: "<Factor>4<")
      .replacingOccurrences(of: "number=\"2\"", with: "number=\"3\"")
    let bare = after.replacingOccurrences(
      of: #"<Decimation>.*</Decimation>"#, with: "", options: .regularExpression)
    let chain = after + "<StageGain><Value>1</Value><Frequency>1</Frequency></StageGain></Stage>"
    #expect(
      abs(try read(chain + bare).stages[2].polesRadiansPerSecond[0].real + 0.005 * .pi) < 1e-9)
    // Roots near half the rate are those of a filter against aliases; a zero at 0 is a delay.
    #expect(try read(Self.digital(pole: -0.5, zero: 0)).stages.count == 2)
    #expect(throws: StationXMLError.self) { try read(Self.digital(pole: 1.01)) }
  }

  @Test("makes a board and a calibration that a station takes, and nothing of half a sensor")
  func imports() throws {
    let channels = try StationXMLReader(Self.three).channels("*", at: nil)
    let imported = try StationXMLImport(
      channels, fileName: "anmo.xml", bytes: Self.three, serial: nil)
    let board = try BoardFile(
      decoding: ConfigurationBytes(path: "b", bytes: Array(imported.boardText.utf8)))
    #expect(board.sources[0].channels.map(\.code) == ["HHZ", "HHN", "HHE"])
    #expect(board.sources[0].channels[0].responseStages.count == 2)
    #expect(imported.calibrationPath == "Broad-band-1/77-2020-01-01.json")
    let calibration = try CalibrationFile(
      decoding: ConfigurationBytes(path: "c", bytes: Array(imported.calibrationText.utf8)))
    #expect(calibration.serial == "77" && calibration.recordings[0].file == "anmo.xml")
    for part in [Array(channels[..<2]), Array(channels[1...]), channels + [channels[0]]] {
      #expect(throws: StationXMLError.self) {
        try StationXMLImport(part, fileName: "anmo.xml", bytes: [], serial: nil)
      }
    }
  }
}
