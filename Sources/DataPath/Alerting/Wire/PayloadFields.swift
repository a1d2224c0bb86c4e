/// A set of payload keys 0…31, one bit each, and which of them each message type carries.
package struct PayloadFields: BitwiseCopyable, Equatable, Sendable {
  package var bits: UInt32

  @_noAllocation @_noLocks
  package init(bits: UInt32) { self.bits = bits }

  @_noAllocation @_noLocks
  package func contains(_ key: UInt8) -> Bool { bits &>> UInt32(key) & 1 == 1 }

  @_noAllocation @_noLocks
  package mutating func insert(_ key: UInt8) { bits |= 1 &<< UInt32(key) }

  /// The lowest key, 32 when the set is empty.
  @_noAllocation @_noLocks
  package func lowest() -> UInt8 { UInt8(truncatingIfNeeded: bits.trailingZeroBitCount) }

  @_noAllocation @_noLocks
  package func without(_ other: PayloadFields) -> PayloadFields {
    PayloadFields(bits: bits & ~other.bits)
  }

  /// 16, 17, 20 and 21: all of them where the station predicts, none where it does not.
  @_noAllocation @_noLocks
  package static func predicted() -> PayloadFields { PayloadFields(bits: 0x0033_0000) }

  /// What a message of the type must carry, 0…8 among it.
  @_noAllocation @_noLocks
  package static func required(by type: MessageType) -> PayloadFields {
    switch type {
    case .heartbeat: PayloadFields(bits: 0x4200_01FF)  // 25, 30
    case .pick: PayloadFields(bits: 0x0900_5FFF)  // 9–12, 14, 24, 27
    case .estimate, .alert: PayloadFields(bits: 0x1FC8_FFFF)  // 9–15, 19, 22–28
    case .cancel: PayloadFields(bits: 0x2000_1DFF)  // 10–12, 29
    case .advisory: PayloadFields(bits: 0x8000_01FF)  // 31
    }
  }

  /// What a message of the type may carry beside what it must: 16–18, 20 and 21.
  @_noAllocation @_noLocks
  package static func optional(in type: MessageType) -> PayloadFields {
    switch type {
    case .estimate, .alert: PayloadFields(bits: 0x0037_0000)
    case .heartbeat, .pick, .cancel, .advisory: PayloadFields(bits: 0)
    }
  }

  /// The lowest key that is absent though required, or nil.
  ///
  /// 18 is optional of itself, but the distance is a prediction too: without 16 it does not stand.
  @_noAllocation @_noLocks
  package func firstAbsent(in type: MessageType) -> UInt8? {
    var required = PayloadFields.required(by: type)
    let given = bits & PayloadFields.optional(in: type).bits
    if given != 0 { required.bits |= PayloadFields.predicted().bits }
    let absent = required.without(self)
    return absent.bits == 0 ? nil : absent.lowest()
  }

  /// The lowest key that the type does not carry, or nil.
  @_noAllocation @_noLocks
  package func firstUnexpected(in type: MessageType) -> UInt8? {
    let extra = without(PayloadFields.required(by: type)).without(PayloadFields.optional(in: type))
    return extra.bits == 0 ? nil : extra.lowest()
  }
}
