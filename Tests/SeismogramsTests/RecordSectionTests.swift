import Foundation
import NoiseAnalysis
import Plotting
import SeismicTypes
import Seismograms
import Testing

@Suite("A record section")
struct RecordSectionTests {
  private static let lines = """
    {"type":"pick","event":1,"onsetTime":1000000000,"sampleTime":2}
    {"type":"estimate","event":1,"onsetTime":1000000000,"windowLength":500,"sampleTime":3}

    {"type":"alert","event":1,"onsetTime":1000000000,"windowLength":3000,"sampleTime":4200000000,"level":3}
    {"type":"estimate","event":2,"onsetTime":9000000000,"windowLength":0,"sampleTime":3}
    {"type":"pick","event":3,"onsetTime":7000000000}
    {"type":"cancel","event":3}
    {"type":"summary","samples":3}
    """

  @Test("reads the lines of a replay")
  func events() throws {
    let events = try SectionEvent.read(Self.lines)
    #expect(events.count == 3)
    #expect(events[0].onset == Timestamp(nanoseconds: 1_000_000_000))
    #expect(events[0].windowEnd == Timestamp(nanoseconds: 4_000_000_000))
    #expect(
      events[0].alerts
        == [SectionEvent.Alert(time: Timestamp(nanoseconds: 4_200_000_000), level: 3)])
    #expect(events[1].onset == nil && events[1].windowEnd == nil)
    #expect(events[2].isCancelled)
    #expect(try SectionEvent.read("").isEmpty)
  }

  @Test(
    "refuses lines that are none, with their number",
    arguments: [
      ("{\"type\":\"summary\"}\nx", 2, "is not a JSON object"),
      ("[1]", 1, "is not a JSON object"),
      ("{}", 1, "\"type\" is missing"),
      ("{\"type\":3}", 1, "\"type\" is missing"),
      ("{\"type\":\"pick\"}", 1, "\"event\" is missing"),
      ("{\"type\":\"pick\",\"event\":\"1\"}", 1, "\"event\" is missing"),
      ("{\"type\":\"pick\",\"event\":1.5}", 1, "\"event\" is missing"),
      ("{\"type\":\"pick\",\"event\":1}", 1, "\"onsetTime\" is missing"),
      ("{\"type\":\"alert\",\"event\":1,\"onsetTime\":1}", 1, "\"windowLength\" is missing"),
      (
        "{\"type\":\"alert\",\"event\":1,\"onsetTime\":1,\"windowLength\":1}", 1,
        "\"sampleTime\" is missing"
      ),
    ])
  func malformed(text: String, line: Int, message: String) {
    let error = #expect(throws: SectionEvent.LineError.self) { try SectionEvent.read(text) }
    #expect(error?.line == line)
    #expect(error?.message.contains(message) == true)
  }

  @Test("survives numbers at the ends of their range")
  func extremes() throws {
    let events = try SectionEvent.read(
      """
      {"type":"pick","event":-9223372036854775808,"onsetTime":9223372036854775807}
      {"type":"alert","event":-9223372036854775808,"onsetTime":9223372036854775807,\
      "windowLength":9223372036854775807,"sampleTime":-9223372036854775808,"level":9}
      """)
    #expect(events.count == 1 && events[0].windowEnd == nil)
  }

  @Test("draws traces with picks, windows and alerts, each kind named once")
  func figure() throws {
    let record = dayRecord([(0, (0..<400).map { Int32($0 % 7) })])
    let start = record.stretches[0].startTime.nanoseconds
    var event = SectionEvent()
    event.onset = Timestamp(nanoseconds: start + 5_000_000_000)
    event.windowEnd = Timestamp(nanoseconds: start + 8_000_000_000)
    event.alerts = [
      SectionEvent.Alert(time: Timestamp(nanoseconds: start + 9_000_000_000), level: 4)
    ]
    let station = RecordSection.Station(record: record, events: [event])
    let panel = RecordSection([station, station]).figure.panels[0]
    let names = panel.curves.compactMap(\.name) + panel.scatters.compactMap(\.name)
    #expect(names == ["P onset", "window of the P wave used", "alert, with its level"])
    #expect(panel.scatters[0].points[0].x == 9)
    #expect(panel.notes.map(\.words).filter { $0 == "4" }.count == 2)
  }

  @Test("stands at its distances where they are known")
  func distances() {
    let record = dayRecord([(0, (0..<400).map { Int32($0 % 7) })])
    let stations = [12.0, 40].map {
      RecordSection.Station(record: record, events: [], distanceKilometres: $0)
    }
    let axis = RecordSection(stations).figure.panels[0].axis
    #expect(axis.label == "distance (km)")
    #expect(axis.writtenTicks.map(\.text).contains("20"))
    #expect(axis.fraction(of: -12) > axis.fraction(of: -40))
  }
}
