import CSodium
import Foundation
import SeismicTypes
import StationConfiguration

/// The beginning of a station from an instrument's StationXML: a board file, a calibration file and what
/// to write into the station file.
package struct StationXMLImport: Sendable {
  /// What `board check` accepts: the instrument's recordings with its response.
  package let boardText: String
  package let boardName: String
  /// `<part>/<serial>-<date>.json` below a folder of calibrations.
  package let calibrationPath: String
  package let calibrationText: String
  /// The station file's lines.
  package let stationLines: [String]

  /// Makes the files of one sensor.
  ///
  /// - Parameters:
  ///   - channels: The vertical, or three components of one sensor.
  ///   - fileName: The StationXML file.
  ///   - bytes: What was in it.
  ///   - given: The instrument's serial number in place of the file's.
  /// - Throws: `StationXMLError` where the channels are no sensor that a station can use.
  package init(
    _ channels: [StationXMLChannel], fileName: String, bytes: [UInt8], serial given: String?
  ) throws(StationXMLError) {
    let sorted = try Self.sorted(channels)
    let first = sorted[0]
    boardName = [first.networkCode, first.stationCode, first.locationCode]
      .filter { !$0.isEmpty }.joined(separator: "-").lowercased()
    let part = String((first.part ?? "imported").prefix(60))
    let serial = String((given ?? first.serial ?? first.text).prefix(60))
    let date = String((first.startDate ?? "1970-01-01").prefix(10))
    boardText = Self.board(sorted, name: boardName, part: part, fileName)
    calibrationPath = "\(Self.folderName(part))/\(Self.folderName(serial))-\(date).json"
    calibrationText = Self.calibration(
      sorted, part: part, serial: serial, date: date, fileName, Self.sha256(of: bytes))
    stationLines = [
      "\"latitudeDegrees\": \(first.latitudeDegrees),",
      "\"longitudeDegrees\": \(first.longitudeDegrees),",
      "\"elevationMetres\": \(first.elevationMetres),",
      "\"instruments\": [{ \"source\": \"recording\", \"serial\": \(Self.quoted(serial)) }],",
    ]
  }

  /// The components in the order vertical, north, east, if they are one sensor's.
  private static func sorted(
    _ channels: [StationXMLChannel]
  ) throws(StationXMLError) -> [StationXMLChannel] {
    var sorted: [StationXMLChannel] = []
    for component in [ChannelComponent.vertical, .north, .east] {
      let fitting = channels.filter { ChannelComponent(channelCode: $0.channelCode) == component }
      guard fitting.count < 2 else {
        throw .notOneSensor(
          "channels \(fitting.map(\.text).joined(separator: ", ")) are one component, expected one "
            + "of them: choose it with --channel")
      }
      sorted += fitting
    }
    let codes = channels.map(\.text).joined(separator: ", ")
    guard sorted.count == channels.count, sorted.count == 1 || sorted.count == 3,
      let vertical = sorted.first, ChannelComponent(channelCode: vertical.channelCode) == .vertical
    else {
      throw .notOneSensor("channels \(codes) expected a vertical one, or it and both horizontals")
    }
    for channel in sorted {
      guard channel.stationCode == vertical.stationCode,
        channel.locationCode == vertical.locationCode,
        channel.response.quantity == vertical.response.quantity
      else { throw .notOneSensor("channels \(codes) are of several sensors, expected one's") }
      guard channel.azimuthDegrees != nil, channel.dipDegrees != nil else {
        throw .notOneSensor("channel \(channel.text) has no Azimuth or no Dip, expected both")
      }
    }
    return sorted
  }

  private static func board(
    _ channels: [StationXMLChannel], name: String, part: String, _ fileName: String
  ) -> String {
    let description =
      "\(channels.map(\.text).joined(separator: ", ")) as \(fileName) describes them, from "
      + "recordings. No rail is known: fullScaleCounts stands for none."
    let list = channels.map(channel).joined(separator: ",\n")
    return """
      {
        "schemaVersion": 1,
        "board": \(quoted(name)),
        "description": \(quoted(description)),
        "sources": [
          {
            "name": "recording",
            "driver": "miniseed",
            "files": [],
            "part": \(quoted(part)),
            "samplesPerBlock": 16,
            "channels": [
      \(list)
            ]
          }
        ]
      }

      """
  }

  private static func sensitivity(_ channel: StationXMLChannel) -> String {
    let key =
      channel.response.quantity == .velocity
      ? "sensitivityCountsPerMetrePerSecond" : "sensitivityCountsPerMetrePerSecondSquared"
    return "\"\(key)\": \(channel.response.flatCountsPerUnit)"
  }

  private static func channel(_ channel: StationXMLChannel) -> String {
    let stages = channel.response.stages.map(stage).joined(separator: ",\n")
    return """
              {
                "code": \(quoted(channel.channelCode)),
                "azimuthDegrees": \(channel.azimuthDegrees ?? 0),
                "dipDegrees": \(channel.dipDegrees ?? 0),
                "fullScaleCounts": 2147483647,
                \(sensitivity(channel)),
                "sensitivityFrequencyHertz": \(channel.response.referenceHertz),
                "responseStages": [\(stages.isEmpty ? "" : "\n" + stages + "\n          ")]
              }
      """
  }

  private static func stage(_ stage: ResponseStage) -> String {
    """
                {
                  "name": \(quoted(stage.name)),
                  "inputUnit": \(quoted(stage.inputUnit)),
                  "outputUnit": \(quoted(stage.outputUnit)),
                  "gainOutputPerInput": \(stage.gainOutputPerInput),
                  "polesRadiansPerSecond": [\(roots(stage.polesRadiansPerSecond))],
                  "zerosRadiansPerSecond": [\(roots(stage.zerosRadiansPerSecond))]
                }
    """
  }

  private static func roots(_ roots: [ComplexNumber]) -> String {
    roots.map { "[\($0.real), \($0.imaginary)]" }.joined(separator: ", ")
  }

  private static func calibration(
    _ channels: [StationXMLChannel], part: String, serial: String, date: String,
    _ fileName: String, _ sha256: String
  ) -> String {
    let list = channels.map { channel in
      "    { \"code\": \(quoted(channel.channelCode)), \(sensitivity(channel)) }"
    }
    return """
      {
        "schemaVersion": 1,
        "part": \(quoted(part)),
        "serial": \(quoted(serial)),
        "date": "\(date)",
        "method": "imported from FDSN StationXML",
        "channels": [
      \(list.joined(separator: ",\n"))
        ],
        "recordings": [
          { "file": \(quoted(fileName)), "sha256": "\(sha256)" }
        ]
      }

      """
  }

  /// A name without what a path would take for something else.
  private static func folderName(_ name: String) -> String {
    String(
      name.unicodeScalars.map { scalar in
        let isPlain =
          scalar.isASCII
          && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "-._".unicodeScalars.contains(scalar))
        return isPlain && scalar != "." ? Character(scalar) : "-"
      })
  }

  private static func sha256(of bytes: [UInt8]) -> String {
    var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    // The output is as long as the function writes, the input as long as stated.
    _ = unsafe crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
    return hash.map { String(format: "%02x", $0) }.joined()
  }

  private static func quoted(_ text: String) -> String {
    let options: JSONSerialization.WritingOptions = [.fragmentsAllowed, .withoutEscapingSlashes]
    let data = try? JSONSerialization.data(withJSONObject: text, options: options)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
