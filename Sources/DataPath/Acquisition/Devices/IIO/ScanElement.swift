/// One count of a frame: which value of which channel of a scan it is.
struct ScanElement {
  let channel: IIOChannel
  let format: ScanFormat
  /// Which of the values that the channel repeats, from 0.
  let repetition: Int

  /// The element that a board file names: `accel_x`, or `quaternion[2]`.
  init(named text: String, of device: IIONode) throws(AcquisitionError) {
    let (name, index) = Self.parts(of: text)
    let channels = device.channels.filter { !$0.isOutput && $0.isScanElement }
    guard let channel = channels.first(where: { $0.isCalled(name) }) else {
      throw .deviceSetting(
        device: device.title, setting: "element", value: text,
        expected: "a channel that can be captured: " + Self.list(channels))
    }
    guard let format = channel.format else {
      throw .deviceSetting(
        device: device.title, setting: "scan format of " + text, value: "not understood",
        expected: "8 to 64 bits, the value inside them")
    }
    guard index < channel.repeatCount else {
      throw .deviceSetting(
        device: device.title, setting: "element", value: text,
        expected: "an index below \(channel.repeatCount)")
    }
    self.channel = channel
    self.format = format
    repetition = index
  }

  /// The values' bytes in a frame, all repetitions.
  var byteCount: Int { format.byteCount * channel.repeatCount }

  /// What the driver's `offset` adds to a count of an unsigned format, as the ABI has it; a signed
  /// one has its zero already.
  func readZero() -> Int64 {
    guard !format.isSigned, channel.hasAttribute("offset"),
      let text = channel.read("offset").text, let offset = DecimalText(text),
      abs(offset.value) <= 4_294_967_296
    else { return 0 }
    return Int64(offset.value.rounded())
  }

  private static func list(_ channels: [IIOChannel]) -> String {
    guard let first = channels.first else { return "it has none" }
    var text = first.identifier
    for channel in channels.dropFirst() { text += ", " + channel.identifier }
    return text
  }

  /// `quaternion[2]` as `quaternion` and 2; any other text with 0.
  private static func parts(of text: String) -> (name: String, index: Int) {
    let bytes = Array(text.utf8)
    guard bytes.last == UInt8(ascii: "]"),
      let bracket = bytes.lastIndex(of: UInt8(ascii: "[")), bracket > 0
    else { return (text, 0) }
    let digits = bytes[(bracket + 1)..<(bytes.count - 1)]
    guard !digits.isEmpty, digits.count <= 3 else { return (text, 0) }
    var index = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return (text, 0) }
      index = index * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return (String(decoding: bytes[..<bracket], as: UTF8.self), index)
  }
}
