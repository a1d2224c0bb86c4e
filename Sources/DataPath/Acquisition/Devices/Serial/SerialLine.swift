import CLinux

/// A serial line of the operating system, raw and for this process alone.
struct SerialLine: ~Copyable {
  let path: String
  let baud: UInt32
  private var descriptor: Int32 = -1
  private var settings = clinux_serial_facts()

  /// The rates a line can be asked for; a driver may refuse some.
  static let supportedBaud: ClosedRange<Int> = 1200...4_000_000

  init(path: String, baud: UInt32) {
    self.path = path
    self.baud = baud
  }

  /// Opens the line and sets it; a line that is open is closed first.
  mutating func open() throws(AcquisitionError) {
    close()
    // The path is lent for the length of the call, and the facts are this value's own.
    let opened = unsafe clinux_serial_open(path, baud, &settings)
    guard opened >= 0 else {
      throw .deviceUnavailable(device: path, reason: reason(-opened))
    }
    descriptor = opened
  }

  private func reason(_ error: Int32) -> String {
    switch error {
    case 16: "another process has it open"
    case 22: "it cannot be set to \(baud) baud"
    case 25: "it is no serial line"
    // A text that the C library keeps.
    default: unsafe String(cString: clinux_error_text(error))
    }
  }

  /// What the kernel says the line is set to.
  var facts: [String] {
    [
      "line \(path) at \(settings.baud) baud, 8N1, "
        + (settings.is_low_latency == 1 ? "low latency" : "the driver's own latency")
    ]
  }

  /// Waits for bytes and reads them.
  ///
  /// - Parameters:
  ///   - bytes: Receives them.
  ///   - timeoutMilliseconds: The longest wait.
  ///   - rawNanoseconds: Receives CLOCK_MONOTONIC_RAW right after the read.
  /// - Returns: The number of bytes, 0 when the time is up, or a negative errno.
  func read(
    into bytes: inout MutableSpan<UInt8>, timeoutMilliseconds: Int32, rawNanoseconds: inout Int64
  ) -> Int {
    let descriptor = descriptor
    // The call writes no more than the buffer's own count.
    return unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return Int(
        unsafe clinux_serial_read(
          descriptor, start, Int64(buffer.count), timeoutMilliseconds, &rawNanoseconds))
    }
  }

  /// Writes all bytes; a line that takes none for 100 ms is an error.
  ///
  /// - Parameter bytes: What to send.
  /// - Returns: 0 or a negative errno.
  func write(_ bytes: [UInt8]) -> Int32 {
    // The callee reads the array's own count of bytes.
    unsafe clinux_write_in_time(descriptor, bytes, bytes.count, 100)
  }

  /// Drops what has come and was not read.
  func dropInput() { clinux_serial_drop_input(descriptor) }

  mutating func close() {
    guard descriptor >= 0 else { return }
    clinux_serial_close(descriptor)
    descriptor = -1
  }
}

extension DeviceFault {
  /// The fault behind a negative errno of a device's file.
  init(errno: Int) {
    switch errno {
    case -5, -6, -19: self = .unplugged  // EIO, ENXIO, ENODEV
    default: self = .system(code: Int32(truncatingIfNeeded: errno))
    }
  }
}
