internal import CIIO

/// A running capture of a device's enabled channels.
///
/// Safe, because libiio's memory is only reached through `frames`, and the buffer holds the
/// context that everything came out of.
@safe
final class IIOBuffer {
  private let pointer: OpaquePointer
  private let context: IIOContext
  /// Whether reads can wait for a chosen time; across the network only the context's own timeout
  /// ends one.
  let canWait: Bool

  init(
    of device: IIONode, in context: IIOContext, frames: Int, queueBlocks: UInt32
  ) throws(AcquisitionError) {
    var error: Int32 = 0
    let opened = unsafe ciio_buffer_open(device.pointer, UInt64(frames), queueBlocks, &error)
    guard let opened = unsafe opened else {
      throw .deviceFailed(
        device: device.title, operation: "buffered capture cannot be started",
        reason: IIOContext.reason(error))
    }
    unsafe pointer = opened
    self.context = context
    canWait = unsafe ciio_buffer_set_immediate(opened) >= 0
  }

  deinit { unsafe ciio_buffer_close(pointer) }

  /// 1 when frames are there, 0 after the timeout, or a negative errno.
  func wait(milliseconds: Int32) -> Int32 { unsafe ciio_buffer_wait(pointer, milliseconds) }

  /// How many bytes were fetched, or a negative errno.
  func refill() -> Int64 { unsafe ciio_buffer_refill(pointer) }

  /// The bytes from one frame to the next.
  var step: Int { unsafe Int(ciio_buffer_step(pointer)) }

  /// Where a channel's values stand in a frame.
  func offset(of channel: IIOChannel) -> Int {
    unsafe Int(ciio_buffer_offset(pointer, channel.pointer))
  }

  /// The first `byteCount` bytes of what the last refill fetched, valid until the next one; empty
  /// where there is no memory.
  func frames(byteCount: Int) -> UnsafeBufferPointer<UInt8> {
    guard let start = unsafe ciio_buffer_start(pointer) else {
      return unsafe UnsafeBufferPointer(start: nil, count: 0)
    }
    return unsafe UnsafeBufferPointer(
      start: start.assumingMemoryBound(to: UInt8.self), count: byteCount)
  }
}
