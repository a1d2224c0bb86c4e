package import SeismicTypes

/// What one whole, undamaged record says of itself: for whoever keeps files of records.
package struct RecordSurvey: Equatable, Sendable {
  package let byteCount: Int
  package let startTime: Timestamp
  package let sampleCount: Int
  package let sampleRate: SampleRate

  /// The time at which the sample after the record's last is due.
  package var endTime: Timestamp {
    startTime.advanced(byNanoseconds: sampleRate.nanoseconds(ofSamples: Int64(sampleCount)))
  }
}

/// Looks records up in a piece of a file, whichever miniSEED they are.
@safe
package final class RecordSurveyor {

  private let bytes: RecordingBytes
  /// Version 2's data quality: indeterminate, raw, controlled, merged.
  private static let qualities = Array("DRQM".utf8)

  /// Takes a piece of a file.
  package init(_ bytes: [UInt8]) { self.bytes = RecordingBytes(copying: bytes, path: "records") }

  /// The record at an offset, nil where none is whole and undamaged there.
  ///
  /// Version 3's check covers all its bytes; of version 2 the samples are unpacked and the last one is
  /// compared with the one the first frame announces. Samples that are no counts (floating point,
  /// text) are not read: of version 2 the header alone speaks for such a record.
  package func record(at offset: Int) -> RecordSurvey? {
    guard offset >= 0, offset < bytes.count else { return nil }
    let scanner = RecordScanner(bytes, from: offset)
    do throws(AcquisitionError) {
      guard let header = try scanner.nextHeader(), header.sampleCount > 0,
        let rate = SampleRate(hertz: header.sampleRateHertz)
      else { return nil }
      guard holdsItsSamples(scanner, header) else { return nil }
      return RecordSurvey(
        byteCount: scanner.length, startTime: Timestamp(nanoseconds: header.startNanoseconds),
        sampleCount: header.sampleCount, sampleRate: rate)
    } catch {
      return nil
    }
  }

  private func holdsItsSamples(_ scanner: RecordScanner, _ header: RecordHeader) -> Bool {
    var samples: [Int32] = []
    do throws(AcquisitionError) {
      try scanner.appendSamples(to: &samples, of: header)
      return true
    } catch .unsupportedEncoding {
      return true
    } catch {
      return false
    }
  }

  /// The first record at or after an offset, which becomes where it begins; nil where there is none.
  package func firstRecord(from offset: inout Int) -> RecordSurvey? {
    while offset < bytes.count {
      if begins(at: offset), let record = record(at: offset) { return record }
      offset += 1
    }
    return nil
  }

  /// Whether the first bytes of a record stand there: a cheap look before the dear one.
  private func begins(at offset: Int) -> Bool {
    guard bytes.count - offset >= MiniSEED3Record.fixedByteCount else { return false }
    let rest = RecordBytes(bytes, from: offset, count: bytes.count - offset)
    if MiniSEED3Record.begins(rest) { return true }
    for index in 0..<6 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(rest[index]) else { return false }
    }
    return Self.qualities.contains(rest[6])
  }
}
