/// The messages of one sample, oldest first: at most a final estimate, a pick and two reports.
package struct AlertOutbox: BitwiseCopyable {
  private var messages: InlineArray<4, AlertMessage> = InlineArray(
    repeating: AlertMessage(type: .estimate))
  package private(set) var count = 0

  @_noAllocation @_noLocks
  init() {}

  /// Appends a message; the policy takes them after every sample, so four are never exceeded.
  @_noAllocation @_noLocks
  mutating func put(_ message: AlertMessage) {
    guard count < 4 else { return }
    messages[count] = message
    count &+= 1
  }

  @_noAllocation @_noLocks
  mutating func take() -> AlertMessage? {
    guard count > 0 else { return nil }
    let oldest = messages[0]
    messages[0] = messages[1]
    messages[1] = messages[2]
    messages[2] = messages[3]
    count &-= 1
    return oldest
  }
}
