internal import Synchronization

/// Values on their way from one thread to one other, one at a time.
// Unchecked: `pending` belongs to the giving thread while the flag is clear and to the taking one while
// it is set; each hands it over by changing the flag last.
final class Handover<Value>: @unchecked Sendable {
  private let isPending = Atomic<Bool>(false)
  private var pending: Value?

  /// Whether the last value has been taken.
  var isFree: Bool {
    // Ordering: acquiring, so that the taking thread's reading of the last value is over.
    !isPending.load(ordering: .acquiring)
  }

  /// Offers a value; call it only while the handover is free.
  func offer(_ value: Value) {
    pending = value
    // Ordering: releasing, so that the thread that sees the flag sees the value.
    isPending.store(true, ordering: .releasing)
  }

  /// The value on offer, or nil.
  func take() -> Value? {
    // Ordering: acquiring, the other side of the releasing store in `offer`.
    guard isPending.load(ordering: .acquiring) else { return nil }
    let value = pending
    pending = nil
    // Ordering: releasing, the other side of the acquiring load in `offer`.
    isPending.store(false, ordering: .releasing)
    return value
  }
}
