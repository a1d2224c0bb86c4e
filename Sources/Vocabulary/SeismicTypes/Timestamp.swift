/// An instant in UTC: nanoseconds since 1970, as POSIX counts them.
package struct Timestamp: BitwiseCopyable, Comparable, Hashable, Sendable {
  package var nanoseconds: Int64

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  // The derived comparisons of the standard library are generic code, which the hot path shuns.

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package static func == (lhs: Timestamp, rhs: Timestamp) -> Bool {
    lhs.nanoseconds == rhs.nanoseconds
  }

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool {
    lhs.nanoseconds < rhs.nanoseconds
  }

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package static func <= (lhs: Timestamp, rhs: Timestamp) -> Bool {
    lhs.nanoseconds <= rhs.nanoseconds
  }

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package static func > (lhs: Timestamp, rhs: Timestamp) -> Bool {
    lhs.nanoseconds > rhs.nanoseconds
  }

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package static func >= (lhs: Timestamp, rhs: Timestamp) -> Bool {
    lhs.nanoseconds >= rhs.nanoseconds
  }

  /// The instant `nanoseconds` later (or earlier, when negative).
  @inlinable @inline(__always) @_noAllocation @_noLocks
  package func advanced(byNanoseconds nanoseconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: self.nanoseconds &+ nanoseconds)
  }
}

/// An instant of this boot's monotonic clock, in nanoseconds; it never converts to a `Timestamp`.
package struct MonotonicInstant: BitwiseCopyable, Comparable, Hashable, Sendable {
  package var nanoseconds: Int64

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  // The derived comparisons of the standard library are generic code, which the hot path shuns.

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package static func == (lhs: MonotonicInstant, rhs: MonotonicInstant) -> Bool {
    lhs.nanoseconds == rhs.nanoseconds
  }

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package static func < (lhs: MonotonicInstant, rhs: MonotonicInstant) -> Bool {
    lhs.nanoseconds < rhs.nanoseconds
  }

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package static func <= (lhs: MonotonicInstant, rhs: MonotonicInstant) -> Bool {
    lhs.nanoseconds <= rhs.nanoseconds
  }

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package static func > (lhs: MonotonicInstant, rhs: MonotonicInstant) -> Bool {
    lhs.nanoseconds > rhs.nanoseconds
  }

  @inlinable @inline(__always) @_noAllocation @_noLocks
  package static func >= (lhs: MonotonicInstant, rhs: MonotonicInstant) -> Bool {
    lhs.nanoseconds >= rhs.nanoseconds
  }
}
