/// Which key signed: the first 8 bytes of the SHA-256 of the raw public key, the first byte highest.
package struct KeyIdentifier: BitwiseCopyable, Hashable, Sendable {
  package let rawValue: UInt64

  @_noAllocation @_noLocks
  package init(rawValue: UInt64) { self.rawValue = rawValue }

  package var hexadecimal: String { hexadecimalText(of: rawValue) }
}
