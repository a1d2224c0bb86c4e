import Foundation
import Plotting
import Testing

@Suite("A figure")
struct FigureTests {
  private func figure() -> Figure {
    var panel = Panel(Axis(label: "PGV (cm/s)", scale: .logarithmic, from: 0.01, to: 100))
    panel.curves = [
      Panel.Curve([Point(0, 0.1), Point(5, 20)], .thick, name: "observed"),
      Panel.Curve([Point(1, 2), Point(3, 8)], .thin, isStepped: true, name: "predicted"),
    ]
    panel.bands = [
      Panel.Band(
        lower: [Point(1, 1), Point(3, 4)], upper: [Point(1, 4), Point(3, 16)], name: "68 %")
    ]
    panel.levels = [Panel.Level(8.18, name: "strong"), Panel.Level(1e9, name: "beyond")]
    var figure = Figure(
      title: "Station <A> & \"B\"", subtitle: "HNZ\n",
      axis: Axis(label: "time (s)", from: 0, to: 10),
      panels: [panel])
    figure.marks = [
      Figure.Mark(at: 1, name: "P wave", .thin), Figure.Mark(at: 1.1, name: "alert 3", .dashed),
    ]
    return figure
  }

  @Test("is well-formed XML that holds every label and unit")
  func wellFormed() throws {
    let svg = figure().svg
    let document = try #require(XMLText.words(of: svg))
    for words in [
      "Station <A> & \"B\"", "HNZ?", "time (s)", "PGV (cm/s)", "P wave", "alert 3", "strong",
      "observed", "predicted", "68 %",
    ] {
      #expect(document.contains(words), "\(words) is missing")
    }
    #expect(!document.contains("beyond"), "a level outside the axis has no name beside it")
  }

  @Test("puts the legend where it hides least, and grid marks behind the data")
  func legend() throws {
    var panel = Panel(Axis(label: "counts", from: -1, to: 1))
    panel.curves = [
      Panel.Curve(
        [Point(0, 0.9), Point(3, 0.9), Point(3, -0.9), Point(10, -0.9)], .thin, name: "x")
    ]
    var figure = Figure(
      title: "", subtitle: "", axis: Axis(label: "s", from: 0, to: 10), panels: [panel])
    figure.marks = [Figure.Mark(at: 5, name: "mark", .grid)]
    let svg = figure.svg
    let label = try #require(svg.split(separator: "\n").first { $0.contains(">x<") })
    let number = { (name: String) -> Double? in
      label.components(separatedBy: " \(name)=\"").last?.split(separator: "\"").first
        .flatMap { Double($0) }
    }
    // Top right: the curve runs through the two corners at the left's top and the right's bottom.
    let x = try #require(number("x"))
    let y = try #require(number("y"))
    #expect(x > 700 && y < 130)
    let mark = try #require(svg.range(of: ">mark<"))
    let clip = try #require(svg.range(of: "clipPath"))
    #expect(mark.lowerBound < clip.lowerBound)
  }

  @Test("writes large and small powers of ten as powers")
  func powers() throws {
    let panel = Panel(Axis(label: "", scale: .logarithmic, from: 1e-4, to: 1e8))
    let words = try #require(
      XMLText.words(
        of: Figure(title: "", subtitle: "", axis: Axis(label: "", from: 0, to: 1), panels: [panel])
          .svg))
    #expect(words.contains("10⁻⁴") && words.contains("10⁸") && words.contains("1"))
  }

  @Test("puts names of marks that would overlap into different rows")
  func rows() throws {
    let svg = figure().svg
    let heights = ["P wave", "alert 3"].map { name in
      svg.split(separator: "\n").first { $0.contains(">\(name)<") }?
        .split(separator: "y=\"").last?.split(separator: "\"").first
    }
    #expect(heights[0] != nil && heights[0] != heights[1])
  }

  @Test("stays valid when there are no data, or impossible ones")
  func degenerate() {
    for value in [0, -1, Double.nan, .infinity] {
      var panel = Panel(Axis(label: "a", scale: .logarithmic, from: value, to: value))
      panel.curves = [Panel.Curve([Point(0, value), Point(1, value)], .thin)]
      let svg = Figure(
        title: "", subtitle: "", axis: Axis(label: "t", from: 0, to: value), panels: [panel]
      ).svg
      #expect(XMLText.words(of: svg) != nil)
      #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
  }

  @Test("keeps every peak when it thins a long curve")
  func thinning() {
    var points = (0..<100_000).map { Point(Double($0), 0) }
    points[54_321].y = 7
    points[54_322].y = -9
    let thin = Panel.Curve(points, .thin)
      .thinned(over: Axis(label: "", from: 0, to: 100_000), columns: 500)
    #expect(thin.points.count <= 2_000)
    #expect(thin.points.contains(points[54_321]) && thin.points.contains(points[54_322]))
    #expect(thin.points.map(\.x) == thin.points.map(\.x).sorted())
  }
}

@Suite("An axis")
struct AxisTests {
  @Test("is ticked at round values inside its range")
  func ticks() {
    #expect(Axis(label: "", from: 0, to: 61).ticks == [0, 10, 20, 30, 40, 50, 60])
    #expect(Axis(label: "", from: -1.2, to: 1.2).ticks == [-1, -0.5, 0, 0.5, 1])
    #expect(
      Axis(label: "", scale: .logarithmic, from: 0.05, to: 2000).ticks == [0.1, 1, 10, 100, 1000])
  }

  @Test("of less than two decades is ticked between the powers of ten")
  func shortLogarithmic() {
    #expect(
      Axis(label: "", scale: .logarithmic, from: 0.9, to: 25).writtenTicks.map(\.text)
        == ["1", "2", "5", "10", "20"])
    #expect(Axis(label: "", scale: .logarithmic, from: 11, to: 19).ticks.count > 3)
    #expect(Axis(label: "", scale: .logarithmic, from: 1, to: 100).minorTicks.count == 19)
    #expect(Axis(label: "", scale: .logarithmic, from: 1, to: 1e9).minorTicks.isEmpty)
  }

  @Test("writes names in place of values, those inside its ends")
  func names() {
    let axis = Axis(
      label: "", from: 0, to: 10, names: [Axis.Tick(-1, "before"), Axis.Tick(3, "three")])
    #expect(axis.writtenTicks == [Axis.Tick(3, "three")])
  }

  @Test("places values, on a logarithmic scale by their ratio")
  func fractions() {
    #expect(Axis(label: "", from: 10, to: 20).fraction(of: 15) == 0.5)
    #expect(Axis(label: "", scale: .logarithmic, from: 1, to: 100).fraction(of: 10) == 0.5)
    #expect(Axis(label: "", scale: .logarithmic, from: 1, to: 100).fraction(of: 0) == -1)
  }
}
