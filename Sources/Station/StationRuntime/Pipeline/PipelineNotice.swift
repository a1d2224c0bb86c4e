package import Triggering

/// Something worth a line in the log.
package enum PipelineNotice: Sendable {
  case trigger(Trigger.Transition, sampleIndex: Int64)
  case gap(missingSampleCount: Int64)
  case clockStep(nanoseconds: Int64)
}

/// The notices of one block: the first eight, and how many more there were.
package struct PipelineNotices: Sendable {
  private var notices: InlineArray<8, PipelineNotice?> = InlineArray(repeating: nil)
  package private(set) var count = 0
  package private(set) var lostCount = 0

  @_noAllocation @_noLocks
  init() {}

  /// Notice `index`, 0 ≤ index < count.
  @_noAllocation @_noLocks
  package func notice(at index: Int) -> PipelineNotice? { notices[index] }

  @_noAllocation @_noLocks
  mutating func put(_ notice: PipelineNotice) {
    guard count < 8 else {
      lostCount &+= 1
      return
    }
    notices[count] = notice
    count &+= 1
  }

  @_noAllocation @_noLocks
  mutating func clear() {
    count = 0
    lostCount = 0
  }
}
