/// What a store keeps; the oldest days go first, and none that is being written.
struct Retention: Equatable {
  /// Days before the newest one; nil for any.
  var dayCount: Int64?
  /// All days together; nil for any.
  var byteCount: Int64?
  /// What the file system must have free beside them.
  var reserveBytes: Int64
}
