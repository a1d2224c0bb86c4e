import SeismicTypes
import Testing

@testable import Alerting

/// Real sockets on this machine, every port chosen by the system.
///
/// The loopback interface delivers within `sendto`, so what was sent is there to be received.
@Suite struct LoopbackTests {
  let station: SimulatedStation

  init() throws { station = try SimulatedStation() }

  func instant(_ milliseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: 1_000_000_000 + milliseconds * 1_000_000)
  }

  func receiver(_ address: String = "127.0.0.1:0") throws -> ReceiverSocket {
    try ReceiverSocket(bind: address)
  }

  func sender(to sockets: [ReceiverSocket]) throws -> AlertSender {
    try AlertSender(
      sockets.map { socket throws(AlertingError) in
        try AlertDestination(host: "127.0.0.1", port: socket.port)
      })
  }

  /// Everything that waits at a socket.
  func take(_ socket: ReceiverSocket) throws -> [[UInt8]] {
    var datagrams: [[UInt8]] = []
    while let received = try socket.receive(timeoutNanoseconds: 0) {
      let bytes = received.bytes
      datagrams.append(bytes.indices.map { bytes[$0] })
    }
    return datagrams
  }

  @Test func messageArrivesFourTimesAndIsAcceptedOnce() throws {
    let socket = try receiver()
    let sender = try sender(to: [socket])
    let datagram = try station.message(3).signed(with: station.key)
    sender.submit(datagram, at: instant(0))
    for milliseconds in [30, 100, 300] as [Int64] { sender.poll(at: instant(milliseconds)) }
    #expect(sender.nextDeadline() == nil)
    #expect(sender.sentCount == 4)
    #expect(sender.sendFailureCount == 0)
    let received = try take(socket)
    #expect(received == [[UInt8]](repeating: array(datagram), count: 4))
    let reception = try Reception([station])
    #expect(
      received.map { reception.word($0) } == ["accepted"] + ["duplicate", "duplicate", "duplicate"])
  }

  @Test func receivedDatagramKnowsItsSource() throws {
    let socket = try receiver()
    let sender = try sender(to: [socket])
    sender.submit(try station.message(3).signed(with: station.key), at: instant(0))
    let received = try #require(try socket.receive(timeoutNanoseconds: 1_000_000_000))
    #expect(received.source.text == "127.0.0.1")
    #expect(received.source.port != 0)
    #expect(received.source.port != socket.port)
  }

  @Test func eightDestinationsAreServedAndNineAreAnError() throws {
    let sockets = try (0..<8).map { _ in try receiver() }
    let sender = try sender(to: sockets)
    sender.submit(try station.message(0).signed(with: station.key), at: instant(0))
    for socket in sockets { #expect(try take(socket).count == 1) }
    let ninth = try receiver()
    #expect(throws: AlertingError.tooManyDestinations(count: 9)) {
      try self.sender(to: sockets + [ninth])
    }
  }

  /// Nobody listens on 127.0.0.2, where this port is free as long as the socket holds it here.
  @Test func refusedDestinationIsCountedAndHoldsUpNobody() throws {
    let socket = try receiver()
    let sender = try AlertSender([
      AlertDestination(host: "127.0.0.2", port: socket.port),
      AlertDestination(host: "127.0.0.1", port: socket.port),
    ])
    for number in 0..<5 {
      sender.submit(
        try station.message(UInt64(number)).signed(with: station.key), at: instant(0))
    }
    #expect(try take(socket).count == 5)
    #expect(sender.sendFailureCount > 0)
    #expect(sender.failures(ofDestination: 0).count == sender.sendFailureCount)
    #expect(sender.failures(ofDestination: 1).count == 0)
  }

  /// A refusal that an earlier datagram met must not swallow the next one.
  @Test func destinationThatComesBackGetsTheVeryNextDatagram() throws {
    let holder = try receiver()
    let sender = try AlertSender([AlertDestination(host: "127.0.0.2", port: holder.port)])
    sender.submit(try station.message(0).signed(with: station.key), at: instant(0))
    let back = try receiver("127.0.0.2:\(holder.port)")
    let datagram = try station.message(1).signed(with: station.key)
    sender.submit(datagram, at: instant(1))
    #expect(try take(back) == [array(datagram)])
    #expect(sender.sendFailureCount == 1)
    #expect(sender.failures(ofDestination: 0).lastErrno == 0)
  }

  @Test func repeatsFollowReplacedDestinations() throws {
    let first = try receiver()
    let second = try receiver()
    let sender = try sender(to: [first])
    sender.submit(try station.message(0).signed(with: station.key), at: instant(0))
    try sender.replaceDestinations([AlertDestination(host: "127.0.0.1", port: second.port)])
    sender.poll(at: instant(300))
    #expect(try take(first).count == 1)
    #expect(try take(second).count == 3)
    try sender.replaceDestinations([])
    sender.submit(try station.message(1).signed(with: station.key), at: instant(301))
    #expect(try take(second).isEmpty)
    #expect(sender.sendFailureCount == 0)
  }

  @Test(arguments: [511, 512, 513, 4_000])
  func longDatagramsReachTheReceiverAsTooLong(count: Int) throws {
    let socket = try receiver()
    var raw = try SenderSocket(AlertDestination(host: "127.0.0.1", port: socket.port))
    defer { raw.close() }
    let bytes = [UInt8](repeating: 0xFF, count: count)
    let failures = unsafe bytes.withUnsafeBufferPointer { buffer -> UInt64 in
      guard let start = buffer.baseAddress else { return 1 }
      return unsafe raw.send(start, count: buffer.count)
    }
    #expect(failures == 0)
    let received = try #require(try take(socket).first)
    let reception = try Reception([station])
    #expect(reception.word(received) == (count > 512 ? "size" : "structure"))
  }

  @Test(.enabled(if: hasVersion6, "this machine has no IPv6 loopback"))
  func version6Works() throws {
    let socket = try receiver("[::1]:0")
    let sender = try AlertSender([AlertDestination(host: "::1", port: socket.port)])
    sender.submit(try station.message(0).signed(with: station.key), at: instant(0))
    let received = try #require(try socket.receive(timeoutNanoseconds: 1_000_000_000))
    #expect(received.source.text == "::1")
    // A socket for both versions gives IPv4 sources in their own form.
    let both = try receiver("[::]:0")
    try sender.replaceDestinations([AlertDestination(host: "127.0.0.1", port: both.port)])
    sender.poll(at: instant(300))
    let mapped = try #require(try both.receive(timeoutNanoseconds: 1_000_000_000))
    #expect(mapped.source.text == "127.0.0.1")
  }

  @Test(arguments: ["127.0.0.1:0", "0.0.0.0:0"])
  func multicastGroupIsJoined(address: String) throws {
    let socket = try ReceiverSocket(bind: address, group: "239.255.71.3", interface: "lo")
    let sender = try AlertSender([
      AlertDestination(
        host: "239.255.71.3", port: socket.port, multicastHops: 0, interface: "lo"),
      // Another group, which nobody has joined.
      AlertDestination(
        host: "239.255.71.4", port: socket.port, multicastHops: 0, interface: "lo"),
    ])
    sender.submit(try station.message(0).signed(with: station.key), at: instant(0))
    #expect(try take(socket).count == 1)
  }

  @Test(arguments: [
    "", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:5", "[]:5",
  ])
  func addressesThatAreNoneAreRefused(text: String) {
    #expect(throws: AlertingError.address(text: text)) { try ReceiverSocket(bind: text) }
  }

  @Test func unknownHostsInterfacesAndGroupsAreNamed() throws {
    #expect(throws: AlertingError.unknownHost(host: "a..b")) {
      try AlertDestination(host: "a..b", port: 1)
    }
    #expect(throws: AlertingError.self) {
      try AlertDestination(host: "127.0.0.1", port: 1, interface: "none0")
    }
    #expect(throws: AlertingError.groupAddress(text: "127.0.0.1")) {
      try ReceiverSocket(bind: "0.0.0.0:0", group: "127.0.0.1")
    }
    let socket = try receiver()
    #expect(throws: AlertingError.self) { try receiver("127.0.0.1:\(socket.port)") }
  }

  static var hasVersion6: Bool { (try? ReceiverSocket(bind: "[::1]:0")) != nil }
}
