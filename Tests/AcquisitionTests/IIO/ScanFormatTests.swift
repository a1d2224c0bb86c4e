import Acquisition
import Testing

/// Formats of scans, against libiio's own conversion and against arithmetic on digits.
struct ScanFormatTests {
  struct Description: Sendable {
    let storage: Int
    let bits: Int
    let shift: Int
    let isSigned: Bool
    let isBigEndian: Bool

    var format: ScanFormat? {
      ScanFormat(
        storageBits: storage, realBits: bits, shift: shift, isSigned: isSigned,
        isBigEndian: isBigEndian)
    }

    var kernelText: String {
      (isBigEndian ? "be" : "le") + ":" + (isSigned ? "s" : "u")
        + "\(bits)/\(storage)>>\(shift)"
    }
  }

  private static func descriptions(storage: Int) -> [Description] {
    var all: [Description] = []
    for bits in 1...storage {
      for shift in 0...(storage - bits) {
        for isSigned in [false, true] {
          for isBigEndian in [false, true] {
            all.append(
              Description(
                storage: storage, bits: bits, shift: shift, isSigned: isSigned,
                isBigEndian: isBigEndian))
          }
        }
      }
    }
    return all
  }

  private static func patterns(byteCount: Int) -> [[UInt8]] {
    var generator = SystemRandomNumberGenerator()
    var patterns: [[UInt8]] = [
      Array(repeating: 0, count: byteCount), Array(repeating: 0xFF, count: byteCount),
      Array(repeating: 0x80, count: byteCount), Array(repeating: 0x7F, count: byteCount),
    ]
    for _ in 0..<6 {
      patterns.append((0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
    return patterns
  }

  @Test(
    "every format of 8, 16, 32 and 64 bits gives what libiio gives", arguments: [8, 16, 32, 64])
  func agreesWithLibiio(storage: Int) throws {
    let all = Self.descriptions(storage: storage)
    let judge = try LibiioFormats(all.map { $0.kernelText })
    try #require(judge.count == all.count)
    for (index, description) in all.enumerated() {
      let format = try #require(description.format)
      for pattern in Self.patterns(byteCount: storage / 8) {
        let bits = judge.convert(pattern, format: index)
        let expected: Int64 =
          description.isSigned
          ? Int64(bitPattern: bits << (64 - storage)) >> (64 - storage)
          : Int64(clamping: bits)
        #expect(format.value(in: pattern.span, at: 0) == expected, "\(format.text) of \(pattern)")
        #expect(
          format.count(in: pattern.span, at: 0) == Int32(clamping: expected),
          "\(format.text) of \(pattern)")
      }
    }
  }

  @Test(
    "formats of 24, 40, 48 and 56 bits, which libiio does not convert, give the binary digits",
    arguments: [24, 40, 48, 56])
  func oddSizes(storage: Int) throws {
    for description in Self.descriptions(storage: storage) where description.bits % 5 != 1 {
      let format = try #require(description.format)
      for pattern in Self.patterns(byteCount: storage / 8) {
        let ordered = description.isBigEndian ? pattern : pattern.reversed()
        let digits = ordered.map { byte in
          String(
            repeating: "0", count: byte.leadingZeroBitCount == 8 ? 7 : byte.leadingZeroBitCount)
            + String(byte, radix: 2)
        }.joined()
        let value = digits.dropLast(description.shift).suffix(description.bits)
        var expected = try #require(Int64(value, radix: 2))
        if description.isSigned && value.first == "1" { expected -= 1 << description.bits }
        #expect(format.value(in: pattern.span, at: 0) == expected, "\(format.text) of \(pattern)")
      }
    }
  }

  @Test("values beyond 32 bits saturate, signed and unsigned")
  func saturation() throws {
    let signed = try #require(
      ScanFormat(storageBits: 64, realBits: 64, shift: 0, isSigned: true, isBigEndian: true))
    let unsigned = try #require(
      ScanFormat(storageBits: 64, realBits: 64, shift: 0, isSigned: false, isBigEndian: true))
    let smallest: [UInt8] = [0x80, 0, 0, 0, 0, 0, 0, 0]
    let beyond: [UInt8] = [0, 0, 0, 0, 0x80, 0, 0, 0]
    #expect(signed.count(in: smallest.span, at: 0) == .min)
    #expect(signed.count(in: beyond.span, at: 0) == .max)
    #expect(unsigned.count(in: smallest.span, at: 0) == .max)
    #expect(unsigned.value(in: smallest.span, at: 0) == .max)
    let word = try #require(
      ScanFormat(storageBits: 32, realBits: 32, shift: 0, isSigned: false, isBigEndian: true))
    #expect(word.count(in: beyond.span, at: 4) == .max)
    #expect(word.count(in: beyond.span, at: 4, adding: -2_147_483_648) == 0)
    #expect(unsigned.count(in: smallest.span, at: 0, adding: 1) == .max)
    #expect(signed.count(in: smallest.span, at: 0, adding: -1) == .min)
  }

  @Test(
    "a format that cannot be one is refused",
    arguments: [
      (0, 8, 0), (12, 12, 0), (72, 8, 0), (16, 0, 0), (16, 17, 0), (16, 12, 5), (16, 16, -1),
      (-8, 8, 0), (.max, .max, .max),
    ])
  func impossible(storage: Int, bits: Int, shift: Int) {
    #expect(
      ScanFormat(
        storageBits: storage, realBits: bits, shift: shift, isSigned: true, isBigEndian: false)
        == nil)
  }

  @Test("a layout whose values lie outside the scan is refused")
  func layoutOutside() throws {
    let format = try #require(
      ScanFormat(storageBits: 32, realBits: 20, shift: 12, isSigned: true, isBigEndian: false))
    #expect(ScanLayout(step: 12, formats: [format], offsets: [8]) != nil)
    #expect(ScanLayout(step: 12, formats: [format], offsets: [9]) == nil)
    #expect(ScanLayout(step: 12, formats: [format], offsets: [-1]) == nil)
    #expect(ScanLayout(step: 0, formats: [format], offsets: [0]) == nil)
    #expect(ScanLayout(step: 3, formats: [format], offsets: [0]) == nil)
    #expect(ScanLayout(step: 12, formats: [format], offsets: [0, 4]) == nil)
    #expect(
      ScanLayout(step: 12, formats: [format], offsets: [0], stampFormat: format, stampOffset: 10)
        == nil)
  }
}
