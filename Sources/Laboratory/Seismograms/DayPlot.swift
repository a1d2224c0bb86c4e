import Foundation
package import NoiseAnalysis
package import Plotting
package import SeismicTypes

/// A helicorder: a day of one channel, line below line, as paper on a drum showed it.
package struct DayPlot: Sendable {
  package struct Parameters: Sendable {
    /// What one line shows; a whole fraction of a day.
    package var minutesPerLine: Int
    /// The amplitude of one line spacing in counts; nil takes what nine in ten lines stay within.
    package var countsPerLine: Double?
    /// What a count is worth, for the scale's words: counts per unit and the unit.
    package var unit: (countsPerUnit: Double, name: String)?

    package init(
      minutesPerLine: Int, countsPerLine: Double? = nil,
      unit: (countsPerUnit: Double, name: String)? = nil
    ) {
      self.minutesPerLine = minutesPerLine
      self.countsPerLine = countsPerLine
      self.unit = unit
    }
  }

  /// The day's midnight in UTC.
  package let midnight: Timestamp
  /// The numbers of the first and the last line drawn, from midnight on.
  package let lineRange: ClosedRange<Int>
  package let countsPerLine: Double
  /// The samples of the day, and those after it, which are left out.
  package let sampleCount: Int
  package let laterSampleCount: Int
  private let lines: [[Point]]
  private let parameters: Parameters
  private let channelText: String

  private static let nanosecondsPerDay: Int64 = 86_400_000_000_000
  private static let lineHeight = 26.0

  /// Lays out the day on which a record begins.
  ///
  /// The median of each line is taken off, so that an offset does not move it; a gap stays white.
  ///
  /// - Parameters:
  ///   - record: The samples.
  ///   - channel: The position of the channel in the record.
  ///   - parameters: How it is drawn.
  package init(of record: NoiseRecord, channel: Int, _ parameters: Parameters) {
    self.parameters = parameters
    channelText = record.channelTexts[channel]
    let start = record.stretches.first?.startTime ?? Timestamp(nanoseconds: 0)
    let day = Int64(
      (Double(start.nanoseconds) / Double(Self.nanosecondsPerDay)).rounded(.down))
    midnight = Timestamp(nanoseconds: day * Self.nanosecondsPerDay)
    let lineSeconds = Double(parameters.minutesPerLine) * 60
    let lineCount = 1440 / parameters.minutesPerLine
    var lines = [[Point]](repeating: [], count: lineCount)
    var (inside, later) = (0, 0)
    for stretch in record.stretches {
      let offset = Double(stretch.startTime.nanoseconds - midnight.nanoseconds) / 1e9
      for (index, sample) in stretch.channels[channel].enumerated() {
        let seconds = offset + Double(index) / record.sampleRateHertz
        let line = Int((seconds / lineSeconds).rounded(.down))
        guard line < lineCount else {
          later += 1
          continue
        }
        if index == 0 { lines[line].append(Point(.nan, .nan)) }
        lines[line].append(Point(seconds - Double(line) * lineSeconds, Double(sample)))
        inside += 1
      }
    }
    (sampleCount, laterSampleCount) = (inside, later)
    for index in lines.indices { Self.removeMedian(&lines[index]) }
    let drawn = lines.indices.filter { !lines[$0].isEmpty }
    lineRange = (drawn.first ?? 0)...(drawn.last ?? 0)
    countsPerLine = parameters.countsPerLine ?? Self.usualPeak(lines)
    self.lines = lines
  }

  private static func removeMedian(_ points: inout [Point]) {
    let sorted = points.map(\.y).filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return }
    let median = sorted[sorted.count / 2]
    for index in points.indices { points[index].y -= median }
  }

  /// The peak that nine in ten lines stay below.
  private static func usualPeak(_ lines: [[Point]]) -> Double {
    let peaks = lines.compactMap { line in
      line.lazy.map { abs($0.y) }.filter(\.isFinite).max()
    }.sorted()
    guard !peaks.isEmpty else { return 1 }
    return max(peaks[min(peaks.count * 9 / 10, peaks.count - 1)], 1)
  }

  /// The figure: minutes across, hours down.
  package var figure: Figure {
    let names = lineRange.map { line in
      let minute = line * parameters.minutesPerLine
      return Axis.Tick(-Double(line), String(format: "%02d:%02d", minute / 60, minute % 60))
    }
    var panel = Panel(
      Axis(
        label: "start of the line (UTC)", from: -Double(lineRange.upperBound) - 1,
        to: -Double(lineRange.lowerBound) + 1, names: names))
    panel.height = Double(lineRange.count + 1) * Self.lineHeight
    panel.curves = lineRange.map { line in
      let points = lines[line].map {
        Point($0.x / 60, -Double(line) + min(max($0.y / countsPerLine, -1.5), 1.5))
      }
      return Panel.Curve(points, .hair)
    }
    let axis = Axis(
      label: "time in the line (min)", from: 0, to: Double(parameters.minutesPerLine))
    return Figure(
      title: "\(channelText)  \(midnight.iso8601.prefix(10))",
      subtitle: "one line spacing is \(scaleWords); larger swings are cut at one and a half",
      axis: axis, panels: [panel])
  }

  private var scaleWords: String {
    guard let unit = parameters.unit else { return String(format: "%.4g counts", countsPerLine) }
    return String(
      format: "%.4g %@ (%.4g counts)", countsPerLine / abs(unit.countsPerUnit), unit.name,
      countsPerLine)
  }
}
