/// What one read of a device gave, before it is put on the station's timeline.
///
/// The counts themselves stand in the caller's memory, shape [frameCount][channelCount].
package struct DeviceBlock: BitwiseCopyable, Sendable {
  package var frameCount: Int
  /// When the newest frame was stamped, on CLOCK_MONOTONIC_RAW; the sensor's and the filters' group
  /// delay is not yet taken off.
  package var newestFrameRawNanoseconds: Int64
  /// Whether the stamp was made by the hardware or its driver, and not when the read returned.
  package var isDriverStamped: Bool
  /// Frames that the device itself says were lost before this block, by a sequence number or an
  /// overrun's length; zero where none were lost, nil where some were and only the time can tell how
  /// many.
  package var lostFrameCount: Int64?

  package init(
    frameCount: Int, newestFrameRawNanoseconds: Int64, isDriverStamped: Bool,
    lostFrameCount: Int64? = 0
  ) {
    self.frameCount = frameCount
    self.newestFrameRawNanoseconds = newestFrameRawNanoseconds
    self.isDriverStamped = isDriverStamped
    self.lostFrameCount = lostFrameCount
  }
}
