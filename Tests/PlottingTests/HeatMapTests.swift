import Foundation
import Plotting
import Testing

@Suite("A heat map")
struct HeatMapTests {
  private func figure(_ values: [[Double]]) -> Figure {
    var panel = Panel(Axis(label: "frequency (Hz)", scale: .logarithmic, from: 0.1, to: 10))
    panel.heatMap = HeatMap(
      columnEdges: [0, 1, 2], rowEdges: [0.1, 1, 10], values: values,
      key: Axis(label: "dB", from: -100, to: 0))
    return Figure(
      title: "", subtitle: "", axis: Axis(label: "time (s)", from: 0, to: 2), panels: [panel])
  }

  @Test("draws high values black, leaves low and empty cells white, and shows its key")
  func shades() throws {
    let svg = figure([[-100, 0], [.nan, -1000]]).svg
    let words = try #require(XMLText.words(of: svg))
    #expect(words.contains("dB") && words.contains("−100") && words.contains("0"))
    // One cell of the map, and one shade of the key.
    #expect(svg.components(separatedBy: "fill=\"#000000\" stroke=\"none\"").count == 3)
  }

  @Test("joins cells of one shade in a column")
  func joined() {
    let apart = figure([[0, -100], [0, -100]]).svg
    let joined = figure([[0, 0], [-100, -100]]).svg
    func moves(_ svg: String) -> Int { svg.components(separatedBy: "M").count }
    #expect(moves(apart) == moves(joined) + 1)
  }

  @Test("stays valid whatever the shape of its values")
  func ragged() {
    for values in [[], [[]], [[1, 2, 3, 4]], [[.infinity], [-.infinity, 1], [2]]] as [[[Double]]] {
      #expect(XMLText.words(of: figure(values).svg) != nil)
    }
  }
}

@Suite("A panel")
struct PanelTests {
  private func svg(_ panel: Panel) -> String {
    Figure(
      title: "", subtitle: "", axis: Axis(label: "time (s)", from: 0, to: 10), panels: [panel]
    ).svg
  }

  @Test("breaks a curve where a value is not a number")
  func gaps() {
    var panel = Panel(Axis(label: "", from: 0, to: 1, names: []))
    let whole = (0..<10).map { Point(Double($0), 0.5) }
    panel.curves = [Panel.Curve(whole, .dashDotted)]
    func pieces(_ panel: Panel) -> Int {
      svg(panel).components(separatedBy: "stroke-dasharray=\"8 3 1.5 3\"").count - 1
    }
    #expect(pieces(panel) == 1)
    panel.curves[0].points[5].y = .nan
    #expect(pieces(panel) == 2)
  }

  @Test("draws points with their bars, and names them in the legend")
  func scatter() throws {
    var panel = Panel(Axis(label: "residual (mg)", from: -1, to: 1))
    panel.scatters = [
      Panel.Scatter([Point(1, 0), Point(2, .nan)], .circle, halfBars: [0.2, 0.2], name: "faces")
    ]
    panel.legend = .bottomRight
    let words = try #require(XMLText.words(of: svg(panel)))
    #expect(words.contains("faces"))
    // One point that is a number, one in the legend.
    #expect(svg(panel).components(separatedBy: "<circle").count == 3)
  }

  @Test("has a horizontal axis of its own where it wants one")
  func ownAxis() throws {
    var upper = Panel(Axis(label: "a", from: 0, to: 1))
    upper.horizontal = Axis(label: "frequency (Hz)", scale: .logarithmic, from: 1, to: 100)
    let lower = Panel(Axis(label: "b", from: 0, to: 1))
    var figure = Figure(
      title: "", subtitle: "", axis: Axis(label: "time (s)", from: 0, to: 10),
      panels: [upper, lower])
    figure.marks = [Figure.Mark(at: 5, name: "here", .dashed)]
    let words = try #require(XMLText.words(of: figure.svg))
    #expect(words.contains("frequency (Hz)") && words.contains("time (s)"))
    #expect(words.contains("100") && words.contains("here"))
  }
}
