import Foundation
import SlowChannels
import Testing

@Suite("The anomaly monitor's bound")
struct AnomalyVectorTests {
  @Test("follows the reference to the bit in mean, variance and alarm")
  func reference() throws {
    var parameters = AnomalyMonitor.Parameters()
    parameters.leaveSigmaThousandths = 3000
    parameters.persistenceCount = 1
    parameters.persistenceWindow = 1
    parameters.maximumFreezeCount = 10_000
    var monitor = AnomalyMonitor(parameters)
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appending(path: "Fixtures/radon/monitor.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    var alarmCount = 0
    for line in lines.dropFirst() {
      let columns = line.split(separator: ",")
      let numbers = try columns.prefix(4).map { try #require(Int64($0)) }
      let verdict = monitor.process(numbers[0] << 16)
      #expect(verdict.isAlarm == (numbers[3] == 1))
      alarmCount += verdict.isAlarm ? 1 : 0
      let isKnown = !monitor.isWarmingUp
      #expect((isKnown ? monitor.meanQ16 : 0) == numbers[1])
      #expect((isKnown ? monitor.varianceQ16 : 0) == numbers[2])
      guard isKnown else { continue }
      let mean = try #require(Double(columns[4]))
      #expect(abs(Double(monitor.meanQ16) / 65536 - mean) < 1e-4)
    }
    #expect(lines.count == 601)
    #expect(alarmCount == 30)
  }
}
