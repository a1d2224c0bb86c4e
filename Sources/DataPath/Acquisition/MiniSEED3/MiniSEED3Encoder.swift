package import SeismicTypes

/// Writes records of miniSEED 3 (FDSN, 2023); `MiniSEED3Record` has the layout.
///
/// The extra headers are those the FDSN defined for time: `FDSN.Time.Quality` in per cent and
/// `FDSN.Time.MaxEstimatedError` in seconds, the latter left out while the clock is not synchronised.
package struct MiniSEED3Encoder: Sendable {
  /// How the data of a record are coded; the raw value is the format's own.
  package enum Encoding: UInt8, Sendable {
    /// Four bytes a sample, the least significant first.
    case int32 = 3
    case steim2 = 11
  }

  /// What a record's header says of its samples.
  package struct Header: Sendable {
    package var startTime: Timestamp
    package var sampleRate: SampleRate
    package var sampleCount: Int
    package var encoding: Encoding
    /// 0…100.
    package var timingQuality: Int
    /// `UInt32.max` while the clock is not synchronised.
    package var clockErrorMicroseconds: UInt32

    package init(
      startTime: Timestamp, sampleRate: SampleRate, sampleCount: Int, encoding: Encoding,
      timingQuality: Int, clockErrorMicroseconds: UInt32
    ) {
      self.startTime = startTime
      self.sampleRate = sampleRate
      self.sampleCount = sampleCount
      self.encoding = encoding
      self.timingQuality = timingQuality
      self.clockErrorMicroseconds = clockErrorMicroseconds
    }
  }

  /// The most bytes the extra headers have.
  private static let largestExtraByteCount = 80

  private let identifier: [UInt8]

  /// An encoder for one channel.
  ///
  /// - Parameters:
  ///   - station: The station's codes.
  ///   - channelCode: Band, source and subsource, one letter each.
  package init(station: StationIdentity, channelCode: String) {
    let letters = Array(channelCode.utf8)
    precondition(letters.count == 3, "a channel code has three letters")
    identifier =
      Array(("FDSN:" + station.text).utf8)
      + letters.flatMap { [UInt8(ascii: "_"), $0] }
  }

  /// How many bytes of data a record of at most that many bytes has room for; whole frames.
  package func dataByteCapacity(recordByteCount: Int) -> Int {
    let header = MiniSEED3Record.fixedByteCount + identifier.count + Self.largestExtraByteCount
    return (recordByteCount - header) / 64 * 64
  }

  /// A whole record.
  ///
  /// - Parameters:
  ///   - header: What stands in it.
  ///   - data: The samples as `header.encoding` has them.
  /// - Returns: The record's bytes.
  package func record(_ header: Header, data: [UInt8]) -> [UInt8] {
    let extra = Array(Self.extraHeaders(header).utf8)
    var bytes: [UInt8] = [UInt8(ascii: "M"), UInt8(ascii: "S"), 3]
    bytes.reserveCapacity(
      MiniSEED3Record.fixedByteCount + identifier.count + extra.count + data.count)
    let isSynchronised = header.clockErrorMicroseconds != .max
    // Bit 1: the time tag is questionable; bit 2: the clock is locked.
    bytes.append(isSynchronised ? 0b100 : 0b010)
    appendTime(header.startTime, to: &bytes)
    bytes.append(header.encoding.rawValue)
    let hertz = Double(header.sampleRate.microhertz) / 1e6
    append(hertz.bitPattern, size: 8, to: &bytes)
    append(UInt64(header.sampleCount), size: 4, to: &bytes)
    append(0, size: 4, to: &bytes)
    bytes.append(1)
    bytes.append(UInt8(identifier.count))
    append(UInt64(extra.count), size: 2, to: &bytes)
    append(UInt64(data.count), size: 4, to: &bytes)
    bytes += identifier
    bytes += extra
    bytes += data
    let check = CRC32C.ofRecord(bytes)
    for index in 0..<4 { bytes[28 + index] = UInt8(truncatingIfNeeded: check >> UInt32(8 * index)) }
    return bytes
  }

  private static func extraHeaders(_ header: Header) -> String {
    var text = "{\"FDSN\":{\"Time\":{\"Quality\":\(header.timingQuality)"
    if header.clockErrorMicroseconds != .max {
      let decimals = String(header.clockErrorMicroseconds % 1_000_000)
      text +=
        ",\"MaxEstimatedError\":\(header.clockErrorMicroseconds / 1_000_000)."
        + String(repeating: "0", count: 6 - decimals.utf8.count) + decimals
    }
    return text + "}}}"
  }

  private func appendTime(_ time: Timestamp, to bytes: inout [UInt8]) {
    let day = CalendarDay(of: time)
    let rest = time.nanoseconds - day.startNanoseconds
    let second = rest / 1_000_000_000
    append(UInt64(rest % 1_000_000_000), size: 4, to: &bytes)
    append(UInt64(day.year), size: 2, to: &bytes)
    append(UInt64(day.dayOfYear), size: 2, to: &bytes)
    bytes.append(UInt8(second / 3600))
    bytes.append(UInt8(second / 60 % 60))
    bytes.append(UInt8(second % 60))
  }

  private func append(_ value: UInt64, size: Int, to bytes: inout [UInt8]) {
    for index in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
  }
}
