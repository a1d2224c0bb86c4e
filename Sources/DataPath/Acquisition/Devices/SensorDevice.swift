package import SeismicTypes

/// What every driver of a live sensor offers; each is used by one thread.
///
/// The supervisor opens a device, reads it until it fails or falls silent, closes it and opens it
/// again.
package protocol SensorDevice {
  /// Opens the device, sets it up and reads its settings back; may be called again after `close()`.
  func open() throws(AcquisitionError)
  /// After `open()`: what was set and what was read back, one fact a line, for the log and `--check`.
  var facts: [String] { get }
  /// The rate of the frames that `read` gives, after any decimation; known before `open()`.
  var sampleRate: SampleRate { get }
  /// The group delay of the driver's own filters, beside the board file's.
  var delayNanoseconds: Int64 { get }
  /// Waits for the next frames.
  ///
  /// - Parameters:
  ///   - counts: Receives the counts, shape [frames][channels]; at most one block of them.
  ///   - timeoutMilliseconds: How long to wait at most.
  /// - Returns: What came.
  func read(into counts: inout MutableSpan<Int32>, timeoutMilliseconds: Int32) -> DeviceRead
  /// Gives the device back; does nothing when it is not open.
  func close()
}
