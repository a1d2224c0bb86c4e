import CDigitizer
import Foundation

/// A serial line's two ends: the station opens `path`, the test writes what the digitizer would send.
// Unchecked: a descriptor may be used by two threads; tests hang up when the other has ended.
final class PseudoTerminal: @unchecked Sendable {
  private var master: FileHandle?
  /// The station's end.
  let path: String

  init() throws {
    var name = [CChar](repeating: 0, count: 64)
    // The callee writes at most 64 bytes.
    let descriptor = unsafe pseudo_terminal_open(&name)
    guard descriptor >= 0 else { throw POSIXError(.ENXIO) }
    path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    master = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  func send(_ bytes: [UInt8]) throws { try master?.write(contentsOf: Data(bytes)) }

  /// Exactly so many bytes of what the station sent.
  func receive(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count, let part = try master?.read(upToCount: count - bytes.count) {
      bytes += part
    }
    return bytes
  }

  /// Pulls the plug.
  func hangUp() throws {
    try master?.close()
    master = nil
  }
}
