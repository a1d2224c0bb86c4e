import Acquisition
import SeismicTypes
import Testing

/// What the device does when the emulated iiod misbehaves, and after.
@Suite(.enabled(if: EmulatedIIOD.python != nil, "python3 is missing"))
struct IIOFaultTests {
  /// A bench whose sensor suffers one fault at sample 20.
  private func bench(_ fault: String, timeoutMilliseconds: Int = 20_000) throws -> IIOBench {
    try IIOBench(["--speed", "0", "--fault", fault]) {
      $0.answerTimeoutMilliseconds = timeoutMilliseconds
    }
  }

  /// Opens the device again and again, as its supervisor does, until it is back.
  private func reopen(_ device: IIODevice) throws {
    for _ in 0..<10_000 {
      do throws(AcquisitionError) {
        try device.open()
        return
      } catch {
        guard case .deviceMissing = error else { throw error }
      }
    }
    Issue.record("the device did not come back")
  }

  @Test(
    "after a failure the device opens again, and its next frames are fresh",
    arguments: [
      "drop@20", "wrong@20", "garbage@20", "error@20:5", "error@20:110", "unplug@20:0.3",
    ])
  func reopens(fault: String) throws {
    let bench = try bench(fault)
    try bench.device.open()
    let before = bench.readings(100)
    #expect(before.readings.flatMap { $0.frames } == (0..<20).map(IIOBench.frame))
    let seen = try #require(before.fault)
    switch fault {
    case "unplug@20:0.3": #expect(seen == .unplugged)
    case "error@20:5": #expect(seen == .system(code: -5))
    case "error@20:110": #expect(seen == .stalled)
    default: break
    }
    let closed = bench.read()
    #expect(closed.fault == .system(code: -9), "a failed device reads nothing until it is opened")
    try reopen(bench.device)
    let after = bench.readings(10)
    #expect(after.fault == nil)
    let frames = after.readings.flatMap { $0.frames }
    let first = IIOBench.sample(try #require(frames.first))
    #expect(first >= 20)
    #expect(frames == (first..<(first + 40)).map(IIOBench.frame))
  }

  @Test("an answer that comes too late is a stall, and is never taken for a later one's")
  func stall() throws {
    let bench = try bench("stall@20:2", timeoutMilliseconds: 200)
    try bench.device.open()
    let before = bench.readings(100)
    #expect(before.fault == .stalled)
    #expect(before.readings.flatMap { $0.frames } == (0..<20).map(IIOBench.frame))
    try bench.device.open()
    let (readings, _) = bench.readings(5)
    let frames = readings.flatMap { $0.frames }
    let first = IIOBench.sample(try #require(frames.first))
    #expect(frames == (first..<(first + frames.count)).map(IIOBench.frame))
  }

  @Test("frames that are missing between two stamps end the block and mark the next one")
  func skip() throws {
    let bench = try bench("skip@20:7")
    try bench.device.open()
    let (readings, fault) = bench.readings(10)
    #expect(fault == nil)
    let frames = readings.flatMap { $0.frames }
    #expect(frames == (Array(0..<20) + Array(27..<47)).map(IIOBench.frame))
    let marked = readings.filter { $0.block.lostFrameCount == nil }
    #expect(marked.count == 1)
    #expect(marked.first?.frames.first == IIOBench.frame(27))
  }

  @Test("stamps that run backward on a clock nobody sets are nonsense")
  func backward() throws {
    let bench = try bench("back@20:1000000000")
    try bench.device.open()
    let (readings, fault) = bench.readings(100)
    #expect(fault == .nonsense)
    #expect(readings.flatMap { $0.frames } == (0..<20).map(IIOBench.frame))
  }

  @Test("stamps that run backward on the clock that is set mark a loss of unknown length")
  func backwardRealtime() throws {
    let server = try EmulatedIIOD(["--speed", "0", "--fault", "back@20:1000000000"])
    let device = try IIODevice(
      IIODevice.Parameters(
        uri: server.uri, device: "adxl355", channels: ["accel_x"],
        sampleRate: SampleRate(microhertz: 125_000_000), samplesPerBlock: 4, watermarkSamples: 4,
        stampClock: .realtime, answerTimeoutMilliseconds: 20_000))
    try device.open()
    var marked = 0
    for _ in 0..<10 {
      var counts = [Int32](repeating: 0, count: 4)
      var span = counts.mutableSpan
      guard case .block(let block) = device.read(into: &span, timeoutMilliseconds: 20_000) else {
        Issue.record("no block")
        return
      }
      if block.lostFrameCount == nil { marked += 1 }
    }
    #expect(marked == 1)
  }

  @Test("an iiod that is not there is an error, not a wait")
  func absent() throws {
    var server: EmulatedIIOD? = try EmulatedIIOD()
    let uri = try #require(server?.uri)
    server = nil
    let device = try IIODevice(
      IIODevice.Parameters(
        uri: uri, device: "adxl355", channels: ["accel_x"],
        sampleRate: SampleRate(microhertz: 125_000_000)))
    #expect(
      throws: AcquisitionError.deviceFailed(
        device: uri, operation: "cannot be opened", reason: "Connection refused")
    ) { try device.open() }
  }
}
