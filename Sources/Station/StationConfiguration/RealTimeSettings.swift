/// How the station's own threads run on a board, and the watchdog that it has.
package struct RealTimeSettings: Equatable, Sendable {
  /// SCHED_FIFO priority of the thread that processes samples.
  package var processingPriority = 40
  /// Processor that thread is bound to; nil leaves it free.
  package var processingCpu: Int?
  /// SCHED_FIFO priority of the thread that signs and sends.
  package var networkPriority = 30
  package var networkCpu: Int?
  /// SCHED_FIFO priority of a source's thread that names none itself.
  package var sourcePriority = 50
  /// The board's own watchdog, as `/dev/watchdog`; nil where it is left alone.
  package var watchdogDevice: String?
  /// After how many seconds without food the board restarts.
  package var watchdogSeconds = 15

  package init() {}

  init(_ object: JSONObject) {
    object.read("processingPriority", in: 1...98, into: &processingPriority)
    processingCpu = object.optionalInteger("processingCpu", in: 0...1023)
    object.read("networkPriority", in: 1...98, into: &networkPriority)
    networkCpu = object.optionalInteger("networkCpu", in: 0...1023)
    object.read("sourcePriority", in: 1...98, into: &sourcePriority)
    watchdogDevice = object.optionalFilePath(
      "watchdogDevice", expected: "a watchdog device as /dev/watchdog")
    object.read("watchdogSeconds", in: 2...600, into: &watchdogSeconds)
    object.reportUnknownKeys()
    if !(networkPriority < processingPriority && processingPriority < sourcePriority) {
      object.report(
        "processingPriority", expected: "more than networkPriority and less than sourcePriority")
    }
  }
}
