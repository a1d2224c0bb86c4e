import CMiniSEED
import SeismicTypes

/// Packs one channel's records in miniSEED 2 through libmseed: big-endian, blockettes 1000 and 1001.
///
/// Times are microseconds, to which the caller has rounded. A rate that is no fraction of two 16-bit
/// numbers is stated to a part in 10⁸.
// Safe: libmseed's record is this object's own, freed in `deinit`; samples and result are lent for the
// length of a call.
@safe
final class MiniSEED2Packer {
  /// The header of a record and its two blockettes.
  static let headerByteCount = 64

  private var record: UnsafeMutablePointer<MSRecord>?
  private let station: StationIdentity
  private let channelCode: String
  private let rate: SampleRate
  private let recordByteCount: Int
  private var sequenceNumber: Int32 = 0

  init(
    station: StationIdentity, channelCode: String, rate: SampleRate, recordByteCount: Int
  ) {
    self.station = station
    self.channelCode = channelCode
    self.rate = rate
    self.recordByteCount = recordByteCount
  }

  deinit { unsafe msr_free(&record) }

  /// The record's bytes, empty where libmseed refuses it.
  func pack(_ finished: FinishedRecord) -> [UInt8] {
    guard let fields = unsafe msr_init(record) else { return [] }
    unsafe record = fields
    unsafe describe(finished, in: fields)
    var samples = finished.samples
    var bytes: [UInt8] = []
    let isPacked = unsafe samples.withUnsafeMutableBytes { samples -> Bool in
      unsafe fields.pointee.datasamples = samples.baseAddress
      defer { unsafe fields.pointee.datasamples = nil }
      return unsafe withUnsafeMutablePointer(to: &bytes) { bytes in
        unsafe msr_pack(fields, Self.take, bytes, nil, 1, 0) >= 1
      }
    }
    guard isPacked else { return [] }
    setFlags(isSynchronised: finished.clockErrorMicroseconds != .max, in: &bytes)
    return bytes
  }

  private func describe(_ finished: FinishedRecord, in fields: UnsafeMutablePointer<MSRecord>) {
    sequenceNumber = sequenceNumber % 999_999 + 1
    unsafe Self.write(station.networkCode, into: &fields.pointee.network)
    unsafe Self.write(station.stationCode, into: &fields.pointee.station)
    unsafe Self.write(station.locationCode, into: &fields.pointee.location)
    unsafe Self.write(channelCode, into: &fields.pointee.channel)
    unsafe fields.pointee.reclen = Int32(recordByteCount)
    unsafe fields.pointee.sequence_number = sequenceNumber
    unsafe fields.pointee.dataquality = CChar(UInt8(ascii: "D"))
    unsafe fields.pointee.starttime = finished.startTime.nanoseconds / 1000
    unsafe fields.pointee.samprate = Double(rate.microhertz) / 1e6
    unsafe fields.pointee.encoding = Int8(finished.coding == .steim2 ? DE_STEIM2 : DE_INT32)
    unsafe fields.pointee.byteorder = 1
    unsafe fields.pointee.sampletype = CChar(UInt8(ascii: "i"))
    unsafe fields.pointee.numsamples = Int64(finished.samples.count)
    unsafe fields.pointee.samplecnt = Int64(finished.samples.count)
    let quality = TimingQuality.of(clockErrorMicroseconds: finished.clockErrorMicroseconds)
    // Blockette 1000 comes first; libmseed fills it in.
    var format1000: [CChar] = [0, 0, 0, 0]
    _ = unsafe msr_addblockette(fields, &format1000, 4, 1000, 0)
    // Quality, microseconds, reserved, frames; libmseed fills in the second and the last.
    var extension1001: [CChar] = [CChar(quality), 0, 0, 0]
    _ = unsafe msr_addblockette(fields, &extension1001, 4, 1001, 0)
  }

  private typealias CodeField = (
    CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar
  )

  private static func write(_ code: String, into field: inout CodeField) {
    unsafe withUnsafeMutableBytes(of: &field) { field in
      for (index, byte) in code.utf8.prefix(10).enumerated() { unsafe field[index] = byte }
    }
  }

  private static let take:
    @convention(c) (
      UnsafeMutablePointer<CChar>?, Int32, UnsafeMutableRawPointer?
    ) -> Void = { record, length, context in
      guard let record = unsafe record, let context = unsafe context else { return }
      let bytes = unsafe context.assumingMemoryBound(to: [UInt8].self)
      for index in 0..<Int(length) {
        unsafe bytes.pointee.append(UInt8(bitPattern: record[index]))
      }
    }

  /// Sets bit 5 of the I/O flags (clock locked), or bit 7 of the quality flags (time tag questionable).
  private func setFlags(isSynchronised: Bool, in bytes: inout [UInt8]) {
    var start = 0
    while start < bytes.count {
      if isSynchronised { bytes[start + 37] |= 0x20 } else { bytes[start + 38] |= 0x80 }
      start += recordByteCount
    }
  }
}
