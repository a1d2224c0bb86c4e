import CIIO

/// libiio's own conversion of values of many formats, the judge of `ScanFormat`.
///
/// Safe, because its pointers stay inside.
@safe
final class LibiioFormats {
  private let context: OpaquePointer
  private let device: OpaquePointer

  struct Failure: Error {}

  /// libiio validates its XML.
  private static let start = """
    <?xml version="1.0" encoding="utf-8"?><!DOCTYPE context [<!ELEMENT context (device)*>
    <!ELEMENT device (channel)*><!ELEMENT channel (scan-element)><!ELEMENT scan-element EMPTY>
    <!ATTLIST context name CDATA #REQUIRED><!ATTLIST device id CDATA #REQUIRED name CDATA #IMPLIED>
    <!ATTLIST channel id CDATA #REQUIRED type (input) #REQUIRED>
    <!ATTLIST scan-element index CDATA #REQUIRED format CDATA #REQUIRED>]>
    """

  // `formats` are the kernel's texts, such as `be:s20/32>>12`.
  init(_ formats: [String]) throws {
    let channels = formats.enumerated().map { index, format in
      let escaped = format.split(separator: ">>").joined(separator: "&gt;&gt;")
      return "<channel id=\"voltage\(index)\" type=\"input\"><scan-element index=\"\(index)\" "
        + "format=\"\(escaped)\"/></channel>"
    }
    let xml =
      Self.start + "<context name=\"formats\"><device id=\"iio:device0\" name=\"formats\">"
      + channels.joined()
      + "</device></context>"
    var error: Int32 = 0
    guard let context = unsafe ciio_context_of_xml(xml, UInt64(xml.utf8.count), &error),
      let device = unsafe ciio_context_device(context, 0)
    else { throw Failure() }
    unsafe self.context = context
    unsafe self.device = device
  }

  deinit { unsafe ciio_context_close(context) }

  var count: Int { unsafe Int(ciio_device_channel_count(device)) }

  /// What libiio makes of a value's bytes, in the machine's order and zeros behind.
  func convert(_ bytes: [UInt8], format index: Int) -> UInt64 {
    var converted = [UInt8](repeating: 0, count: 8)
    if let channel = unsafe ciio_device_channel(device, UInt32(index)) {
      unsafe ciio_channel_convert(channel, &converted, bytes)
    }
    return converted.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
