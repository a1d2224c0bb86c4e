import Plotting
import SeismicTypes
import StationConfiguration
import Testing

@testable import CalibrationAnalysis

@Suite("A tumble that says something else than it should")
struct BadTumbleTests {
  private let bench = TumbleBench()

  /// Rests of so many seconds with two seconds of handling between.
  private func tumble(
    _ rests: [(direction: [Double], seconds: Int)], shift: Double = 0
  ) -> CountSeries {
    var random = GaussianNumbers(seed: 5)
    var series = bench.series(
      of: rests[0].direction, seconds: 0, noise: 0.001, &random)
    for (index, rest) in rests.enumerated() {
      if index > 0 { shake(&series, &random) }
      let part = bench.series(of: rest.direction, seconds: rest.seconds, noise: 0.001, &random)
      for channel in 0..<3 { series.counts[channel] += part.counts[channel].map { $0 + shift } }
    }
    return series
  }

  private func shake(_ series: inout CountSeries, _ random: inout GaussianNumbers) {
    for channel in 0..<3 {
      series.counts[channel] += (0..<200).map { _ in (50_000 * random.next()).rounded() }
    }
  }

  private var faces: [(direction: [Double], seconds: Int)] {
    Face.all.map { ($0.direction, 25) }
  }

  private func refusal(of series: CountSeries) -> CalibrationError? {
    var list = PositionList(bench.nominal, check: StillnessCheck())
    do {
      try list.takeTumble([series])
      return nil
    } catch {
      return error
    }
  }

  private func seconds(_ span: TimeSpan?, after series: CountSeries) -> ClosedRange<Double>? {
    span.map {
      Double($0.start.nanoseconds - series.start.nanoseconds) / 1e9...Double(
        $0.end.nanoseconds - series.start.nanoseconds) / 1e9
    }
  }

  @Test("six faces are six positions")
  func good() throws {
    var list = PositionList(bench.nominal, check: StillnessCheck())
    try list.takeTumble([tumble(faces)])
    #expect(list.positions.count == 6)
    #expect(
      list.positions.map { bench.nominal.pointing($0) } == ["+Z", "−Z", "+N", "−N", "+E", "−E"])
  }

  @Test("moved during a position: where")
  func moved() {
    let series = tumble([faces[0], faces[0], faces[1]])
    let refusal = refusal(of: series)
    #expect(refusal?.message.contains("moved during a position") == true)
    // The handling is from 25 to 27 s; a second at either side is not used.
    #expect(seconds(refusal?.segment, after: series) == 24...28)
  }

  @Test("two positions are the same: which")
  func same() {
    let series = tumble([faces[0], faces[1], faces[0]])
    let refusal = refusal(of: series)
    #expect(refusal?.message.contains("two positions are the same") == true)
    #expect(refusal?.message.contains("+Z") == true)
    #expect(seconds(refusal?.segment, after: series)?.lowerBound == 55)
  }

  @Test("one recording a position refuses movement inside it")
  func movedSingle() {
    let series = tumble([faces[0], faces[0]])
    var list = PositionList(bench.nominal, check: StillnessCheck())
    let refusal = #expect(throws: CalibrationError.self) { try list.takeSingle([series]) }
    #expect(refusal?.message.contains("moved during the position") == true)
    #expect(seconds(refusal?.segment, after: series) == 24...28)
  }

  @Test("a sensor of another range weighs too much or too little")
  func wrongPart() {
    var series = tumble([faces[0]])
    for channel in 0..<3 { series.counts[channel] = series.counts[channel].map { $0 * 2 } }
    let refusal = refusal(of: series)
    #expect(refusal?.message.contains("another part") == true)
    #expect(refusal?.segment != nil)
  }

  @Test("a missing face is named")
  func missing() throws {
    var list = PositionList(bench.nominal, check: StillnessCheck())
    try list.takeTumble([tumble(Array(faces.dropLast()))])
    let positions = list.positions
    let calibration = try Instruments.accelerometer(gravity: bench.gravity)
    let refusal = #expect(throws: CalibrationError.self) {
      _ = try calibration.report(on: positions, recordings: [])
    }
    #expect(refusal?.message.contains("−E up are missing") == true)
  }

  @Test("a face that lies 3° off is found, with its time")
  func tilted() throws {
    var rests = faces
    rests[2].direction = [0.0523, 0.9986, 0]
    let series = tumble(rests)
    var list = PositionList(bench.nominal, check: StillnessCheck())
    try list.takeTumble([series])
    let positions = list.positions
    let calibration = try Instruments.accelerometer(gravity: bench.gravity)
    let refusal = #expect(throws: CalibrationError.self) {
      _ = try calibration.report(on: positions, recordings: [])
    }
    #expect(refusal?.message.contains("off the fit") == true)
    #expect(refusal?.segment != nil)
  }
}

@Suite("A table of directions")
struct DirectionTableTests {
  @Test("gives unit vectors in its order")
  func directions() throws {
    let read = try DirectionTable.directions(
      "vertical, north, east\n2,0,0\n0, -3,4\n", named: "a.csv")
    #expect(read == [[1, 0, 0], [0, -0.6, 0.8]])
  }

  @Test(
    "that is wrong is refused by line",
    arguments: [
      ("", "line 1"), ("up,north,east\n1,0,0", "line 1"), ("vertical,north,east\n1,0", "line 2"),
      ("vertical,north,east\n1,0,0\n0,0,0", "line 3"), ("vertical,north,east\n1,x,0", "line 2"),
      ("vertical,north,east\n1,0,0,", "line 2"), ("vertical,north,east\n1e300,0,0", "line 2"),
    ])
  func wrong(text: String, line: String) {
    let refusal = #expect(throws: CalibrationError.self) {
      _ = try DirectionTable.directions(text, named: "a.csv")
    }
    #expect(refusal?.message.hasPrefix("a.csv: \(line): ") == true)
  }
}

@Suite("From a calibration to the station")
struct AccelerometerFileTests {
  @Test("what is written is what the station reads, cross-axis ratios included")
  func roundTrip() throws {
    var random = GaussianNumbers(seed: 9)
    let bench = TumbleBench()
    let positions = Face.all.map {
      bench.position($0.direction, noise: 0.001, sampleCount: 3000, &random)
    }
    let report = try Instruments.accelerometer(gravity: bench.gravity).report(
      on: positions,
      recordings: [
        CalibrationRecording(file: "tumble.mseed", sha256: String(repeating: "0f", count: 32))
      ])
    let read = try CalibrationFile(
      decoding: ConfigurationBytes(path: "a.json", bytes: Array(report.file.json.indented.utf8)))
    #expect(read.part == "ADXL355")
    #expect(read.serial == "A1")
    #expect(read.channels.map(\.code) == ["HNZ", "HNN", "HNE"])
    #expect(read.recordings == report.file.recordings)
    for row in 0..<3 {
      for column in 0..<3 {
        let ratio = bench.gain[row, column] / bench.gain[row, row]
        #expect(abs(read.crossAxisRatios[row][column] - ratio) < 1e-4)
      }
      #expect(abs(read.channels[row].sensitivityCountsPerUnit / bench.gain[row, row] - 1) < 5e-5)
    }
    #expect(report.figure.svg.contains("residual (mg)"))
    #expect(report.lines.count == 8)
  }
}

/// Instruments that the tests calibrate.
enum Instruments {
  static func channel(_ code: String, index: Int, _ quantity: Quantity, _ sensitivity: Double)
    -> ChannelDescription
  {
    ChannelDescription(
      code: code, component: ChannelComponent(channelCode: code) ?? .vertical, index: index,
      azimuthDegrees: code.hasSuffix("E") ? 90 : 0, dipDegrees: code.hasSuffix("Z") ? -90 : 0,
      fullScaleCounts: 8_388_607, quantity: quantity, sensitivityCountsPerUnit: sensitivity)
  }

  static func subject(_ channels: [ChannelDescription], part: String = "ADXL355")
    -> CalibrationSubject
  {
    CalibrationSubject(
      sourceName: "sensor", channels: channels, part: part, serial: "A1", date: "2026-03-01")
  }

  static func accelerometer(gravity: LocalGravity) throws -> AccelerometerCalibration {
    let channels = ["HNZ", "HNN", "HNE"].enumerated().map {
      channel($0.element, index: $0.offset, .acceleration, 26104.735)
    }
    return try AccelerometerCalibration(
      subject(channels), gravity: gravity, orientations: .faces, fixtureDegrees: 0.2)
  }
}
