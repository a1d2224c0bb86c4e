import CLinux

/// One destination's socket and how it fares.
struct SenderSocket: BitwiseCopyable {
  let descriptor: Int32
  private var address: clinux_udp_address
  private(set) var failureCount: UInt64 = 0
  /// The errno of the newest failure, 0 after a success.
  private(set) var lastFailure: Int32 = 0

  init(_ destination: AlertDestination) throws(AlertingError) {
    address = destination.address
    // The address is lent for the length of the call.
    descriptor = unsafe clinux_udp_open_sender(
      &address, destination.multicastHops, destination.interfaceIndex)
    guard descriptor >= 0 else {
      throw .socket(address: destination.name, action: "open a socket", number: -descriptor)
    }
  }

  /// Sends without waiting.
  ///
  /// - Returns: The number of failures: this datagram's, or an ICMP refusal of an earlier one.
  @_noAllocation @_noLocks
  mutating func send(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    var earlierCount: Int32 = 0
    // The pointers live for the call, and the C function neither waits nor allocates.
    let result = unsafe _unsafePerformance {
      unsafe clinux_udp_send(
        descriptor, &address, bytes, Int64(truncatingIfNeeded: count), &earlierCount)
    }
    lastFailure = result &* -1
    let failures = UInt64(truncatingIfNeeded: earlierCount) &+ (result == 0 ? 0 : 1)
    failureCount &+= failures
    return failures
  }

  func close() { clinux_udp_close(descriptor) }
}
