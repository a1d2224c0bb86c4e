import Alerting
import Foundation
import Testing

/// A datagram made by another implementation, and what its JSON line must hold.
struct AlertFixture: CustomTestStringConvertible {
  let name: String
  let datagram: [UInt8]
  let json: String

  var testDescription: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/alerting")

  static let all: [AlertFixture] = zip(lines(of: "datagrams.txt"), lines(of: "messages.jsonl"))
    .map { line, json in
      let parts = line.split(separator: " ")
      return AlertFixture(name: String(parts[0]), datagram: bytes(hex: parts[1]), json: json)
    }

  static func named(_ name: String) throws -> AlertFixture {
    try #require(all.first { $0.name == name })
  }

  static func signingKey() throws -> SigningKey {
    try #require(makeSigningKey(seed: bytes(hex: lines(of: "seed.hex").joined())))
  }

  static func publicKey() throws -> PublicKey {
    try #require(makePublicKey(bytes(hex: lines(of: "station.pub").joined())))
  }

  func message() throws -> AlertMessage {
    try parse(datagram).message()
  }

  private static func lines(of file: String) -> [String] {
    let text = try? String(contentsOf: folder.appending(path: file), encoding: .ascii)
    return (text ?? "").split(separator: "\n").map(String.init)
  }
}

// The macros of the tests cannot capture a span.

func makeSigningKey(seed: [UInt8]) -> SigningKey? { SigningKey(seed: seed.span) }

func makePublicKey(_ bytes: [UInt8]) -> PublicKey? { PublicKey(bytes.span) }

func parse(_ bytes: [UInt8]) throws(RefusalReason) -> SignedDatagram {
  try SignedDatagram.parse(bytes.span)
}

func message(payload: [UInt8]) throws(RefusalReason) -> AlertMessage {
  try AlertMessage(payload: payload.span)
}

/// The bytes of hexadecimal digits; blanks are passed over.
func bytes(hex: some StringProtocol) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] * 16 + digits[$0 + 1])
  }
}

/// A JSON object as a dictionary that compares by value.
func jsonObject(_ text: String) throws -> NSDictionary {
  try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
}
