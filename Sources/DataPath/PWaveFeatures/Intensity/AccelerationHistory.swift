import SeismicTypes

/// One sample's acceleration, µm/s², masked components zero: saturates at 2,147 m/s².
struct AccelerationRecord: BitwiseCopyable {
  var vertical: Int32 = 0
  var north: Int32 = 0
  var east: Int32 = 0

  @_noAllocation @_noLocks
  init() {}

  @inline(__always) @_noAllocation @_noLocks
  init(_ motion: GroundMotion) {
    let shaking = motion.unmasked(motion.shakingAccelerationPicometresPerSecondSquared)
    vertical = Self.micrometres(shaking.vertical)
    north = Self.micrometres(shaking.north)
    east = Self.micrometres(shaking.east)
  }

  @inline(__always) @_noAllocation @_noLocks
  private static func micrometres(_ picometres: Int64) -> Int32 {
    let held = picometres / 1_000_000
    return held > 2_147_483_647
      ? .max : (held < -2_147_483_647 ? -2_147_483_647 : Int32(truncatingIfNeeded: held))
  }
}

/// The memory of the last seconds of acceleration, allocated once.
///
/// `@safe`: the memory is initialised at once and freed with the only owner.
@safe
final class AccelerationHistory {
  /// A power of two, so that a sample index finds its place by a mask.
  let capacity: Int64
  let records: UnsafeMutablePointer<AccelerationRecord>

  init(minimumSampleCount: Int64) {
    var capacity: Int64 = 64
    while capacity < minimumSampleCount { capacity *= 2 }
    self.capacity = capacity
    unsafe records = UnsafeMutablePointer<AccelerationRecord>.allocate(capacity: Int(capacity))
    unsafe records.initialize(repeating: AccelerationRecord(), count: Int(capacity))
  }

  deinit { unsafe records.deallocate() }
}
