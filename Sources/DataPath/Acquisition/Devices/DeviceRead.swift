/// The outcome of waiting for a device's next block.
package enum DeviceRead: Sendable {
  case block(DeviceBlock)
  /// The wait ended without a frame; the supervisor decides whether that is a stall.
  case nothing
  /// The device failed; it must be closed and opened again.
  case failed(DeviceFault)
}
