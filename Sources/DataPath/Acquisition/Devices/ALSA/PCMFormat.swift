internal import CALSA

/// How a sound card puts a sample into memory, little endian.
package enum PCMFormat: String, CaseIterable, Sendable {
  /// 16 bits in two bytes.
  case s16 = "S16_LE"
  /// 24 bits in three bytes.
  case s24Packed = "S24_3LE"
  /// 24 bits in the low three of four bytes; the fourth is not looked at.
  case s24 = "S24_LE"
  /// 32 bits in four bytes.
  case s32 = "S32_LE"

  package var byteCount: Int {
    switch self {
    case .s16: 2
    case .s24Packed: 3
    case .s24, .s32: 4
    }
  }

  /// Bits of a count, its sign included.
  package var bitCount: Int {
    switch self {
    case .s16: 16
    case .s24Packed, .s24: 24
    case .s32: 32
    }
  }

  /// The shim's number of the format.
  package var libraryFormat: Int32 {
    switch self {
    case .s16: Int32(CALSA_FORMAT_S16)
    case .s24Packed: Int32(CALSA_FORMAT_S24_3)
    case .s24: Int32(CALSA_FORMAT_S24)
    case .s32: Int32(CALSA_FORMAT_S32)
    }
  }

  /// Unpacks samples into counts of the converter: the integers as they are, not scaled.
  ///
  /// - Parameters:
  ///   - bytes: At least `count` samples.
  ///   - count: How many samples.
  ///   - counts: Receives as many counts.
  package func unpack(_ bytes: Span<UInt8>, count: Int, into counts: inout MutableSpan<Int32>) {
    switch self {
    case .s16:
      for index in 0..<count {
        let word = UInt16(bytes[index * 2]) | UInt16(bytes[index * 2 + 1]) << 8
        counts[index] = Int32(Int16(bitPattern: word))
      }
    case .s24Packed: unpack24(bytes, count: count, step: 3, into: &counts)
    case .s24: unpack24(bytes, count: count, step: 4, into: &counts)
    case .s32:
      for index in 0..<count {
        let low = UInt32(bytes[index * 4]) | UInt32(bytes[index * 4 + 1]) << 8
        let high = UInt32(bytes[index * 4 + 2]) | UInt32(bytes[index * 4 + 3]) << 8
        counts[index] = Int32(bitPattern: low | high << 16)
      }
    }
  }

  private func unpack24(
    _ bytes: Span<UInt8>, count: Int, step: Int, into counts: inout MutableSpan<Int32>
  ) {
    for index in 0..<count {
      let low = UInt32(bytes[index * step]) | UInt32(bytes[index * step + 1]) << 8
      // Shifted to the top and back, the sign bit of 24 fills the word.
      counts[index] = Int32(bitPattern: low << 8 | UInt32(bytes[index * step + 2]) << 24) >> 8
    }
  }
}
