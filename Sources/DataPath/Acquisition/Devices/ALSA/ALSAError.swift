internal import CALSA

/// The errors of libasound that mean something to the driver: Linux's numbers, negative.
enum ALSAError {
  /// EINTR: a signal arrived.
  static var interrupted: Int32 { -4 }
  /// ENXIO: the device's driver is gone.
  static var noAddress: Int32 { -6 }
  /// EAGAIN: not yet.
  static var tryAgain: Int32 { -11 }
  /// ENODEV: the device is gone.
  static var noDevice: Int32 { -19 }
  /// EPIPE: the reader was late and frames were lost.
  static var overrun: Int32 { -32 }
  /// EBADFD: the device is not in the state for this.
  static var badState: Int32 { -77 }
  /// ESTRPIPE: the machine slept.
  static var suspended: Int32 { -86 }

  /// libasound's words for an error.
  // Its texts stay as long as the program runs.
  static func text(_ code: Int32) -> String { unsafe String(cString: calsa_error_text(code)) }

  /// What an error that cannot be mended means.
  static func fault(_ code: Int32) -> DeviceFault {
    code == noDevice || code == noAddress ? .unplugged : .system(code: code)
  }
}
