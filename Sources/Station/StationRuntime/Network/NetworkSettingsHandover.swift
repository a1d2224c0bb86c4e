internal import Alerting
internal import Synchronization

/// What of the settings the network thread uses and a reload may change.
struct NetworkSettings {
  var destinations: [AlertDestination]
  var heartbeatNanoseconds: Int64
}

/// New settings on their way from housekeeping to the network thread, one set at a time.
// Unchecked: `pending` belongs to housekeeping while the flag is clear and to the network thread
// while it is set; each hands it over by changing the flag last.
final class NetworkSettingsHandover: @unchecked Sendable {
  private let isPending = Atomic<Bool>(false)
  private var pending: NetworkSettings?

  /// Whether the last set has been taken.
  var isFree: Bool {
    // Ordering: acquiring, so that the network thread's reading of the last set is over.
    !isPending.load(ordering: .acquiring)
  }

  /// Offers settings; call it only while the handover is free.
  func offer(_ settings: NetworkSettings) {
    pending = settings
    // Ordering: releasing, so that the network thread that sees the flag sees the set.
    isPending.store(true, ordering: .releasing)
  }

  /// The settings on offer, or nil.
  func take() -> NetworkSettings? {
    // Ordering: acquiring, the other side of the releasing store in `offer`.
    guard isPending.load(ordering: .acquiring) else { return nil }
    let settings = pending
    pending = nil
    // Ordering: releasing, the other side of the acquiring load in `offer`.
    isPending.store(false, ordering: .releasing)
    return settings
  }
}
