import Acquisition
import Alerting
import Foundation
import NoiseAnalysis
import Plotting
import Reporting
import SeismicTypes
import Seismograms

/// What the command line of `firstbreak plot section` asks for.
struct SectionRequest {
  private let inputs: [String]
  private let output: PictureFile
  private let filter: ChannelFilter
  private let events: [String]
  private let distances: [Double]?
  private let isJSON: Bool

  private static let farthestApartNanoseconds: Int64 = 3_600_000_000_000

  init(_ options: Options) throws {
    try options.refuse(
      ["minutes", "scale", "sensitivity", "quantity", "station", "source"], for: "section")
    (inputs, output) = try options.picturedFiles()
    filter = try options.channelFilter()
    events = options.all("events")
    guard events.isEmpty || events.count == inputs.count else {
      throw UsageError(
        message: "--events names \(events.count) files, expected \(inputs.count), one for each "
          + "record")
    }
    distances = try options.value("distances").map(Self.distances)
    if let distances, distances.count != inputs.count {
      throw UsageError(
        message: "--distances has \(distances.count) values, expected \(inputs.count), one for "
          + "each record")
    }
    isJSON = options.has("json")
  }

  private static func distances(_ words: String) throws -> [Double] {
    try words.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let distance = Double(word), (0...20_040).contains(distance) else {
        throw UsageError(message: "--distances holds \"\(word)\", expected kilometres")
      }
      return distance
    }
  }

  func draw() throws {
    var stations: [RecordSection.Station] = []
    for (index, input) in inputs.enumerated() {
      let record = try NoiseRecord(files: [input], filter: filter)
      stations.append(
        RecordSection.Station(
          record: record, events: events.isEmpty ? [] : try read(events[index]),
          distanceKilometres: distances?[index]))
    }
    try checkTogether(stations)
    try output.save(RecordSection(stations).figure)
    guard isJSON else { return }
    var line = JSONLine()
    line.add("type", word: "recordSection")
    line.add("records", Int64(stations.count))
    line.add("events", Int64(stations.reduce(0) { $0 + $1.events.count }))
    line.add("picks", Int64(stations.flatMap(\.events).compactMap(\.onset).count))
    line.add("alerts", Int64(stations.flatMap(\.events).flatMap(\.alerts).count))
    line.add("picture", text: output.path)
    try Output.line(line.text)
  }

  /// Records that begin far apart are not of one event, and would be dots on one axis.
  private func checkTogether(_ stations: [RecordSection.Station]) throws {
    let starts = stations.map { $0.record.stretches.first?.startTime.nanoseconds ?? 0 }
    guard let first = starts.min(), let last = starts.max(),
      let place = starts.firstIndex(of: last),
      last - first > Self.farthestApartNanoseconds
    else { return }
    throw WorkError(
      message: "\(inputs[place]): begins \((last - first) / 1_000_000_000) s after the earliest "
        + "record, expected records of one event, within an hour")
  }

  private func read(_ path: String) throws -> [SectionEvent] {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw WorkError(message: "\(path): cannot be read: \(error.localizedDescription)")
    }
    do {
      return try SectionEvent.read(text)
    } catch {
      throw WorkError(message: "\(path):\(error.line): \(error.message)")
    }
  }
}
