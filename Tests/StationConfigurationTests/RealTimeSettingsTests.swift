import StationConfiguration
import Testing

@Suite("Real-time settings of a board")
struct RealTimeSettingsTests {
  private func board(_ realTime: String) throws -> BoardFile {
    try BoardFile(
      decoding: source(
        smallBoard.replacing(
          "\"board\": \"test\"", with: "\"board\": \"test\", \"realTime\": \(realTime)")))
  }

  @Test("have defaults")
  func defaults() throws {
    let board = try BoardFile(decoding: source(smallBoard))
    #expect(board.realTime == RealTimeSettings())
    #expect(board.realTime.watchdogDevice == nil)
  }

  @Test("are taken")
  func taken() throws {
    let board = try board(
      """
      { "sourcePriority": 70, "processingPriority": 60, "networkPriority": 20, "processingCpu": 3,
        "networkCpu": 0, "watchdogDevice": "/dev/watchdog", "watchdogSeconds": 30 }
      """)
    #expect(board.realTime.sourcePriority == 70)
    #expect(board.realTime.processingPriority == 60)
    #expect(board.realTime.networkPriority == 20)
    #expect(board.realTime.processingCpu == 3)
    #expect(board.realTime.networkCpu == 0)
    #expect(board.realTime.watchdogDevice == "/dev/watchdog")
    #expect(board.realTime.watchdogSeconds == 30)
  }

  @Test(
    "that put the network before processing, or leave their ranges, are refused",
    arguments: [
      "{ \"networkPriority\": 40 }", "{ \"processingPriority\": 50 }",
      "{ \"processingPriority\": 99 }", "{ \"watchdogSeconds\": 1 }", "{ \"cpu\": 1 }",
    ])
  func refused(realTime: String) {
    #expect(throws: ConfigurationError.self) { try board(realTime) }
  }
}
