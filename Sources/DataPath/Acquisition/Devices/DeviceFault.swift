/// Why a device stopped delivering.
package enum DeviceFault: Equatable, Sendable {
  /// The operating system or the driver's library gave an error, a negative errno.
  case system(code: Int32)
  /// The device is no longer there.
  case unplugged
  /// No frame for three expected block times.
  case stalled
  /// What came cannot be what the device sends: wrong frame size, format or values.
  case nonsense
  /// Somebody has set the device otherwise than the board file says: its calibration no longer holds.
  case reconfigured
}
