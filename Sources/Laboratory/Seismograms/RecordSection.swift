import Foundation
package import NoiseAnalysis
package import Plotting
import SeismicTypes

/// Traces of one or more stations under one another, with what the stations made of them: P onsets,
/// the windows that estimates rest on, alerts.
package struct RecordSection: Sendable {
  /// One station's record and events.
  package struct Station: Sendable {
    package var record: NoiseRecord
    package var events: [SectionEvent]
    /// From the source; nil puts the station in the order of its first onset.
    package var distanceKilometres: Double?

    package init(
      record: NoiseRecord, events: [SectionEvent], distanceKilometres: Double? = nil
    ) {
      self.record = record
      self.events = events
      self.distanceKilometres = distanceKilometres
    }
  }

  private struct Trace {
    var station: Station
    var channel: Int
    /// Where its line stands on the vertical axis.
    var place: Double
  }

  private let traces: [Trace]
  private let spacing: Double
  private let origin: Timestamp
  private let seconds: Double
  private let hasDistances: Bool

  /// Lays out a section.
  ///
  /// - Parameter stations: At least one; where all have distances, the traces stand at them.
  package init(_ stations: [Station]) {
    hasDistances = stations.allSatisfy { $0.distanceKilometres != nil }
    origin =
      stations.compactMap { $0.record.stretches.first?.startTime }.min()
      ?? Timestamp(nanoseconds: 0)
    let start = origin
    seconds =
      stations.compactMap { station in
        station.record.stretches.last.map {
          Double($0.startTime.nanoseconds - start.nanoseconds) / 1e9
            + Double($0.sampleCount) / station.record.sampleRateHertz
        }
      }.max() ?? 1
    traces = hasDistances ? Self.byDistance(stations) : Self.inOrder(stations)
    let places = traces.map(\.place).sorted()
    let steps = zip(places, places.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.sorted()
    spacing = steps.isEmpty ? 1 : steps[steps.count / 2]
  }

  /// All channels of every station, those of the earliest onset at the top.
  private static func inOrder(_ stations: [Station]) -> [Trace] {
    func key(_ station: Station) -> Int64 {
      (station.events.compactMap(\.onset).min() ?? Timestamp(nanoseconds: .max)).nanoseconds
    }
    var traces: [Trace] = []
    for station in stations.sorted(by: { key($0) < key($1) }) {
      for channel in station.record.channelTexts.indices {
        traces.append(
          Trace(station: station, channel: channel, place: -Double(traces.count)))
      }
    }
    return traces
  }

  /// The first channel of every station, which is the vertical where there is one, at its distance.
  private static func byDistance(_ stations: [Station]) -> [Trace] {
    stations.map { Trace(station: $0, channel: 0, place: -($0.distanceKilometres ?? 0)) }
  }

  /// The figure: time across; distance, or one trace below the other, down.
  package var figure: Figure {
    let places = traces.map(\.place)
    var panel = Panel(
      Axis(
        label: hasDistances ? "distance (km)" : "channel, each scaled to its own peak",
        from: (places.min() ?? 0) - spacing, to: (places.max() ?? 0) + spacing,
        names: hasDistances ? distanceNames : []))
    panel.height = min(max(Double(traces.count) * 110, 240), 1200)
    panel.legend = .topRight
    for trace in traces { add(trace, to: &panel) }
    nameLegend(of: &panel)
    let axis = Axis(label: "time since \(origin.iso8601) (s)", from: 0, to: seconds)
    return Figure(
      title: "Record section",
      subtitle: "traces in counts without their median, "
        + "scaled to their peaks", axis: axis, panels: [panel])
  }

  private var distanceNames: [Axis.Tick] {
    let places = traces.map(\.place)
    let down = Axis(label: "", from: -(places.max() ?? 0), to: -(places.min() ?? 0))
    return down.ticks.map { Axis.Tick(-$0, String(format: "%g", $0)) }
  }

  private func add(_ trace: Trace, to panel: inout Panel) {
    let (points, peak) = points(of: trace)
    panel.curves.append(Panel.Curve(points, .thin))
    let name = trace.station.record.channelTexts[trace.channel]
    panel.notes.append(
      Panel.Note(
        "\(name)  peak \(Axis.text(of: peak)) counts",
        at: Point(seconds * 0.01, trace.place + spacing * 0.36)))
    for event in trace.station.events { add(event, at: trace.place, to: &panel) }
  }

  /// The trace about its place, at most 0.45 of the spacing high, and its peak in counts.
  private func points(of trace: Trace) -> ([Point], Double) {
    let record = trace.station.record
    let sorted = record.stretches.flatMap { $0.channels[trace.channel] }.sorted()
    let median = sorted.isEmpty ? 0 : Double(sorted[sorted.count / 2])
    let peak = max(
      abs(Double(sorted.last ?? 0) - median), abs(Double(sorted.first ?? 0) - median), 1)
    var points: [Point] = []
    for stretch in record.stretches {
      let offset = Double(stretch.startTime.nanoseconds - origin.nanoseconds) / 1e9
      points.append(Point(.nan, .nan))
      for (index, sample) in stretch.channels[trace.channel].enumerated() {
        let height = (Double(sample) - median) / peak * 0.45 * spacing
        points.append(
          Point(offset + Double(index) / record.sampleRateHertz, trace.place + height))
      }
    }
    return (points, peak)
  }

  private func add(_ event: SectionEvent, at place: Double, to panel: inout Panel) {
    let low = place - 0.42 * spacing
    if let onset = event.onset {
      let x = seconds(to: onset)
      panel.curves.append(
        Panel.Curve(
          [Point(x, low), Point(x, place + 0.42 * spacing)],
          event.isCancelled ? .dotted : .dashed))
      if let end = event.windowEnd {
        panel.curves.append(
          Panel.Curve([Point(x, low), Point(seconds(to: end), low)], .thick))
      }
    }
    for alert in event.alerts {
      panel.scatters.append(
        Panel.Scatter([Point(seconds(to: alert.time), low)], .triangle))
      panel.notes.append(
        Panel.Note("\(alert.level)", at: Point(seconds(to: alert.time), low + 0.07 * spacing)))
    }
  }

  /// The legend names the first of each kind that is there.
  private func nameLegend(of panel: inout Panel) {
    let kinds: [(LineStyle, String)] = [
      (.dashed, "P onset"), (.dotted, "P onset, cancelled"), (.thick, "window of the P wave used"),
    ]
    for (style, name) in kinds {
      if let index = panel.curves.firstIndex(where: { $0.style == style }) {
        panel.curves[index].name = name
      }
    }
    if !panel.scatters.isEmpty { panel.scatters[0].name = "alert, with its level" }
  }

  private func seconds(to time: Timestamp) -> Double {
    Double(time.nanoseconds - origin.nanoseconds) / 1e9
  }
}
