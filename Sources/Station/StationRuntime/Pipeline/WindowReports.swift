package import Alerting
package import SeismicTypes

/// One window of the open event: what it measured, what was predicted from it, where it left the
/// event.
package struct WindowReport: BitwiseCopyable, Sendable {
  /// The event's number.
  package var event: Int64
  package var window: PWaveWindow
  /// Nil where the station predicts nothing: in a coda, or beyond 30 s.
  package var estimate: Estimate?
  /// The event's level after this window.
  package var level: AlertLevel

  @_noAllocation @_noLocks
  init(event: Int64, window: PWaveWindow, estimate: Estimate?, level: AlertLevel) {
    self.event = event
    self.window = window
    self.estimate = estimate
    self.level = level
  }
}

/// The windows of one block: the first eight, and how many more there were.
///
/// Windows follow one another by at least 0.5 s, save those that are made up for at the opening of an
/// event, so a block would have to last seconds to lose one.
package struct WindowReports: Sendable {
  private var reports: InlineArray<8, WindowReport?> = InlineArray(repeating: nil)
  package private(set) var count = 0
  package private(set) var lostCount = 0

  @_noAllocation @_noLocks
  init() {}

  /// Report `index`, 0 ≤ index < count, oldest first.
  @_noAllocation @_noLocks
  package func report(at index: Int) -> WindowReport? { reports[index] }

  @_noAllocation @_noLocks
  mutating func put(_ report: WindowReport) {
    guard count < 8 else {
      lostCount &+= 1
      return
    }
    reports[count] = report
    count &+= 1
  }

  @_noAllocation @_noLocks
  mutating func clear() {
    count = 0
    lostCount = 0
  }
}
