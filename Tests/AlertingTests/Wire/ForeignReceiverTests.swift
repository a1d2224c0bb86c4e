import Alerting
import Foundation
import Testing

/// What the station signs, judged by a receiver in Python written from the contract alone.
@Suite struct ForeignReceiverTests {
  static let python = ProcessInfo.processInfo.environment["FIRSTBREAK_PYTHON"]
  static let types: [MessageType] = [.heartbeat, .pick, .estimate, .alert, .cancel, .advisory]

  @Test(.enabled(if: python != nil, "FIRSTBREAK_PYTHON names no Python that has pycose"))
  func foreignReceiverReadsTheSameAndRefusesTheSame() throws {
    let key = try AlertFixture.signingKey()
    let other = try #require(makeSigningKey(seed: [UInt8](repeating: 1, count: 32)))
    var samples = SampleMessages(seed: 20_260_714)
    var lines: [String] = []
    for index in 0..<300 {
      let message = samples.message(Self.types[index % 6])
      let datagram = try message.signed(with: key)
      lines.append("good \(datagram.hexadecimal) \(message.jsonLine)")
      var flipped = bytes(hex: datagram.hexadecimal)
      flipped[Int(samples.bits() % UInt64(flipped.count))] ^= 1 << UInt8(samples.bits() % 8)
      lines.append("bad " + hexadecimal(flipped))
      lines.append("bad " + hexadecimal(flipped.dropLast(1 + index)))
      lines.append("bad " + (try message.signed(with: other)).hexadecimal)
    }
    let judgement = try judge(lines, publicKey: key.publicKey)
    #expect(judgement.status == 0, "\(judgement.output)")
    #expect(judgement.output.hasSuffix("1200 datagrams, 0 disagreements\n"))
  }

  @Test(.enabled(if: python != nil, "FIRSTBREAK_PYTHON names no Python that has pycose"))
  func foreignReceiverFindsAWrongLine() throws {
    let fixture = try AlertFixture.named("alert")
    let text = hexadecimal(fixture.datagram)
    let wrong = fixture.json.replacing("\"level\": 3", with: "\"level\": 4")
    #expect(wrong != fixture.json)
    let judgement = try judge(
      ["good \(text) \(wrong)", "bad \(text)"], publicKey: try AlertFixture.publicKey())
    #expect(judgement.status == 1)
    #expect(judgement.output.hasSuffix("2 datagrams, 2 disagreements\n"))
  }

  private func judge(
    _ lines: [String], publicKey: PublicKey
  ) throws -> (status: Int32, output: String) {
    let root = AlertFixture.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // A file, not a pipe: a pipe that nobody empties would stop the judge.
    let input = folder.appending(path: "lines")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: input)
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.python))
    process.arguments = [
      root.appending(path: "Tests/Python/verify_alerts.py").path,
      root.appending(path: "Sources/DataPath/Alerting/Wire/alert-datagram.cddl").path,
      publicKey.hexadecimal,
    ]
    process.standardInput = try FileHandle(forReadingFrom: input)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
