/// The records of miniSEED 3, without libmseed: version 2 of that knows none.
extension RecordScanner {
  /// The record that begins here, nil where it is none of miniSEED 3; its length is taken.
  func miniSEED3Record() throws(AcquisitionError) -> MiniSEED3Record? {
    let available = bytes.count - position
    let rest = RecordBytes(bytes, from: position, count: available)
    guard MiniSEED3Record.begins(rest) else { return nil }
    var needed = MiniSEED3Record.fixedByteCount
    if available >= needed { needed = MiniSEED3Record.byteCount(rest) }
    guard available >= needed else {
      throw .truncated(
        path: bytes.path, byteOffset: byteOffset, expectedBytes: Int64(needed),
        availableBytes: Int64(available))
    }
    return MiniSEED3Record(rest.part(from: 0, count: needed))
  }

  /// The header of a record in our own words, its check verified.
  func header(of record: MiniSEED3Record) throws(AcquisitionError) -> RecordHeader {
    let (stated, computed) = record.checks
    guard stated == computed else {
      throw damaged("its CRC-32C is \(computed), its header states \(stated)")
    }
    guard let codes = SourceCodes(record.sourceIdentifier) else {
      throw damaged(
        "its source identifier is \(record.sourceIdentifier), expected "
          + "FDSN:NET_STA_LOC_BAND_SOURCE_SUBSOURCE")
    }
    guard let start = record.startNanoseconds else {
      throw damaged("its start time is none of 1844 to 2095")
    }
    return RecordHeader(
      byteOffset: byteOffset, networkCode: codes.network, stationCode: codes.station,
      locationCode: codes.location, channelCode: codes.channel, startNanoseconds: start,
      sampleRateHertz: record.sampleRateHertz, sampleCount: record.sampleCount)
  }

  /// Appends the samples of a record: int16, int32 (little-endian), Steim1 or Steim2.
  func append(
    _ record: MiniSEED3Record, to samples: inout [Int32], of header: RecordHeader
  ) throws(AcquisitionError) {
    let data = record.data
    let count = header.sampleCount
    switch record.encoding {
    case 1:
      try require(count <= data.count / 2, header)
      for index in 0..<count {
        let value = UInt16(truncatingIfNeeded: data.littleEndian(at: 2 * index, size: 2))
        samples.append(Int32(Int16(bitPattern: value)))
      }
    case 3:
      try require(count <= data.count / 4, header)
      for index in 0..<count {
        let value = UInt32(truncatingIfNeeded: data.littleEndian(at: 4 * index, size: 4))
        samples.append(Int32(bitPattern: value))
      }
    case 10: try appendSteim(.one, data, to: &samples, of: header)
    case 11: try appendSteim(.two, data, to: &samples, of: header)
    default:
      throw .unsupportedEncoding(
        path: bytes.path, byteOffset: byteOffset, channel: header.channelText,
        encoding: Self.name(ofEncoding: record.encoding))
    }
  }

  private func appendSteim(
    _ version: SteimDecoder.Version, _ data: RecordBytes, to samples: inout [Int32],
    of header: RecordHeader
  ) throws(AcquisitionError) {
    let count = header.sampleCount
    try require(count <= data.count / 64 * SteimDecoder.mostSamplesPerFrame, header)
    do throws(SteimDecoder.Fault) {
      try SteimDecoder.append(to: &samples, from: data, version, sampleCount: count)
    } catch {
      switch error {
      case .unknownCode: throw damaged("its Steim frames hold a code that stands for nothing")
      case .tooFewDifferences(let met):
        throw damaged("it holds \(met) of \(count) samples")
      case .lastSample(let last, let announced):
        throw damaged("its last sample is \(last), its header announces \(announced)")
      }
    }
  }

  /// The format's other encodings by name.
  private static func name(ofEncoding code: UInt8) -> String {
    switch code {
    case 0: "text"
    case 4: "32-bit float"
    case 5: "64-bit float"
    case 19: "Steim3"
    case 100: "opaque data"
    default: "code \(code)"
    }
  }

  private func require(_ fits: Bool, _ header: RecordHeader) throws(AcquisitionError) {
    guard fits else {
      throw damaged("its \(header.sampleCount) samples do not fit its \(length) bytes")
    }
  }
}
