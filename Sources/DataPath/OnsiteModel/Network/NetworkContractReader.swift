/// Reads the lines of a model's contract, strictly.
struct NetworkContractReader {
  private let text: [UInt8]
  private var position = 0
  private var line = 1

  init(_ text: [UInt8]) { self.text = text }

  mutating func requireFormat(_ expected: Int64) throws(NetworkError) {
    try key("format")
    guard try number(in: 0...999) == expected else { throw error("format=\(expected)") }
    try endLine()
  }

  mutating func chain() throws(NetworkError) -> Int {
    try key("chain")
    let chain = try number(in: 1...999)
    try endLine()
    return Int(chain)
  }

  mutating func features() throws(NetworkError) -> [NetworkContract.Feature] {
    var features: [NetworkContract.Feature] = []
    var names: [String] = []
    var inputCount = 0
    while features.isEmpty || isNext("feature=") {
      try key("feature")
      names.append(try name(unlike: names))
      try space()
      let offset = try number(in: -(1 << 31)...1 << 31)
      try space()
      let scale = try number(in: 1...1 << 31)
      var count: Int64 = 1
      if isNext(" ") {
        try space()
        count = try number(in: 1...65_536)
      }
      inputCount += Int(count)
      guard inputCount <= 65_536 else { throw error("at most 65536 input elements in all") }
      try endLine()
      features.append(
        NetworkContract.Feature(
          name: names[names.count - 1], offsetQ16: offset, scaleQ16: scale, count: Int(count)))
    }
    return features
  }

  /// The rest of the text.
  mutating func outputs() throws(NetworkError) -> [String] {
    var names: [String] = []
    while names.isEmpty || position < text.count {
      try key("output")
      names.append(try name(unlike: names))
      try endLine()
    }
    return names
  }

  private func isNext(_ expected: StaticString) -> Bool {
    expected.withUTF8Buffer { bytes in
      guard bytes.count <= text.count - position else { return false }
      // The buffer is the literal's own; its count bounds the loop.
      for index in 0..<bytes.count where unsafe bytes[index] != text[position + index] {
        return false
      }
      return true
    }
  }

  private mutating func key(_ expected: StaticString) throws(NetworkError) {
    guard isNext(expected) else { throw error("\(expected)=…") }
    position += expected.utf8CodeUnitCount
    guard isNext("=") else { throw error("\(expected)=…") }
    position += 1
  }

  private mutating func space() throws(NetworkError) {
    guard isNext(" ") else { throw error("a single space before the next number") }
    position += 1
  }

  private mutating func endLine() throws(NetworkError) {
    guard position < text.count, text[position] == 0x0A else { throw error("the end of the line") }
    position += 1
    line += 1
  }

  private mutating func name(unlike others: [String]) throws(NetworkError) -> String {
    var name = ""
    var count = 0
    while position < text.count, isNameByte(text[position]) {
      name.unicodeScalars.append(Unicode.Scalar(text[position]))
      position += 1
      count += 1
    }
    guard (1...32).contains(count) else { throw error("a name of 1…32 of a–z, 0–9 and _") }
    guard NetworkContract.index(of: name, in: others) == nil else {
      throw error("a name other than \(name), which stands above")
    }
    return name
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
  }

  /// A decimal number without leading zeros, a minus before it where it is negative.
  private mutating func number(in range: ClosedRange<Int64>) throws(NetworkError) -> Int64 {
    let isNegative = isNext("-")
    if isNegative { position += 1 }
    let first = position
    var value: Int64 = 0
    while position < text.count, (0x30...0x39).contains(text[position]), position - first < 12 {
      value = value * 10 + Int64(text[position] - 0x30)
      position += 1
    }
    let digitCount = position - first
    guard digitCount > 0, digitCount == 1 || text[first] != 0x30, !isNegative || value != 0 else {
      throw error("a decimal number without leading zeros")
    }
    let signed = isNegative ? -value : value
    guard range.contains(signed) else {
      throw error("a number of \(range.lowerBound)…\(range.upperBound)")
    }
    return signed
  }

  private func error(_ expected: String) -> NetworkError {
    var start = min(position, text.count)
    while start > 0, text[start - 1] != 0x0A { start -= 1 }
    var found = ""
    for index in start..<text.count {
      let byte = text[index]
      if byte == 0x0A || index - start == 48 { break }
      found.unicodeScalars.append(Unicode.Scalar((0x20...0x7E).contains(byte) ? byte : 0x3F))
    }
    return .metadata(line: line, found: "\"" + found + "\"", expected: expected)
  }
}
