import CJansson

/// A value as JSON in ASCII on one line, cut after 60 characters.
func jsonText(of value: UnsafeMutablePointer<json_t>) -> String {
  let flags = Int(JSON_ENCODE_ANY | JSON_ENSURE_ASCII) | (12 << 11)  // 12 significant digits
  var characters = unsafe [CChar](repeating: 0, count: json_dumpb(value, nil, 0, flags))
  _ = unsafe json_dumpb(value, &characters, characters.count, flags)
  var bytes: [UInt8] = []
  for character in characters.prefix(60) { bytes.append(UInt8(bitPattern: character)) }
  // DEL is ASCII, so jansson leaves it as it is.
  return printable(String(decoding: bytes, as: UTF8.self)) + (characters.count > 60 ? "…" : "")
}

/// A number in decimal, without a fraction where it has none.
func decimalText(_ number: Double) -> String {
  if let whole = Int(exactly: number), whole.magnitude < 1_000_000_000_000 { return "\(whole)" }
  guard let value = unsafe json_real(number) else { return "no finite number" }
  defer { unsafe json_decref(value) }
  return unsafe jsonText(of: value)
}

/// A text in quotation marks, with control characters and anything beyond ASCII escaped.
func quotedText(_ text: String) -> String {
  guard let value = unsafe json_string(text) else { return "\"…\"" }
  defer { unsafe json_decref(value) }
  return unsafe jsonText(of: value)
}
