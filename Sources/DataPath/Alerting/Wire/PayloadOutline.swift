/// What a receiver needs of a payload before it verifies the signature.
///
/// Making one holds the whole payload to the rules of CBOR: unsigned keys in ascending order, sound
/// values, nothing behind the map.
struct PayloadOutline: BitwiseCopyable {
  private(set) var bootId: UInt64 = 0
  private(set) var sequence: UInt64 = 0

  init(_ payload: Span<UInt8>) throws(RefusalReason) {
    var reader = CBORReader(payload)
    var fields = PayloadFields(bits: 0)
    var previous: UInt64?
    for _ in 0..<(try reader.mapCount()) {
      let key = try reader.key(after: previous)
      previous = key
      if key < 32 { fields.insert(UInt8(key)) }
      switch key {
      case 0: _ = try reader.unsigned()
      case 3: bootId = try reader.unsigned()
      case 4: sequence = try reader.unsigned()
      default: try reader.skip(level: 2)
      }
    }
    // Keys 0, 3 and 4 in every version: they say how to read the rest and tell a repeat.
    guard reader.isAtEnd, fields.bits & 0b11001 == 0b11001 else { throw .structure }
  }
}
