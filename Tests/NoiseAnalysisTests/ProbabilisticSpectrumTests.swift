import Foundation
import NoiseAnalysis
import Plotting
import SeismicTypes
import Testing

@Suite("A probabilistic spectrum")
struct ProbabilisticSpectrumTests {
  @Test("of white noise of a sensor of acceleration lies at its density")
  func white() {
    let record = MadeRecord.record([MadeRecord.white(40_000, counts: 1000, seed: 5)])
    let spectrum = ProbabilisticSpectrum(
      of: record, channel: 0, segmentSeconds: 40, response: MadeRecord.flat)
    #expect(spectrum.segments.count == 19)
    #expect(spectrum.segments[1].startTime.nanoseconds == 20_000_000_000)
    // 1 (m/s²)² · 2/100 Hz is −17 dB; the mean of decibels of a few windows lies below that of power.
    let median = spectrum.percentile(0.5)
    for band in 4..<median.count - 12 { #expect(abs(median[band] + 17) < 1, "band \(band)") }
    let welch = spectrum.bands.decibelsOfMeans(spectrum.meanPower)
    for band in 0..<welch.count - 12 { #expect(abs((welch[band] ?? 0) + 17) < 0.5) }
    let shares = spectrum.histogram.shares
    #expect(shares.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 })
    #expect(zip(spectrum.mode, median).allSatisfy { abs($0 - $1) < 3 })
  }

  @Test("of a sensor of velocity rises by 6 dB an octave")
  func velocity() {
    let record = MadeRecord.record([MadeRecord.white(40_000, counts: 1000, seed: 6)])
    let response = AccelerationResponse(measuresVelocity: true) { _ in 1000 }
    let spectrum = ProbabilisticSpectrum(
      of: record, channel: 0, segmentSeconds: 40, response: response)
    let periods = spectrum.bands.centrePeriodsSeconds
    let band = periods.firstIndex { $0 >= 0.1 } ?? 0
    let expected = -17 + 20 * log10(2 * Double.pi / periods[band])
    #expect(abs(spectrum.percentile(0.5)[band] - expected) < 1)
  }

  @Test("leaves out what a gap cuts")
  func gaps() {
    let samples = MadeRecord.white(10_000, counts: 100, seed: 8)
    let record = MadeRecord.record(
      stretches: [(0, [Array(samples[..<3999])]), (50, [Array(samples[..<6000])])], hertz: 100)
    let spectrum = ProbabilisticSpectrum(
      of: record, channel: 0, segmentSeconds: 40, response: MadeRecord.flat)
    #expect(spectrum.segments.map(\.startTime.nanoseconds) == [50_000_000_000, 70_000_000_000])
    #expect(ProbabilisticSpectrum.segmentCount(of: record, segmentSeconds: 40) == 2)
    #expect(ProbabilisticSpectrum.segmentCount(of: record, segmentSeconds: 61) == 0)
  }

  @Test("of a dead channel is very quiet, and finite")
  func dead() {
    let record = MadeRecord.record([[Int32](repeating: 7, count: 8000)])
    let spectrum = ProbabilisticSpectrum(
      of: record, channel: 0, segmentSeconds: 40, response: MadeRecord.flat)
    #expect(spectrum.percentile(0.5).allSatisfy { $0 < -200 && $0.isFinite })
  }

  @Test("prints what it found, and the picture holds its names")
  func report() throws {
    let record = MadeRecord.record([MadeRecord.white(20_000, counts: 1000, seed: 9)])
    let spectrum = ProbabilisticSpectrum(
      of: record, channel: 0, segmentSeconds: 40, response: MadeRecord.flat)
    let report = NoiseReport(record, channel: 0, spectrum, segmentSeconds: 40)
    let lines = try report.jsonLines.map {
      try #require(
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let types = lines.map { $0["type"] as? String }
    #expect(types == Array(repeating: "segment", count: 9) + ["noise"])
    let periods = try #require(lines[9]["periodSeconds"] as? [Double])
    for name in ["welch", "percentile10", "median", "percentile90", "mode"] {
      #expect((lines[9][name + "Decibels"] as? [Double])?.count == periods.count)
    }
    #expect((lines[9]["nlnmDecibels"] as? [Any])?.first is NSNull)
    #expect(report.words.count == 2 + (periods.count + 7) / 8)
    let svg = NoisePicture.figure(
      [NoisePicture.panel(spectrum, channel: "HNZ")], title: "", subtitle: ""
    ).svg
    for word in ["NLNM", "NHNM", "median", "period (s)", "share of segments (%)"] {
      #expect(svg.contains(word))
    }
  }
}

@Suite("A spectrogram")
struct SpectrogramTests {
  @Test("shows when and at which frequency the power is, and nothing in a gap")
  func tone() throws {
    let quiet = MadeRecord.white(12_000, counts: 10, seed: 2)
    var loud = quiet
    for index in 6000..<8000 {
      loud[index] += Int32(10_000 * sin(2 * .pi * 12.5 * Double(index) / 100))
    }
    let record = MadeRecord.record(
      stretches: [(0, [loud]), (180, [Array(quiet[..<6000])])], hertz: 100)
    let spectrogram = Spectrogram(of: record, channel: 0, response: MadeRecord.flat)
    let rows = spectrogram.rowEdgesHertz
    #expect(spectrogram.columnEdgesSeconds.last == 240)
    #expect(abs((rows.last ?? 0) - 50) < 1 && rows == rows.sorted())
    let row = try #require(rows.lastIndex { $0 <= 12.5 })
    func decibels(at second: Double, _ row: Int) -> Double {
      let column = spectrogram.columnEdgesSeconds.lastIndex { $0 <= second } ?? 0
      return spectrogram.decibels[column][row]
    }
    #expect(decibels(at: 70, row) > decibels(at: 30, row) + 40)
    #expect(decibels(at: 70, row) > decibels(at: 70, row + 12) + 30)
    #expect(decibels(at: 150, row).isNaN)
    #expect(
      NoisePicture.panel(spectrogram, channel: "HNZ").heatMap?.values.count
        == spectrogram.columnEdgesSeconds.count - 1)
  }

  @Test("of a record of a few samples is small, and valid")
  func short() {
    let record = MadeRecord.record([MadeRecord.white(40, counts: 10, seed: 2)])
    let spectrogram = Spectrogram(of: record, channel: 0, response: MadeRecord.flat)
    #expect(!spectrogram.decibels.isEmpty)
    #expect(spectrogram.columnEdgesSeconds.count == spectrogram.decibels.count + 1)
  }
}
