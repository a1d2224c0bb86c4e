/// A datagram as it came from a socket: at most 513 bytes of it, so that a longer one than 512 shows.
package struct ReceivedDatagram: BitwiseCopyable, Sendable {
  static var capacity: Int { 513 }
  private var storage: InlineArray<513, UInt8>
  private let count: Int
  package let source: SourceAddress

  init(storage: InlineArray<513, UInt8>, count: Int, source: SourceAddress) {
    self.storage = storage
    self.count = min(count, Self.capacity)
    self.source = source
  }

  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { storage.span.extracting(0..<count) }
  }
}
