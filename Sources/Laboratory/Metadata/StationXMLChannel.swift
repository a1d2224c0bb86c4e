import Foundation
import StationConfiguration

/// One channel epoch of a StationXML file, as far as a station can use it.
package struct StationXMLChannel: Equatable, Sendable {
  package var networkCode: String
  package var stationCode: String
  package var locationCode: String
  package var channelCode: String
  /// As the file has them; nil is from ever, and lasting.
  package var startDate: String?
  package var endDate: String?
  package var latitudeDegrees: Double
  package var longitudeDegrees: Double
  package var elevationMetres: Double
  package var azimuthDegrees: Double?
  package var dipDegrees: Double?
  package var sampleRateHertz: Double?
  package var part: String?
  package var serial: String?
  package var response: StationXMLResponse

  /// `NET.STA.LOC.CHA`.
  package var text: String {
    [networkCode, stationCode, locationCode, channelCode].joined(separator: ".")
  }
}

/// Why a StationXML file cannot be used.
package enum StationXMLError: Error, Equatable {
  case notXML(XMLProblem)
  /// What is wrong at an element, and what was expected.
  case element(line: Int, message: String)
  /// No channel is meant; which there are.
  case noChannel(pattern: String, found: [String])
  /// Channels that are no sensor of one or three components.
  case notOneSensor(String)

  /// What is wrong, in a person's words; the caller puts the file's name before it.
  package var message: String {
    switch self {
    case .notXML(let problem): "\(problem.line): \(problem.message)"
    case .element(let line, let message): "\(line): \(message)"
    case .noChannel(let pattern, let found):
      " no channel \(pattern) at that time, there are "
        + (found.isEmpty ? "none" : found.prefix(20).joined(separator: ", "))
    case .notOneSensor(let message): " \(message)"
    }
  }
}

/// Finds channels in a StationXML file.
package struct StationXMLReader {
  private let root: XMLNode

  /// Opens a file's bytes.
  ///
  /// - Throws: `StationXMLError` where they are not FDSN StationXML.
  package init(_ bytes: [UInt8]) throws(StationXMLError) {
    do throws(XMLProblem) {
      root = try XMLReader.root(of: bytes)
    } catch {
      throw .notXML(error)
    }
    guard root.name == "FDSNStationXML" else {
      throw .element(
        line: root.line, message: "the root element is \(root.name), expected FDSNStationXML")
    }
  }

  /// The channels that fit a pattern at a time, one epoch of each: the one that holds then, or the
  /// last.
  ///
  /// - Parameters:
  ///   - pattern: `NET.STA.LOC.CHA` with `?` for a character and `*` for any number of them.
  ///   - time: An XML date or dateTime; nil takes the last epoch.
  /// - Returns: The channels in the order of the file, at least one.
  /// - Throws: `StationXMLError` where none fits, or one is described in a way that is not used here.
  package func channels(
    _ pattern: String, at time: String?
  ) throws(StationXMLError) -> [StationXMLChannel] {
    var found: [(text: String, start: String, nodes: (XMLNode, XMLNode, XMLNode))] = []
    var all: [String] = []
    for network in root.all("Network") {
      for station in network.all("Station") {
        for channel in station.all("Channel") {
          let text =
            [network, station].map { $0.attributes["code"] ?? "" }
            .joined(separator: ".") + "." + Self.location(channel) + "."
            + (channel.attributes["code"] ?? "")
          if !all.contains(text) { all.append(text) }
          let start = channel.attributes["startDate"] ?? ""
          guard Self.fits(text, pattern), Self.holds(channel, at: time) else { continue }
          found.append((text, start, (network, station, channel)))
        }
      }
    }
    var channels: [StationXMLChannel] = []
    for text in all {
      // XML's dates order as their texts do, as long as all are in UTC.
      let epochs = found.filter { $0.text == text }.sorted { $0.start < $1.start }
      guard let last = epochs.last else { continue }
      channels.append(try Self.channel(last.nodes.0, last.nodes.1, last.nodes.2))
    }
    guard !channels.isEmpty else { throw .noChannel(pattern: pattern, found: all) }
    return channels
  }

  private static func location(_ channel: XMLNode) -> String {
    let code = channel.attributes["locationCode"] ?? ""
    return code.allSatisfy { $0 == " " || $0 == "-" } ? "" : code
  }

  private static func holds(_ channel: XMLNode, at time: String?) -> Bool {
    guard let time else { return true }
    let start = channel.attributes["startDate"] ?? ""
    let end = channel.attributes["endDate"]
    return start <= time && (end.map { time < $0 } ?? true)
  }

  /// Whether a text fits a pattern of `?` and `*`.
  static func fits(_ text: String, _ pattern: String) -> Bool {
    let (text, pattern) = (Array(text.utf8), Array(pattern.utf8))
    // The patterns that fit a prefix of the text, by their length: quick for any number of stars.
    var reached: Set<Int> = [0]
    func grown(_ places: Set<Int>) -> Set<Int> {
      var all = places
      for place in places {
        var next = place
        while next < pattern.count, pattern[next] == UInt8(ascii: "*") {
          next += 1
          all.insert(next)
        }
      }
      return all
    }
    reached = grown(reached)
    for byte in text {
      var next: Set<Int> = []
      for place in reached where place < pattern.count {
        if pattern[place] == UInt8(ascii: "*") {
          next.insert(place)
        } else if pattern[place] == UInt8(ascii: "?") || pattern[place] == byte {
          next.insert(place + 1)
        }
      }
      reached = grown(next)
    }
    return reached.contains(pattern.count)
  }

  private static func channel(
    _ network: XMLNode, _ station: XMLNode, _ channel: XMLNode
  ) throws(StationXMLError) -> StationXMLChannel {
    let sensor = channel.child("Sensor")
    guard let response = channel.child("Response") else {
      throw .element(
        line: channel.line, message: "the channel has no Response, expected one")
    }
    return StationXMLChannel(
      networkCode: try network.identifier("code", network.attributes["code"] ?? ""),
      stationCode: try station.identifier("code", station.attributes["code"] ?? ""),
      locationCode: try channel.identifier("locationCode", location(channel), isOptional: true),
      channelCode: try channel.identifier("code", channel.attributes["code"] ?? ""),
      startDate: try channel.checkedDate("startDate"),
      endDate: channel.attributes["endDate"],
      latitudeDegrees: try station.number("Latitude", in: -90...90),
      longitudeDegrees: try station.number("Longitude", in: -180...180),
      elevationMetres: try station.number("Elevation", in: -12_000...10_000),
      azimuthDegrees: try channel.optionalNumber("Azimuth", in: 0...360),
      dipDegrees: try channel.optionalNumber("Dip", in: -90...90),
      sampleRateHertz: try channel.optionalNumber("SampleRate", in: 0...1e6),
      part: ["Model", "Type", "Description"].lazy.compactMap { sensor?.child($0)?.trimmedText }
        .first { !$0.isEmpty },
      serial: sensor?.child("SerialNumber").map(\.trimmedText).flatMap { $0.isEmpty ? nil : $0 },
      response: try StationXMLResponse(response))
  }
}

extension XMLNode {
  /// A code of the FDSN source identifier: files are named for it, so that no other character passes.
  fileprivate func identifier(
    _ attribute: String, _ code: String, isOptional: Bool = false
  ) throws(StationXMLError) -> String {
    guard code.wholeMatch(of: /[A-Za-z0-9-]{0,8}/) != nil, isOptional || !code.isEmpty else {
      throw .element(
        line: line,
        message: "\(name) has the \(attribute) \"\(code.prefix(40))\", expected 1 to 8 letters, "
          + "digits or dashes")
    }
    return code
  }

  /// An attribute that begins with a date, nil where there is none.
  fileprivate func checkedDate(_ attribute: String) throws(StationXMLError) -> String? {
    guard let text = attributes[attribute] else { return nil }
    guard text.prefixMatch(of: /\d{4}-\d{2}-\d{2}(?:T|Z|$)/) != nil else {
      throw .element(
        line: line,
        message: "\(name) has the \(attribute) \"\(text.prefix(40))\", expected YYYY-MM-DD or a "
          + "date and time")
    }
    return text
  }

  /// The number in a child, or nil where there is no such child.
  func optionalNumber(
    _ name: String, in range: ClosedRange<Double> = -1e300...1e300
  ) throws(StationXMLError) -> Double? {
    guard let child = child(name) else { return nil }
    guard let value = Double(child.trimmedText), range.contains(value) else {
      throw .element(
        line: child.line,
        message: "\(name) is \"\(child.trimmedText.prefix(40))\", expected a "
          + "number in \(range.lowerBound)...\(range.upperBound)")
    }
    return value
  }

  /// The number in a child that must be there.
  func number(
    _ name: String, in range: ClosedRange<Double> = -1e300...1e300
  ) throws(StationXMLError) -> Double {
    guard let value = try optionalNumber(name, in: range) else {
      throw .element(line: line, message: "\(self.name) has no \(name)")
    }
    return value
  }
}
