/// The memory of the last seconds of motion, allocated once.
///
/// The class owns the records for as long as it lives; `PWaveFeatures` writes and reads them.
/// `@safe`: the memory is initialised at once and freed with the only owner.
@safe
final class MotionHistory {
  /// A power of two, so that a sample index finds its place by a mask.
  let capacity: Int64
  let records: UnsafeMutablePointer<MotionRecord>

  init(minimumSampleCount: Int64) {
    var capacity: Int64 = 64
    while capacity < minimumSampleCount { capacity *= 2 }
    self.capacity = capacity
    unsafe records = UnsafeMutablePointer<MotionRecord>.allocate(capacity: Int(capacity))
    unsafe records.initialize(repeating: MotionRecord(), count: Int(capacity))
  }

  deinit { unsafe records.deallocate() }
}
