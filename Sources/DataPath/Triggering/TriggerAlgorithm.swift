extension Trigger {
  /// How the trigger compares the newest motion with what came before.
  package enum Algorithm: Sendable {
    /// Recursive averages of the energy; the default.
    case recursive
    /// Means over two windows that end at the same sample.
    case classic
    /// Means over two windows, the long one ending before the short one begins.
    case delayed
    /// Recursive averages of Allen's characteristic function.
    case allen
  }
}
