import Foundation

/// A model file of Tests/Fixtures whose fields can be found by their path and overwritten.
///
/// It walks the FlatBuffer on its own and trusts it: only sound files are opened.
struct ModelBytes {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")

  var bytes: [UInt8]

  init(_ name: String) throws {
    let url = Self.root.appending(path: "models/\(name).tflite")
    bytes = [UInt8](try Data(contentsOf: url))
  }

  var root: Int { target(of: 0) }

  var subgraph: Int { table(0, of: vector(2, of: root)) }

  func tensor(_ index: Int) -> Int { table(index, of: vector(0, of: subgraph)) }

  func operation(_ index: Int) -> Int { table(index, of: vector(3, of: subgraph)) }

  /// The quantisation table of a tensor.
  func quantization(_ index: Int) -> Int { target(of: place(4, of: tensor(index))) }

  /// Where a table's field stands.
  func place(_ slot: Int, of table: Int) -> Int {
    table + word(vtable(of: table) + 4 + 2 * slot, size: 2)
  }

  /// Where the count of a vector stands.
  func vector(_ slot: Int, of table: Int) -> Int { target(of: place(slot, of: table)) }

  func table(_ index: Int, of vector: Int) -> Int { target(of: vector + 4 + 4 * index) }

  func vtable(of table: Int) -> Int {
    table - Int(Int32(truncatingIfNeeded: word(table, size: 4)))
  }

  func word(_ position: Int, size: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }

  mutating func set(_ value: Int, at position: Int, size: Int) {
    for index in 0..<size {
      bytes[position + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
    }
  }

  private func target(of position: Int) -> Int { position + word(position, size: 4) }
}
