internal import CIIO

/// A channel of a device.
///
/// Safe as long as its context lives; whoever holds a channel holds the context.
@safe
struct IIOChannel {
  let pointer: OpaquePointer

  init(pointer: OpaquePointer) { unsafe self.pointer = pointer }

  /// Such as `accel_x` or `voltage0-voltage1`.
  var identifier: String { unsafe text(of: ciio_channel_identifier(pointer)) ?? "" }
  var name: String? { unsafe text(of: ciio_channel_name(pointer)) }
  /// What the kernel's attribute `label` says.
  var label: String? {
    hasAttribute("label") ? read("label").text : nil
  }
  var isOutput: Bool { unsafe ciio_channel_is_output(pointer) != 0 }
  var isScanElement: Bool { unsafe ciio_channel_is_scan_element(pointer) != 0 }
  /// How many values one channel holds; 1 where it repeats none.
  var repeatCount: Int { unsafe max(Int(ciio_channel_format(pointer).repeat), 1) }

  /// How its values stand in a scan; nil where the description cannot be one.
  var format: ScanFormat? {
    let format = unsafe ciio_channel_format(pointer)
    return ScanFormat(
      storageBits: Int(format.storage_bits), realBits: Int(format.real_bits),
      shift: Int(format.shift), isSigned: format.is_signed != 0,
      isBigEndian: format.is_big_endian != 0)
  }

  /// Whether a text names this channel.
  func isCalled(_ text: String) -> Bool {
    text == identifier || text == name || text == label
  }

  var attributeNames: [String] {
    var names: [String] = []
    for index in 0..<(unsafe ciio_channel_attribute_count(pointer)) {
      if let name = unsafe text(of: ciio_channel_attribute_name(pointer, index)) {
        names.append(name)
      }
    }
    return names
  }

  func hasAttribute(_ name: String) -> Bool { attributeNames.contains(name) }

  /// The value of an attribute, or the negative errno.
  func read(_ attribute: String) -> AttributeText {
    unsafe attributeText { bytes, size in
      unsafe attribute.withCString { name in unsafe ciio_channel_read(pointer, name, bytes, size) }
    }
  }

  /// Zero, or the negative errno.
  func write(_ value: String, to attribute: String) -> Int32 {
    let result = unsafe attribute.withCString { name in
      unsafe value.withCString { text in unsafe ciio_channel_write(pointer, name, text) }
    }
    return Int32(truncatingIfNeeded: min(result, 0))
  }

  /// Whether the device's next buffer holds the channel.
  func setEnabled(_ isEnabled: Bool) {
    unsafe ciio_channel_enable(pointer, isEnabled ? 1 : 0)
  }
}
