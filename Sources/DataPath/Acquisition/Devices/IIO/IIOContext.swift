internal import CIIO
internal import CLinux

/// A connection to the industrial I/O devices of this machine or of an iiod.
///
/// Safe, because libiio's pointers stay inside the folder's types, which hold the context as long as
/// they use what came out of it.
@safe
final class IIOContext {
  private let pointer: OpaquePointer
  let uri: String

  init(uri: String) throws(AcquisitionError) {
    var error: Int32 = 0
    let opened = unsafe uri.withCString { text in unsafe ciio_context_open(text, &error) }
    guard let opened = unsafe opened else {
      throw .deviceFailed(
        device: uri, operation: "cannot be opened", reason: IIOContext.reason(error))
    }
    unsafe pointer = opened
    self.uri = uri
  }

  /// The devices of an XML description, which have no data.
  init(xml: String) throws(AcquisitionError) {
    var error: Int32 = 0
    let opened = unsafe xml.withCString { text in
      unsafe ciio_context_of_xml(text, UInt64(xml.utf8.count), &error)
    }
    guard let opened = unsafe opened else {
      throw .deviceFailed(
        device: "xml", operation: "cannot be read", reason: IIOContext.reason(error))
    }
    unsafe pointer = opened
    uri = "xml:"
  }

  deinit { unsafe ciio_context_close(pointer) }

  /// Devices and triggers, in the kernel's order.
  var devices: [IIONode] {
    var devices: [IIONode] = []
    for index in 0..<(unsafe ciio_context_device_count(pointer)) {
      guard let device = unsafe ciio_context_device(pointer, index) else { break }
      devices.append(unsafe IIONode(pointer: device))
    }
    return devices
  }

  /// Sets the longest wait for an answer of an iiod.
  func setTimeout(milliseconds: UInt32) throws(AcquisitionError) {
    let error = unsafe ciio_context_set_timeout(pointer, milliseconds)
    guard error >= 0 else {
      throw .deviceFailed(
        device: uri, operation: "cannot set the timeout", reason: IIOContext.reason(error))
    }
  }

  static func reason(_ error: Int32) -> String {
    unsafe String(cString: clinux_error_text(error < 0 ? 0 - error : error))
  }
}
