/// The memory of half a minute of noise, allocated once.
///
/// `@safe`: the memory is initialised at once and freed with the only owner.
@safe
final class NoiseMemory {
  /// Half-second stretches kept.
  static var capacity: Int64 { 60 }
  /// Windows that a median is taken of; odd.
  static var windowCapacity: Int64 { 15 }

  let stretches: UnsafeMutablePointer<NoiseStretch>
  let windows: UnsafeMutablePointer<NoiseStretch>

  @_optimize(size)
  init() {
    unsafe stretches = UnsafeMutablePointer<NoiseStretch>.allocate(capacity: Int(Self.capacity))
    unsafe stretches.initialize(repeating: NoiseStretch(), count: Int(Self.capacity))
    unsafe windows = UnsafeMutablePointer<NoiseStretch>.allocate(
      capacity: Int(Self.windowCapacity))
    unsafe windows.initialize(repeating: NoiseStretch(), count: Int(Self.windowCapacity))
  }

  deinit {
    unsafe stretches.deallocate()
    unsafe windows.deallocate()
  }

  static var byteCount: Int {
    Int(capacity + windowCapacity) * MemoryLayout<NoiseStretch>.stride
  }
}
