extension CRC32C {
  /// Made once; a recording has thousands of records.
  private static let ofRecords = CRC32C()

  /// The check of a miniSEED 3 record's bytes, those of the range taken for zero.
  static func of(_ bytes: RecordBytes, withZeros zeros: Range<Int>) -> UInt32 {
    let crc = ofRecords
    var register = start
    for offset in 0..<bytes.count {
      register = crc.register(register, after: zeros.contains(offset) ? 0 : bytes[offset])
    }
    return check(register)
  }

  /// The check of a record that is being made; its own four bytes are still zero.
  static func ofRecord(_ bytes: [UInt8]) -> UInt32 {
    let crc = ofRecords
    var register = start
    for byte in bytes { register = crc.register(register, after: byte) }
    return check(register)
  }
}
