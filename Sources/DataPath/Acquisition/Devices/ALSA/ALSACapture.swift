internal import CALSA

/// An opened sound device: libasound's calls, and nothing kept but what it was set to.
// Unsafe storage: libasound's handle, opened in the initialiser, freed in `close`, used by one thread.
@safe
final class ALSACapture {
  /// What was set and read back.
  let settings: calsa_settings
  private var handle: OpaquePointer?

  /// Opens a device and sets it up; nothing is started.
  init(_ parameters: ALSADevice.Parameters, defaultPeriodFrames: Int) throws(AcquisitionError) {
    let period = parameters.periodFrames ?? defaultPeriodFrames
    let buffer = parameters.bufferFrames ?? max(4 * period, parameters.captureRateHertz / 2)
    var wanted = calsa_settings(
      format: parameters.format.libraryFormat,
      channel_count: UInt32(parameters.captureChannelCount),
      rate_hertz: UInt32(parameters.captureRateHertz), period_frames: UInt32(period),
      buffer_frames: UInt32(buffer), stamps_are_raw: 0)
    var opened: OpaquePointer?
    var step: UnsafePointer<CChar> = unsafe calsa_error_text(0)
    let result = unsafe calsa_capture_open(parameters.device, &wanted, &opened, &step)
    guard result >= 0 else {
      throw Self.refusal(parameters, step: unsafe String(cString: step), wanted, result)
    }
    settings = wanted
    unsafe handle = opened
  }

  private static func refusal(
    _ parameters: ALSADevice.Parameters, step: String, _ wanted: calsa_settings, _ code: Int32
  ) -> AcquisitionError {
    let value: String
    switch step {
    case "format": value = parameters.format.rawValue
    case "captureRateHertz": value = "\(wanted.rate_hertz)"
    case "captureChannelCount": value = "\(wanted.channel_count)"
    case "periodFrames": value = "\(wanted.period_frames)"
    case "bufferFrames": value = "\(wanted.buffer_frames)"
    default:
      return .deviceFailed(
        device: parameters.device, operation: "opening (\(step))", reason: ALSAError.text(code))
    }
    return .deviceSetting(
      device: parameters.device, setting: step, value: value,
      expected: "what the device can do (\(ALSAError.text(code)); arecord --dump-hw-params tells)")
  }

  /// The card the device belongs to, such as `hw:1`; nil where it belongs to none.
  var cardName: String? {
    guard let handle = unsafe handle else { return nil }
    var text = [CChar](repeating: 0, count: 32)
    let result = unsafe text.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let start = buffer.baseAddress else { return -1 }
      return unsafe calsa_capture_card(handle, start, 32)
    }
    guard result >= 0 else { return nil }
    return unsafe text.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe String(cString: $0) }
    }
  }

  /// Prepares and starts, at first and after an overrun; 0 or an error.
  func start() -> Int32 {
    guard let handle = unsafe handle else { return ALSAError.badState }
    return unsafe calsa_capture_start(handle)
  }

  /// Goes on after the machine slept; 0 or an error.
  func resume() -> Int32 {
    guard let handle = unsafe handle else { return ALSAError.badState }
    return unsafe calsa_capture_resume(handle)
  }

  /// 1 when a period can be read, 0 when the time is up, or an error.
  func wait(milliseconds: Int32) -> Int32 {
    guard let handle = unsafe handle else { return ALSAError.badState }
    return unsafe calsa_capture_wait(handle, milliseconds)
  }

  /// Where the device stands; nil with an error in `code`.
  func position(_ code: inout Int32) -> calsa_position? {
    guard let handle = unsafe handle else { return nil }
    var position = calsa_position()
    code = unsafe calsa_capture_position(handle, &position)
    return code < 0 ? nil : position
  }

  /// Reads frames as they are in memory; how many, or an error.
  func read(into bytes: inout [UInt8], frameCount: Int) -> Int64 {
    guard let handle = unsafe handle else { return Int64(ALSAError.badState) }
    return unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return unsafe calsa_capture_read(handle, start, Int64(frameCount))
    }
  }

  func close() {
    unsafe calsa_capture_close(handle)
    unsafe handle = nil
  }
}
