/// Reads tables and vectors of a FlatBuffer, every one at a checked place.
///
/// The format (FlatBuffers, "internals"): numbers are little-endian; a table begins with the signed
/// distance back to its vtable, which holds its own size, the table's size and the place of each
/// field in the table, zero where it is absent; offsets are unsigned, from where they stand. Everything
/// is aligned to its size.
struct FlatBuffer: ~Escapable {
  /// Where a table and its fields lie; made by `table(at:)` only, which has checked it.
  struct Table: BitwiseCopyable {
    fileprivate let position: Int
    fileprivate let byteCount: Int
    fileprivate let vtable: Int
    fileprivate let vtableByteCount: Int
  }

  /// A vector inside the bytes: its first element and the number of elements.
  struct Vector: BitwiseCopyable {
    let start: Int
    let count: Int
  }

  private let bytes: Span<UInt8>

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// The table that the file's first offset names.
  func root(identifier: StaticString) throws(NetworkError) -> Table {
    guard bytes.count >= 8 else {
      throw .file(field: "model", byteOffset: 0, expected: "at least 8 bytes")
    }
    let isOurs = identifier.withUTF8Buffer { expected in
      // The buffer is the identifier's own; its count bounds the loop.
      for index in 0..<min(expected.count, 4) where unsafe expected[index] != bytes[4 + index] {
        return false
      }
      return true
    }
    guard isOurs else {
      throw .file(field: "model", byteOffset: 4, expected: "the identifier \(identifier)")
    }
    return try table(at: try target(of: 0, field: "model"), field: "model")
  }

  /// The table that begins at a place, with its vtable.
  private func table(at position: Int, field: String) throws(NetworkError) -> Table {
    guard position % 4 == 0, position <= bytes.count - 4 else {
      throw .file(field: field, byteOffset: position, expected: "a table inside the file")
    }
    let vtable = position - Int(Int32(truncatingIfNeeded: word(at: position, size: 4)))
    guard vtable >= 0, vtable % 2 == 0, vtable <= bytes.count - 4 else {
      throw .file(field: field, byteOffset: position, expected: "a vtable inside the file")
    }
    let vtableByteCount = Int(word(at: vtable, size: 2))
    let byteCount = Int(word(at: vtable + 2, size: 2))
    guard vtableByteCount >= 4, vtableByteCount % 2 == 0, vtableByteCount <= bytes.count - vtable
    else { throw .file(field: field, byteOffset: vtable, expected: "a whole vtable") }
    guard byteCount >= 4, byteCount <= bytes.count - position else {
      throw .file(field: field, byteOffset: vtable + 2, expected: "a table inside the file")
    }
    return Table(
      position: position, byteCount: byteCount, vtable: vtable, vtableByteCount: vtableByteCount)
  }

  /// Where a field of a size stands, nil where the table has none.
  private func place(
    _ slot: Int, of table: Table, size: Int, field: String
  ) throws(NetworkError) -> Int? {
    let entry = 4 + 2 * slot
    guard entry + 2 <= table.vtableByteCount else { return nil }
    let distance = Int(word(at: table.vtable + entry, size: 2))
    guard distance != 0 else { return nil }
    let position = table.position + distance
    guard distance >= 4, distance + size <= table.byteCount, position % size == 0 else {
      throw .file(
        field: field, byteOffset: table.vtable + entry, expected: "a field inside its table")
    }
    return position
  }

  /// A number of 1, 2, 4 or 8 bytes, sign-extended; the default where it is absent.
  func integer(
    _ slot: Int, of table: Table, size: Int, field: String, default absent: Int64 = 0
  ) throws(NetworkError) -> Int64 {
    guard let position = try place(slot, of: table, size: size, field: field) else { return absent }
    return signedInteger(at: position, size: size)
  }

  func float(
    _ slot: Int, of table: Table, field: String, default absent: Float
  ) throws(NetworkError) -> Float {
    guard let position = try place(slot, of: table, size: 4, field: field) else { return absent }
    return Float(bitPattern: UInt32(truncatingIfNeeded: word(at: position, size: 4)))
  }

  func subtable(_ slot: Int, of table: Table, field: String) throws(NetworkError) -> Table? {
    guard let position = try place(slot, of: table, size: 4, field: field) else { return nil }
    return try self.table(at: try target(of: position, field: field), field: field)
  }

  /// A vector of numbers or, with a size of 4, of offsets; empty where it is absent.
  func vector(
    _ slot: Int, of table: Table, elementSize: Int, field: String
  ) throws(NetworkError) -> Vector {
    guard let position = try place(slot, of: table, size: 4, field: field) else {
      return Vector(start: 0, count: 0)
    }
    let head = try target(of: position, field: field)
    guard head % 4 == 0, head <= bytes.count - 4 else {
      throw .file(field: field, byteOffset: head, expected: "a vector inside the file")
    }
    let count = Int(word(at: head, size: 4))
    guard count <= (bytes.count - head - 4) / elementSize else {
      throw .file(
        field: field, byteOffset: head, expected: "a vector inside the file, not of \(count)")
    }
    guard count == 0 || (head + 4) % elementSize == 0 else {
      throw .file(field: field, byteOffset: head, expected: "an aligned vector")
    }
    return Vector(start: head + 4, count: count)
  }

  /// The table that an element of a vector of offsets names.
  func table(
    _ index: Int, of vector: Vector, field: String
  ) throws(NetworkError) -> Table {
    try table(at: try target(of: vector.start + 4 * index, field: field), field: field)
  }

  func integer(_ index: Int, of vector: Vector, size: Int) -> Int64 {
    signedInteger(at: vector.start + size * index, size: size)
  }

  func float(_ index: Int, of vector: Vector) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: word(at: vector.start + 4 * index, size: 4)))
  }

  /// The bytes of a vector of bytes as text; what is no printable ASCII becomes `?`.
  func text(of vector: Vector, atMost limit: Int = 64) -> String {
    var text = ""
    for index in 0..<min(vector.count, limit) {
      let byte = bytes[vector.start + index]
      text.unicodeScalars.append(Unicode.Scalar((0x20...0x7E).contains(byte) ? byte : 0x3F))
    }
    return text
  }

  func byte(at position: Int) -> UInt8 { bytes[position] }

  /// Where the offset at a place leads: ahead, inside the file.
  private func target(of position: Int, field: String) throws(NetworkError) -> Int {
    let distance = Int(word(at: position, size: 4))
    guard distance >= 4, distance < bytes.count - position else {
      throw .file(field: field, byteOffset: position, expected: "an offset inside the file")
    }
    return position + distance
  }

  private func signedInteger(at position: Int, size: Int) -> Int64 {
    let unused = Int64(64 - 8 * size)
    return (Int64(bitPattern: word(at: position, size: size)) << unused) >> unused
  }

  private func word(at position: Int, size: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<size { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    return value
  }
}
