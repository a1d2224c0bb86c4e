import Conditioning
import StationRuntime
import Testing

@Suite("The watch over a sensor's start")
struct StartWatchTests {
  @Test("tells once that a kept baseline stands, whatever comes after")
  func stands() {
    var watch = StartWatch(.onTrial)
    #expect(watch.kind == .onTrial)
    let during = watch.judge(.onTrial)
    #expect(during == nil)
    let verdict = watch.judge(.stands)
    #expect(verdict == .warmStartStands)
    #expect(watch.kind == .warm)
    let later = watch.judge(.none)
    #expect(later == nil)
    #expect(watch.kind == .warm)
  }

  @Test("calls a start cold whose sensor was moved, or whose trial a gap ended")
  func cold() {
    var moved = StartWatch(.onTrial)
    let verdict = moved.judge(.refused)
    #expect(verdict == .coldStartSensorMoved)
    #expect(moved.kind == .cold)
    var interrupted = StartWatch(.onTrial)
    let ending = interrupted.judge(.none)
    #expect(ending == .coldStartInterrupted)
    #expect(interrupted.kind == .cold)
  }

  @Test("is silent where nothing was kept")
  func nothingKept() {
    var watch = StartWatch(.none)
    #expect(watch.kind == .cold)
    let verdict = watch.judge(.none)
    #expect(verdict == nil)
    #expect(watch.kind == .cold)
  }
}
