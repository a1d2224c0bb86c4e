package import SeismicTypes

/// How much a log line matters.
package enum LogLevel: UInt8, BitwiseCopyable, Sendable {
  case info, warning, error

  var word: String {
    switch self {
    case .info: "info"
    case .warning: "warning"
    case .error: "error"
    }
  }
}

/// What a running thread can report; each kind fixes its level and what its two numbers mean.
package enum LogEvent: UInt8, BitwiseCopyable, Sendable {
  case triggerArmed, onsetPending, onsetConfirmed, onsetRejected, triggerEnded, triggerForcedOff
  case gap, clockStep, overrun, noticesLost
  case gravity, gravityOutOfLimits
  case warmStartStands, coldStartSensorMoved, coldStartInterrupted
  case sourceDelivers, sourceRate, leapSecond, sourceEnded, sendFailed, encodingFailed,
    policyApplied, destinationsApplied,
    destinationsRefused

  var level: LogLevel {
    switch self {
    case .triggerArmed, .onsetPending, .onsetConfirmed, .onsetRejected, .triggerEnded, .sourceEnded,
      .sourceDelivers, .sourceRate,
      .policyApplied, .destinationsApplied, .gravity, .warmStartStands:
      .info
    case .triggerForcedOff, .gap, .clockStep, .leapSecond, .overrun, .noticesLost, .sendFailed,
      .gravityOutOfLimits, .coldStartSensorMoved, .coldStartInterrupted:
      .warning
    case .encodingFailed, .destinationsRefused: .error
    }
  }

  var name: String {
    switch self {
    case .triggerArmed: "trigger-armed"
    case .onsetPending: "onset-pending"
    case .onsetConfirmed: "onset-confirmed"
    case .onsetRejected: "onset-rejected"
    case .triggerEnded: "trigger-ended"
    case .triggerForcedOff: "trigger-forced-off"
    case .gap: "gap"
    case .clockStep: "clock-step"
    case .overrun: "overrun"
    case .noticesLost: "notices-lost"
    case .gravity: "gravity"
    case .gravityOutOfLimits: "gravity-out-of-limits"
    case .warmStartStands: "warm-start-stands"
    case .coldStartSensorMoved: "cold-start reason=sensor-moved"
    case .coldStartInterrupted: "cold-start reason=interrupted"
    case .sourceDelivers: "source-delivers"
    case .sourceRate: "source-rate"
    case .leapSecond: "leap-second"
    case .sourceEnded: "source-ended"
    case .sendFailed: "send-failed"
    case .encodingFailed: "encoding-failed"
    case .policyApplied: "policy-applied"
    case .destinationsApplied: "destinations-applied"
    case .destinationsRefused: "destinations-refused"
    }
  }

  /// The keys of the two numbers; an empty key leaves its number out.
  var keys: (first: String, second: String) {
    switch self {
    case .triggerArmed, .onsetPending, .onsetConfirmed, .triggerEnded, .triggerForcedOff,
      .sourceEnded:
      ("sampleIndex", "")
    case .onsetRejected: ("sampleIndex", "reason")
    case .sourceDelivers: ("sampleIndex", "firstSampleTime")
    case .sourceRate: ("partsPerBillion", "jitterNanoseconds")
    case .gap: ("missingSamples", "")
    case .clockStep, .leapSecond: ("stepNanoseconds", "")
    case .overrun, .noticesLost, .sendFailed: ("count", "")
    case .gravity, .gravityOutOfLimits: ("deviationPartsPerMillion", "tiltMillidegrees")
    case .coldStartSensorMoved, .coldStartInterrupted: ("observedShakingAfterSeconds", "")
    case .encodingFailed: ("messageType", "")
    case .policyApplied, .destinationsApplied, .destinationsRefused, .warmStartStands: ("", "")
    }
  }
}

/// One log line before it is text: what a running thread hands to housekeeping.
package struct LogRecord: BitwiseCopyable, Sendable {
  package var time: Timestamp
  package var event: LogEvent
  package var source: ShortText
  package var first: Int64
  package var second: Int64

  @_noAllocation @_noLocks
  package init(
    _ event: LogEvent, time: Timestamp, source: ShortText, first: Int64 = 0, second: Int64 = 0
  ) {
    self.time = time
    self.event = event
    self.source = source
    self.first = first
    self.second = second
  }

  /// `TIME level event source=… key=…`, without a line end.
  package var line: String {
    var text = time.iso8601 + " " + event.level.word + " " + event.name
    if source.count > 0 { text += " source=" + source.string }
    if !event.keys.first.isEmpty { text += " \(event.keys.first)=\(first)" }
    if !event.keys.second.isEmpty { text += " \(event.keys.second)=\(second)" }
    return text
  }
}
