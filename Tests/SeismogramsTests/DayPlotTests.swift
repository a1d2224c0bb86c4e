import Foundation
import NoiseAnalysis
import Plotting
import SeismicTypes
import Seismograms
import Testing

/// A record of one channel whose stretches begin at hours of 2026-03-01.
func dayRecord(_ stretches: [(hour: Double, samples: [Int32])]) -> NoiseRecord {
  let midnight: Int64 = 1_772_323_200_000_000_000
  return NoiseRecord(
    channelTexts: ["XX.T.00.HNZ"], channelCodes: ["HNZ"],
    sampleRate: SampleRate(microhertz: 20_000_000),
    stretches: stretches.map {
      NoiseRecord.Stretch(
        startTime: Timestamp(nanoseconds: midnight + Int64($0.hour * 3600e9)),
        channels: [$0.samples])
    })
}

@Suite("A day plot")
struct DayPlotTests {
  /// Ten minutes of a swing of 100 counts about 5000.
  private static let swing = (0..<12_000).map { Int32(5000 + ($0 % 2 == 0 ? 100 : -100)) }

  @Test("draws the lines that have samples, each about its median")
  func lines() {
    let plot = DayPlot(
      of: dayRecord([(1, Self.swing), (3.25, Self.swing)]), channel: 0,
      DayPlot.Parameters(minutesPerLine: 30))
    #expect(plot.midnight.iso8601 == "2026-03-01T00:00:00.000Z")
    #expect(plot.lineRange == 2...6)
    #expect(plot.sampleCount == 24_000 && plot.laterSampleCount == 0)
    #expect((100...200).contains(plot.countsPerLine))
    let figure = plot.figure
    #expect(figure.panels[0].axis.writtenTicks.map(\.text).sorted().first == "01:00")
    #expect(figure.panels[0].curves.count == 5)
    #expect(figure.svg.contains("counts") && figure.svg.contains("XX.T.00.HNZ  2026-03-01"))
  }

  @Test("leaves out the next day, and counts it")
  func nextDay() {
    let plot = DayPlot(
      of: dayRecord([(23.9, Self.swing)]), channel: 0, DayPlot.Parameters(minutesPerLine: 60))
    #expect(plot.lineRange == 23...23)
    #expect(plot.sampleCount == 7200 && plot.laterSampleCount == 4800)
  }

  @Test("writes its scale in the ground's unit where that is known")
  func unit() {
    let plot = DayPlot(
      of: dayRecord([(1, Self.swing)]), channel: 0,
      DayPlot.Parameters(minutesPerLine: 60, countsPerLine: 500, unit: (-1e6, "m/s²")))
    #expect(plot.figure.subtitle.contains("0.0005 m/s² (500 counts)"))
  }

  @Test("breaks the line at a gap and cuts what is too large")
  func gap() {
    var samples = Self.swing
    samples[50] = 1_000_000
    let plot = DayPlot(
      of: dayRecord([(1, samples), (1.5, Self.swing)]), channel: 0,
      DayPlot.Parameters(minutesPerLine: 60, countsPerLine: 200))
    let curve = plot.figure.panels[0].curves[0]
    #expect(curve.points.filter { $0.y.isNaN }.count == 2)
    #expect(curve.points.map(\.y).filter(\.isFinite).max() == -1 + 1.5)
  }
}
