/// The numbers of the system's errors that decide something, as negative errno values of Linux on
/// the processors the station is built for.
enum SystemError {
  static var noSuchDevice: Int32 { -19 }
  static var tryAgain: Int32 { -11 }
  static var brokenPipe: Int32 { -32 }
  static var timedOut: Int32 { -110 }
  static var badDescriptor: Int32 { -9 }

  /// What an error of a read means for the device.
  static func fault(ofCode code: Int32) -> DeviceFault {
    if code == noSuchDevice { return .unplugged }
    if code == timedOut { return .stalled }
    return .system(code: code)
  }
}
