import Acquisition
import Foundation
import SeismicTypes
import Testing

@Suite("A serial digitizer")
struct SerialDeviceTests {
  /// A device on a pseudo-terminal, and what it gave.
  final class Bench {
    let terminal: PseudoTerminal
    let device: SerialDevice
    var counts: [Int32] = []
    var blocks: [DeviceBlock] = []

    init(
      channelCount: Int = 3, baud: UInt32 = 460_800,
      change: (inout SerialDevice.Parameters) -> Void = { _ in }
    ) throws {
      terminal = try PseudoTerminal()
      var parameters = SerialDevice.Parameters(
        path: terminal.path, baud: baud, channelCount: channelCount,
        sampleRate: SampleRate(microhertz: 100_000_000))
      change(&parameters)
      device = try SerialDevice(parameters)
      try device.open()
    }

    /// Reads until something other than a block comes; nothing is waited for where no byte is due.
    @discardableResult
    func read(samplesPerBlock: Int = 16, timeoutMilliseconds: Int32 = 0) -> DeviceRead {
      var memory = [Int32](repeating: 0, count: samplesPerBlock * 3)
      var span = memory.mutableSpan
      let read = device.read(into: &span, timeoutMilliseconds: timeoutMilliseconds)
      if case .block(let block) = read {
        blocks.append(block)
        counts += memory.prefix(block.frameCount * 3)
      }
      return read
    }

    /// Sends a frame and reads it.
    func pass(_ bytes: [UInt8]) throws {
      try terminal.send(bytes)
      read(timeoutMilliseconds: 10_000)
    }
  }

  @Test("gives the counts that were sent, whole and in order")
  func counts() throws {
    let bench = try Bench()
    let (bytes, sent) = SerialFrameParserTests.stream(frameCount: 300)
    for index in 0..<300 { try bench.pass(Array(bytes[(31 * index)..<(31 * index + 31)])) }
    #expect(bench.counts == sent.flatMap { $0 })
    #expect(bench.blocks.allSatisfy { $0.lostFrameCount == 0 && $0.frameCount == 1 })
    #expect(bench.device.facts.first?.contains("460800 baud") == true)
  }

  @Test("counts lost samples to the sample, be it damage on the line or the digitizer's own loss")
  func losses() throws {
    let bench = try Bench()
    let digitizer = ReferenceDigitizer()
    var lost: [Int64?] = []
    for index in 0..<40 {
      let frame = digitizer.frame([Int32](repeating: Int32(index), count: 6))
      switch index {
      case 10, 11, 12:
        var damaged = frame
        damaged[20] ^= 4
        try bench.terminal.send(damaged)
      case 20:
        digitizer.lose(1000)
        try bench.pass(frame)
        lost.append(0)
      default:
        try bench.pass(frame)
        lost.append(index == 13 ? 6 : index == 21 ? 1000 : 0)
      }
    }
    #expect(bench.blocks.map(\.lostFrameCount) == lost)
    #expect(bench.device.damage.damagedFrameCount == 3)
  }

  @Test("says that a digitizer has started again, and that only time tells what was lost")
  func restart() throws {
    let bench = try Bench()
    for _ in 0..<2 {
      let digitizer = ReferenceDigitizer()
      for _ in 0..<3 { try bench.pass(digitizer.frame([1, 2, 3])) }
    }
    #expect(bench.blocks.map(\.lostFrameCount) == [0, 0, 0, nil, 0, 0])
  }

  @Test("hands out a frame of many instants in blocks, each with its own time")
  func parts() throws {
    let bench = try Bench { $0.clock = .device }
    let digitizer = ReferenceDigitizer()
    let counts = (0..<30).map { Int32($0) }
    try bench.terminal.send(digitizer.frame(counts, deviceTimeMicroseconds: 100_000))
    for _ in 0..<3 { bench.read(samplesPerBlock: 4, timeoutMilliseconds: 10_000) }
    #expect(bench.counts == counts)
    #expect(bench.blocks.map(\.frameCount) == [4, 4, 2])
    let times = bench.blocks.map(\.newestFrameRawNanoseconds)
    #expect(times[1] - times[0] == 40_000_000)
    #expect(times[2] - times[1] == 20_000_000)
  }

  @Test("stamps by the digitizer's clock where asked to, across the wrap of its counter")
  func deviceClock() throws {
    let bench = try Bench { $0.clock = .device }
    let digitizer = ReferenceDigitizer()
    for time in [UInt32.max - 9_999, 0, 10_000, 30_000] {
      try bench.pass(digitizer.frame([0, 0, 0], deviceTimeMicroseconds: time))
    }
    let times = bench.blocks.map { $0.newestFrameRawNanoseconds }
    #expect(times.map { $0 - times[0] } == [0, 10_000_000, 20_000_000, 40_000_000])
    #expect(bench.blocks.allSatisfy { $0.isDriverStamped })
  }

  @Test(
    "stamps on arrival less the time that the bytes were on the line", arguments: [false, true])
  func arrivalClock(isNativeUSB: Bool) throws {
    let bench = try Bench(baud: 9600) {
      $0.isNativeUSB = isNativeUSB
      $0.sampleRate = SampleRate(microhertz: 50_000_000)
    }
    let digitizer = ReferenceDigitizer()
    let before = rawNanoseconds()
    try bench.pass(digitizer.frame([0, 0, 0]))
    let after = rawNanoseconds()
    let onTheLine: Int64 = isNativeUSB ? 0 : 31 * 10 * 1_000_000_000 / 9600
    let stamp = try #require(bench.blocks.first?.newestFrameRawNanoseconds) + onTheLine
    // A microsecond for the rounding of 31 times the time of one byte.
    #expect(stamp > before - 1000 && stamp < after + 1000)
  }

  @Test("says when the plug is pulled, and goes on with the right gap when it is put in again")
  func replug() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let link = folder.appending(path: "digitizer").path()
    let bench = try Bench {
      try? FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: $0.path)
      $0.path = link
      $0.clock = .device
    }
    let digitizer = ReferenceDigitizer()
    try bench.pass(digitizer.frame([1, 1, 1], deviceTimeMicroseconds: 10_000))
    try bench.terminal.hangUp()
    guard case .failed(.unplugged) = bench.read(timeoutMilliseconds: 10_000) else {
      Issue.record("a pulled plug is not seen")
      return
    }
    bench.device.close()
    try FileManager.default.removeItem(atPath: link)
    #expect(throws: AcquisitionError.self) { try bench.device.open() }
    let second = try PseudoTerminal()
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: second.path)
    try bench.device.open()
    digitizer.lose(99)
    try second.send(digitizer.frame([2, 2, 2], deviceTimeMicroseconds: 1_010_000))
    bench.read(timeoutMilliseconds: 10_000)
    #expect(bench.blocks.map(\.lostFrameCount) == [0, 99])
    // One that has lost its power in between counts from zero: its counter is not believed.
    bench.device.close()
    try bench.device.open()
    let restarted = ReferenceDigitizer()
    _ = restarted.frame([0, 0, 0])
    restarted.lose(700)
    try second.send(restarted.frame([3, 3, 3], deviceTimeMicroseconds: 3_010_000))
    bench.read(timeoutMilliseconds: 10_000)
    #expect(bench.blocks.last?.lostFrameCount == .some(nil))
  }

  @Test("calls frames of another shape, and noise without end, nonsense")
  func nonsense() throws {
    let bench = try Bench()
    try bench.terminal.send(ReferenceDigitizer(channelCount: 2).frame([0, 0]))
    guard case .failed(.nonsense) = bench.read(timeoutMilliseconds: 10_000) else {
      Issue.record("two channels are taken for three")
      return
    }
    bench.device.close()
    try bench.device.open()
    var random = RandomNumbers(seed: 5)
    var byteCount = 0
    while byteCount < 20_000 {
      try bench.terminal.send(random.bytes(1000))
      byteCount += 1000
      switch bench.read(timeoutMilliseconds: 1) {
      case .nothing: continue
      case .failed(.nonsense): return
      default: Issue.record("noise gives blocks or another fault")
      }
    }
    Issue.record("20,000 bytes of noise are no nonsense")
  }

  @Test("takes the channels it knows of a digitizer that has more")
  func moreChannels() throws {
    let bench = try Bench()
    let digitizer = ReferenceDigitizer(channelCount: 5)
    try bench.pass(digitizer.frame([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
    #expect(bench.counts == [1, 2, 3, 6, 7, 8])
  }

  @Test("waits no longer than it is told")
  func nothing() throws {
    let bench = try Bench()
    guard case .nothing = bench.read(timeoutMilliseconds: 0) else {
      Issue.record("a silent line gives something")
      return
    }
    // Half a frame is nothing, too.
    try bench.terminal.send(Array(ReferenceDigitizer().frame([0, 0, 0]).prefix(20)))
    guard case .nothing = bench.read(timeoutMilliseconds: 20) else {
      Issue.record("half a frame gives something")
      return
    }
  }

  @Test("names what stands in the way of opening it")
  func refusals() throws {
    let bench = try Bench()
    var parameters = SerialDevice.Parameters(
      path: bench.terminal.path, baud: 460_800, channelCount: 3,
      sampleRate: SampleRate(microhertz: 100_000_000))
    #expect(message(parameters)?.hasSuffix("another process has it open") == true)
    parameters.path = "/dev/null"
    #expect(message(parameters) == "/dev/null: cannot be opened: it is no serial line")
    parameters.path = "/dev/no-such-line"
    #expect(message(parameters)?.contains("No such file") == true)
    parameters.baud = 300
    #expect(message(parameters)?.contains("baud is 300, expected 1200 to 4000000") == true)
    parameters.baud = 9600
    parameters.sampleRate = SampleRate(microhertz: 1_000_000_000)
    #expect(message(parameters)?.contains("expected 90000 at least") == true)
  }

  private func rawNanoseconds() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC_RAW, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  private func message(_ parameters: SerialDevice.Parameters) -> String? {
    do throws(AcquisitionError) {
      try SerialDevice(parameters).open()
      return nil
    } catch {
      return error.message
    }
  }
}
