import Alerting
import Foundation
import Testing

@Suite("A running daemon")
struct SignalTests {
  @Test("ends on SIGTERM with the open event's final estimate, a last heartbeat and exit 0")
  func termination() throws {
    let folder = try StationFolder.endless()
    let daemon = try DaemonProcess([
      "--station", folder.path("station.json"), "--events", "/dev/stdout",
    ])
    _ = try #require(daemon.output.first(containing: "\"type\":\"pick\""))
    daemon.send(SIGTERM)
    let rest = try daemon.output.rest().map { try EventLine($0) }
    #expect(rest.last?.type == "summary")
    #expect(rest.dropLast().last?.type == "heartbeat")
    let final = rest.last { $0.type == "estimate" || $0.type == "alert" }
    let flags = try #require(final?.fields["flags"] as? Int)
    #expect(flags & Int(AlertFlags.final.rawValue) != 0)
    #expect(daemon.errors.first(containing: " info stopped ") != nil)
    #expect(daemon.wait() == 0)
  }

  @Test("sends to every destination, and after SIGHUP to those that the file now names")
  func reload() throws {
    let first = try ReceiverSocket(bind: "127.0.0.1:0")
    let second = try ReceiverSocket(bind: "127.0.0.1:0")
    let third = try ReceiverSocket(bind: "127.0.0.1:0")
    let folder = try StationFolder.endless()
    try folder.change(destinations: [first, second], heartbeatSeconds: 60)
    let daemon = try DaemonProcess(["--station", folder.path("station.json")])
    #expect(try receives(first))
    #expect(try receives(second))

    // The shorter heartbeat of the new policy is what the third destination gets soon.
    try folder.change(destinations: [third], heartbeatSeconds: 1)
    daemon.send(SIGHUP)
    #expect(try receives(third))
    #expect(daemon.errors.first(containing: "reload: applied changes=2") != nil)
    daemon.send(SIGTERM)
    #expect(daemon.wait() == 0)
  }

  @Test("keeps its settings when the file is broken at SIGHUP, and says why")
  func brokenReload() throws {
    let destination = try ReceiverSocket(bind: "127.0.0.1:0")
    let folder = try StationFolder.endless()
    try folder.change(destinations: [destination], heartbeatSeconds: 1)
    let daemon = try DaemonProcess(["--station", folder.path("station.json")])
    #expect(try receives(destination))

    try folder.change(destinations: [], heartbeatSeconds: 0)
    daemon.send(SIGHUP)
    let line = try #require(daemon.errors.first(containing: "reload: refused"))
    #expect(line.contains(folder.path("station.json")))
    #expect(line.contains("policy.heartbeatSeconds"))
    while try destination.receive(timeoutNanoseconds: 0) != nil {}
    #expect(try receives(destination))
    daemon.send(SIGTERM)
    #expect(daemon.wait() == 0)
  }

  @Test("says which changed keys wait for a restart")
  func restartKeys() throws {
    let folder = try StationFolder.endless()
    let daemon = try DaemonProcess(["--station", folder.path("station.json")])
    _ = try #require(daemon.errors.first(containing: "starting station="))
    try folder.changeStation { $0["elevationMetres"] = 12 }
    daemon.send(SIGHUP)
    #expect(daemon.errors.first(containing: "elevationMetres needs a restart") != nil)
    daemon.send(SIGINT)
    #expect(daemon.wait() == 0)
  }

  @Test("starts, sends and ends though nobody reads its log")
  func unreadLog() throws {
    let destination = try ReceiverSocket(bind: "127.0.0.1:0")
    let folder = try StationFolder.endless()
    try folder.change(destinations: [destination], heartbeatSeconds: 1)
    let log = Pipe()
    let descriptor = log.fileHandleForWriting.fileDescriptor
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    let filling = [UInt8](repeating: UInt8(ascii: "x"), count: 4096)
    while unsafe write(descriptor, filling, filling.count) > 0 {}
    _ = fcntl(descriptor, F_SETFL, flags)
    let daemon = try DaemonProcess(["--station", folder.path("station.json")], log: log)
    #expect(try receives(destination))
    daemon.send(SIGTERM)
    #expect(daemon.wait() == 0)
  }

  /// Whether a datagram comes; the limit is for a machine that is very busy.
  private func receives(_ socket: ReceiverSocket) throws -> Bool {
    try socket.receive(timeoutNanoseconds: 60_000_000_000) != nil
  }
}

extension StationFolder {
  fileprivate func change(destinations: [ReceiverSocket], heartbeatSeconds: Double) throws {
    try changeStation { station in
      station["policy"] = ["heartbeatSeconds": heartbeatSeconds]
      station["destinations"] = destinations.map { socket in
        ["host": "127.0.0.1", "port": Int(socket.port)] as JSON
      }
    }
  }
}
