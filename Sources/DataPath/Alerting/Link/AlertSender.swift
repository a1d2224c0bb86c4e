package import SeismicTypes

/// Sends signed datagrams, each four times, to every destination.
///
/// A message goes out at once and again 30, 100 and 300 ms later, always the same bytes. The caller
/// sleeps until `nextDeadline` and calls `poll`. No failure stops anything: failures are counted.
/// After `init` only `replaceDestinations` allocates. One thread uses a sender.
///
/// @safe: the pointers stay inside the class; `sockets` has room for all 8 indices, of which the
/// first `socketCount` are initialised.
@safe
package final class AlertSender {
  package static let destinationCapacity = 8

  private var queue = RepeatQueue()
  private let sockets: UnsafeMutablePointer<SenderSocket>
  private let bytes: UnsafeMutablePointer<UInt8>
  private var socketCount = 0
  /// Transmissions that reached the network, over all destinations.
  package private(set) var sentCount: UInt64 = 0
  /// Transmissions that failed, or were refused by ICMP, over all destinations.
  package private(set) var sendFailureCount: UInt64 = 0

  package init(_ destinations: [AlertDestination]) throws(AlertingError) {
    unsafe sockets = .allocate(capacity: Self.destinationCapacity)
    unsafe bytes = .allocate(capacity: Datagram.capacity)
    try replaceDestinations(destinations)
  }

  deinit {
    closeSockets()
    queue.deallocate()
    unsafe sockets.deallocate()
    unsafe bytes.deallocate()
  }

  /// Sends to other destinations from now on, repeats of earlier messages included; when a socket
  /// cannot be opened everything stays as it was.
  package func replaceDestinations(_ destinations: [AlertDestination]) throws(AlertingError) {
    guard destinations.count <= Self.destinationCapacity else {
      throw .tooManyDestinations(count: destinations.count)
    }
    var opened: [SenderSocket] = []
    for destination in destinations {
      do throws(AlertingError) {
        opened.append(try SenderSocket(destination))
      } catch {
        for socket in opened { socket.close() }
        throw error
      }
    }
    closeSockets()
    for (index, socket) in opened.enumerated() {
      unsafe (sockets + index).initialize(to: socket)
    }
    socketCount = opened.count
  }

  private func closeSockets() {
    for index in 0..<socketCount { unsafe sockets[index].close() }
    socketCount = 0
  }

  /// Sends a message for the first time and schedules its repeats.
  ///
  /// With 64 messages in flight the oldest loses its remaining repeats, never its first
  /// transmission.
  @_noAllocation @_noLocks
  package func submit(_ datagram: Datagram, at now: MonotonicInstant) {
    queue.put(datagram, at: now)
    poll(at: now)
  }

  /// Sends everything that is due.
  @_noAllocation @_noLocks
  package func poll(at now: MonotonicInstant) {
    while let datagram = queue.takeDue(at: now) { transmit(datagram) }
  }

  /// When `poll` has something to do next; nil when nothing is left to repeat.
  @_noAllocation @_noLocks
  package func nextDeadline() -> MonotonicInstant? { queue.nextDeadline() }

  /// Repeats given up because more than 64 messages were in flight.
  package var droppedRepeatCount: UInt64 { queue.droppedCount }

  /// How often sending to the destination at `index` has failed, and the errno if the newest
  /// attempt did (0: it did not).
  package func failures(ofDestination index: Int) -> (count: UInt64, lastErrno: Int32) {
    precondition(index >= 0 && index < socketCount)
    return unsafe (sockets[index].failureCount, sockets[index].lastFailure)
  }

  @_noAllocation @_noLocks
  private func transmit(_ datagram: Datagram) {
    for index in 0..<datagram.count { unsafe bytes[index] = datagram.byte(at: index) }
    for index in 0..<socketCount {
      let failures = unsafe sockets[index].send(bytes, count: datagram.count)
      sendFailureCount &+= failures
      if unsafe sockets[index].lastFailure == 0 { sentCount &+= 1 }
    }
  }
}
