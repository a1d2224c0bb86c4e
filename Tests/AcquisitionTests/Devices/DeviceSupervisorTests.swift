import Acquisition
import Testing

@Suite("The supervisor of a device")
struct DeviceSupervisorTests {
  @Test("calls silence a stall after three block times, but not before a tenth of a second")
  func stall() {
    for (block, limit) in [(1_000_000, 100_000_000), (160_000_000, 480_000_000)] as [(Int64, Int64)]
    {
      var supervisor = DeviceSupervisor(blockNanoseconds: block, now: 0)
      supervisor.noteOpened(at: 50)
      supervisor.noteBlock(at: 1000)
      #expect(!supervisor.hasStalled(at: 1000 + limit))
      #expect(supervisor.hasStalled(at: 1001 + limit))
    }
  }

  @Test("opens again after pauses that double from 0.1 s to 10 s")
  func pauses() {
    var supervisor = DeviceSupervisor(blockNanoseconds: 1, now: 0)
    #expect(supervisor.pause(at: 0) == 0)
    var pauses: [Int64] = []
    for _ in 0..<9 {
      supervisor.noteClosed(as: .failed, at: 7)
      pauses.append(supervisor.pause(at: 7) / 1_000_000)
    }
    #expect(pauses == [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000])
    supervisor.noteOpened(at: 8)
    supervisor.noteBlock(at: 9)
    supervisor.noteClosed(as: .stalled, at: 10)
    #expect(supervisor.pause(at: 10) == 100_000_000)
  }

  @Test("keeps a device that opens but never delivers on growing pauses, as failed or stalled")
  func neverDelivers() {
    var supervisor = DeviceSupervisor(blockNanoseconds: 1, now: 0)
    #expect(supervisor.state == .failed)
    supervisor.noteOpened(at: 0)
    #expect(supervisor.state == .failed)
    supervisor.noteClosed(as: .stalled, at: 5)
    supervisor.noteOpened(at: 10)
    #expect(supervisor.state == .stalled)
    supervisor.noteClosed(as: .stalled, at: 20)
    #expect(supervisor.pause(at: 20) == 200_000_000)
  }
}
