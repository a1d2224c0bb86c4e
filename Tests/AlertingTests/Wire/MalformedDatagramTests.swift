import Alerting
import Testing

/// Bytes a receiver must refuse, each for its reason.
@Suite struct MalformedDatagramTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let value: String
    let reason: RefusalReason?

    init(_ name: String, _ value: String, _ reason: RefusalReason?) {
      testDescription = name
      self.value = value
      self.reason = reason
    }
  }

  /// Values of the unknown key 99, which is passed over but held to every rule.
  static let unknownValues: [Case] = [
    Case("zero", "00", nil),
    Case("largest integer", "1b ffffffffffffffff", nil),
    Case("smallest integer", "3b ffffffffffffffff", nil),
    Case("true", "f5", nil),
    Case("text of 32", "78 20" + String(repeating: "7e", count: 32), nil),
    Case("bytes", "43 000102", nil),
    Case("depth 4", "81 81 81 00", nil),
    Case("map", "a2 00 01 17 02", nil),
    Case("integer in two bytes though one would do", "18 17", .structure),
    Case("integer in three bytes though two would do", "19 00ff", .structure),
    Case("integer in five bytes though three would do", "1a 0000ffff", .structure),
    Case("integer in nine bytes though five would do", "1b 00000000ffffffff", .structure),
    Case("negative integer in two bytes", "38 17", .structure),
    Case("length in two bytes though one would do", "58 03 000102", .structure),
    Case("text length in two bytes though one would do", "78 01 41", .structure),
    Case("array length in two bytes though one would do", "98 01 00", .structure),
    Case("reserved head 28", "1c", .structure),
    Case("reserved head 30", "1e", .structure),
    Case("indefinite bytes", "5f 41 00 ff", .structure),
    Case("indefinite text", "7f 61 41 ff", .structure),
    Case("indefinite array", "9f 00 ff", .structure),
    Case("indefinite map", "bf 00 01 ff", .structure),
    Case("break alone", "ff", .structure),
    Case("half float", "f9 3c00", .structure),
    Case("float", "fa 3f800000", .structure),
    Case("double", "fb 3ff0000000000000", .structure),
    Case("null", "f6", .structure),
    Case("undefined", "f7", .structure),
    Case("simple value 16", "f0", .structure),
    Case("simple value in two bytes", "f8 20", .structure),
    Case("tag", "c1 00", .structure),
    Case("depth 5", "81 81 81 81 00", .structure),
    Case("depth 5, empty", "81 81 81 80", .structure),
    Case("depth 5 in maps", "a1 00 a1 00 a1 00 a1 00 00", .structure),
    Case("duplicate keys within", "a2 01 00 01 00", .structure),
    Case("unordered keys within", "a2 02 00 01 00", .structure),
    Case("text key within", "a1 61 41 00", .structure),
    Case("bytes beyond the end", "45 00", .structure),
    Case("bytes of 2⁶⁴ − 1", "5b ffffffffffffffff", .structure),
    Case("text beyond the end", "78 20 41", .structure),
    Case("array of 2⁶⁴ − 1", "9b ffffffffffffffff", .structure),
    Case("map of 2⁶⁴ − 1", "bb ffffffffffffffff", .structure),
    Case("text of 33", "78 21" + String(repeating: "41", count: 33), .badText),
    Case("line feed in a text", "61 0a", .badText),
    Case("delete in a text", "61 7f", .badText),
    Case("UTF-8 in a text", "62 c3a9", .badText),
    Case("NUL deep in a text", "82 00 63 41 00 42", .badText),
  ]

  @Test(arguments: unknownValues)
  func unknownKeyIsPassedOverButChecked(_ malformed: Case) {
    let payload = Self.payload(of: Self.cancel + [(99, malformed.value)])
    #expect(refusal(ofPayload: payload) == malformed.reason)
    #expect(refusal(ofDatagram: Self.datagram(payload: payload)) == malformed.reason)
  }

  /// A field of a cancel with another value; nil leaves the field out.
  static let fields: [(Int, Case)] = [
    (0, Case("version 2", "02", .version)),
    (0, Case("version as text", "61 31", .structure)),
    (1, Case("unknown type", "06", .structure)),
    (1, Case("type whose fields are others", "01", .structure)),
    (2, Case("station as bytes", "45 415f415f41", .structure)),
    (2, Case("station in lower case", "65 615f415f41", .badText)),
    (2, Case("station without location", "63 415f41", .badText)),
    (2, Case("station with four parts", "66 415f415f5f41", .badText)),
    (2, Case("empty network", "64 5f415f41", .badText)),
    (2, Case("dash in station code", "65 415f2d5f41", .badText)),
    (2, Case("nine letters", "6d 414141414141414141 5f415f41", .badText)),
    (3, Case("negative bootId", "20", .structure)),
    (4, Case("negative sequence", "20", .structure)),
    (5, Case("sentTime beyond 64 bits", "1b 8000000000000000", .structure)),
    (5, Case("earliest sentTime", "3b 7fffffffffffffff", nil)),
    (6, Case("clockError beyond 32 bits", "1b 0000000100000000", .structure)),
    (7, Case("test as a number", "01", .structure)),
    (8, Case("position of two", "82 00 00", .structure)),
    (8, Case("position of four", "84 00 00 00 00", .structure)),
    (8, Case("latitude beyond the pole", "83 1a 35a4e901 00 00", .structure)),
    (8, Case("longitude beyond 180", "83 00 3a 6b49d200 00", .structure)),
    (11, Case("revision beyond 32 bits", "1b 0000000100000000", .structure)),
    (29, Case("unknown reason", "03", .structure)),
    (29, Case("negative reason", "20", .structure)),
  ]

  @Test(arguments: fields)
  func fieldOutsideTheContractIsRefused(_ key: Int, _ malformed: Case) {
    let changed = Self.cancel.map { $0.0 == key ? (key, malformed.value) : $0 }
    let payload = Self.payload(of: changed)
    #expect(refusal(ofPayload: payload) == malformed.reason)
  }

  @Test(arguments: cancel.map(\.0))
  func absentFieldIsRefused(_ key: Int) {
    let payload = Self.payload(of: Self.cancel.filter { $0.0 != key })
    #expect(refusal(ofPayload: payload) == .structure)
  }

  @Test(arguments: [(9, "83 61 41 01 01"), (13, "00"), (25, "48 0000000000000000"), (30, "a0")])
  func fieldOfAnotherTypeIsRefused(_ key: Int, _ value: String) {
    let fields = (Self.cancel + [(key, value)]).sorted { $0.0 < $1.0 }
    #expect(refusal(ofPayload: Self.payload(of: fields)) == .structure)
  }

  @Test func keysOutOfOrderOrTwiceAreRefused() {
    var swapped = Self.cancel
    swapped.swapAt(3, 4)
    let repeated = Self.cancel + [Self.cancel[Self.cancel.count - 1]]
    for fields in [swapped, repeated] {
      let payload = Self.payload(of: fields)
      #expect(refusal(ofPayload: payload) == .structure)
      #expect(refusal(ofDatagram: Self.datagram(payload: payload)) == .structure)
    }
  }

  @Test func bytesBehindThePayloadOrTheDatagramAreRefused() {
    let payload = Self.payload(of: Self.cancel)
    #expect(refusal(ofPayload: payload) == nil)
    #expect(refusal(ofPayload: payload + [0]) == .structure)
    let datagram = Self.datagram(payload: payload)
    #expect(refusal(ofDatagram: datagram) == nil)
    #expect(refusal(ofDatagram: datagram + [0]) == .structure)
    #expect(refusal(ofDatagram: Self.datagram(payload: payload + [0])) == .structure)
  }

  @Test func sizeComesBeforeStructure() {
    #expect(refusal(ofDatagram: [UInt8](repeating: 0xFF, count: 513)) == .size)
    #expect(refusal(ofDatagram: [UInt8](repeating: 0xFF, count: 512)) == .structure)
    #expect(refusal(ofDatagram: []) == .structure)
  }

  static let envelopes: [Case] = [
    Case("no tag", "84 4d a201270448 0001020304050607 a0 40 5840", .structure),
    Case("another tag", "d1 84 4d a201270448 0001020304050607 a0", .structure),
    Case("array of three", "d2 83 4d a201270448 0001020304050607 a0", .structure),
    Case("another algorithm", "d2 84 4d a201260448 0001020304050607 a0", .structure),
    Case("kid before algorithm", "d2 84 4d a20448 0001020304050607 0127 a0", .structure),
    Case("kid of seven", "d2 84 4c a201270447 00010203040506 a0", .structure),
    Case("no kid", "d2 84 43 a10127 a0", .structure),
    Case("unprotected parameter", "d2 84 4d a201270448 0001020304050607 a1 00 00", .structure),
    Case("detached payload", "d2 84 4d a201270448 0001020304050607 a0 f6", .structure),
  ]

  @Test(arguments: envelopes)
  func envelopeOutsideTheContractIsRefused(_ malformed: Case) {
    let rest = bytes(hex: "40 5840") + [UInt8](repeating: 0, count: 64)
    #expect(refusal(ofDatagram: bytes(hex: malformed.value) + rest) == malformed.reason)
  }

  @Test(arguments: [0, 63, 65])
  func signatureOfAnotherLengthIsRefused(count: Int) {
    let datagram = Self.datagram(
      payload: Self.payload(of: Self.cancel), signature: [UInt8](repeating: 1, count: count))
    #expect(refusal(ofDatagram: datagram) == .structure)
  }

  /// What a receiver reads before the signature holds.
  @Test(arguments: [0, 3, 4])
  func payloadWithoutIdentityIsRefusedAtOnce(_ key: Int) {
    let payload = Self.payload(of: Self.cancel.filter { $0.0 != key })
    #expect(refusal(ofDatagram: Self.datagram(payload: payload)) == .structure)
  }

  private func refusal(ofPayload payload: [UInt8]) -> RefusalReason? {
    do throws(RefusalReason) {
      _ = try message(payload: payload)
      return nil
    } catch {
      return error
    }
  }

  private func refusal(ofDatagram datagram: [UInt8]) -> RefusalReason? {
    do throws(RefusalReason) {
      _ = try parse(datagram)
      return nil
    } catch {
      return error
    }
  }

  /// The fields of a sound cancel: key and value.
  static let cancel: [(Int, String)] = [
    (0, "01"), (1, "04"), (2, "65 415f415f41"), (3, "05"), (4, "06"), (5, "07"), (6, "08"),
    (7, "f5"), (8, "83 00 00 00"), (10, "01"), (11, "02"), (12, "03"), (29, "00"),
  ]

  static func payload(of fields: [(Int, String)]) -> [UInt8] {
    precondition(fields.count < 24)
    return [0xA0 | UInt8(fields.count)]
      + fields.flatMap { key, value in
        (key < 24 ? [UInt8(key)] : [0x18, UInt8(key)]) + bytes(hex: value)
      }
  }

  static func datagram(
    payload: [UInt8], signature: [UInt8] = [UInt8](repeating: 0, count: 64)
  ) -> [UInt8] {
    bytes(hex: "d2 84 4d a201270448 0001020304050607 a0") + byteString(payload)
      + byteString(signature)
  }

  private static func byteString(_ bytes: [UInt8]) -> [UInt8] {
    switch bytes.count {
    case ..<24: [0x40 | UInt8(bytes.count)] + bytes
    case ..<256: [0x58, UInt8(bytes.count)] + bytes
    default: [0x59, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
    }
  }
}
