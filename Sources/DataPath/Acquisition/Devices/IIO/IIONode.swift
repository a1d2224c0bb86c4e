internal import CIIO

/// A device or a trigger of a context.
///
/// Safe as long as its context lives; whoever holds a node holds the context.
@safe
struct IIONode {
  let pointer: OpaquePointer

  init(pointer: OpaquePointer) { unsafe self.pointer = pointer }

  /// Such as `iio:device0` or `trigger0`.
  var identifier: String { unsafe text(of: ciio_device_identifier(pointer)) ?? "" }
  var name: String? { unsafe text(of: ciio_device_name(pointer)) }
  var label: String? { unsafe text(of: ciio_device_label(pointer)) }
  var isTrigger: Bool { unsafe ciio_device_is_trigger(pointer) != 0 }

  /// Label, name or identifier, whichever the device has first.
  var title: String { label ?? name ?? identifier }

  /// Whether a text names this device.
  func isCalled(_ text: String) -> Bool {
    text == identifier || text == name || text == label
  }

  var channels: [IIOChannel] {
    var channels: [IIOChannel] = []
    for index in 0..<(unsafe ciio_device_channel_count(pointer)) {
      guard let channel = unsafe ciio_device_channel(pointer, index) else { break }
      channels.append(unsafe IIOChannel(pointer: channel))
    }
    return channels
  }

  var attributeNames: [String] {
    var names: [String] = []
    for index in 0..<(unsafe ciio_device_attribute_count(pointer)) {
      if let name = unsafe text(of: ciio_device_attribute_name(pointer, index)) {
        names.append(name)
      }
    }
    return names
  }

  /// The value of an attribute, or the negative errno.
  func read(_ attribute: String) -> AttributeText {
    unsafe attributeText { bytes, size in
      unsafe attribute.withCString { name in unsafe ciio_device_read(pointer, name, bytes, size) }
    }
  }

  /// The value of an attribute of the buffer, or the negative errno.
  func readBuffer(_ attribute: String) -> AttributeText {
    unsafe attributeText { bytes, size in
      unsafe attribute.withCString { name in
        unsafe ciio_device_read_buffer(pointer, name, bytes, size)
      }
    }
  }

  /// Zero, or the negative errno.
  func write(_ value: String, to attribute: String) -> Int32 {
    let result = unsafe attribute.withCString { name in
      unsafe value.withCString { text in unsafe ciio_device_write(pointer, name, text) }
    }
    return Int32(truncatingIfNeeded: min(result, 0))
  }

  /// The name of the trigger in use; nil without one.
  var triggerName: String? {
    var error: Int32 = 0
    guard let trigger = unsafe ciio_device_trigger(pointer, &error) else { return nil }
    return unsafe IIONode(pointer: trigger).name
  }

  /// Zero, or the negative errno.
  func setTrigger(_ trigger: IIONode) -> Int32 {
    unsafe ciio_device_set_trigger(pointer, trigger.pointer)
  }
}

/// What reading an attribute gave.
enum AttributeText: Equatable {
  case text(String)
  /// A negative errno.
  case failed(Int32)

  var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }
}

/// Calls a reader of libiio's with memory for the longest attribute, a page.
func attributeText(_ read: (UnsafeMutablePointer<CChar>, UInt64) -> Int64) -> AttributeText {
  let size = 4096
  let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: size)
  // Owned here alone; libiio writes at most `size` bytes and ends them with a zero.
  defer { unsafe bytes.deallocate() }
  unsafe bytes.initialize(repeating: 0, count: size)
  let length = unsafe read(bytes, UInt64(size - 1))
  guard length >= 0 else { return .failed(Int32(truncatingIfNeeded: length)) }
  var text = unsafe String(cString: bytes)
  while let last = text.utf8.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: " ") {
    text.removeLast()
  }
  return .text(text)
}

/// A C string of libiio's as text; nil for NULL and for an empty one.
func text(of characters: UnsafePointer<CChar>?) -> String? {
  guard let characters = unsafe characters else { return nil }
  let text = unsafe String(cString: characters)
  return text.isEmpty ? nil : text
}
