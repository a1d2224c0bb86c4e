import CMiniSEED

/// Walks the miniSEED records of a file: header after header, samples on demand.
///
/// Each record's first bytes say whether it is of version 2 or 3; version 3 is read here. Version 2
/// libmseed parses and unpacks. Lengths are checked here first, since its unpackers of plain
/// integers trust the header's sample count; and its complaints become errors, not lines on stderr.
@safe
final class RecordScanner {
  let bytes: RecordingBytes
  private(set) var position: Int
  private(set) var length = 0
  /// The record the scanner stands on, where it is one of miniSEED 3.
  private var miniSEED3: MiniSEED3Record?
  /// libmseed's own record, reused from one to the next and freed in `deinit`.
  private(set) var record: UnsafeMutablePointer<MSRecord>?

  /// Takes libmseed's log away from stderr, once for the process.
  ///
  /// Without prefixes: libmseed would keep their addresses.
  private static let silence: Void = unsafe ms_loginit({ _ in }, nil, { _ in }, nil)

  init(_ bytes: RecordingBytes, from position: Int = 0) {
    _ = Self.silence
    self.bytes = bytes
    self.position = position
  }

  deinit { unsafe msr_free(&record) }

  var byteOffset: Int64 { bytes.byteOffset + Int64(position) }

  /// The header of the next record, or nil at the end.
  func nextHeader() throws(AcquisitionError) -> RecordHeader? {
    position += length
    length = 0
    guard position < bytes.count else { return nil }
    miniSEED3 = try miniSEED3Record()
    if let miniSEED3 {
      length = miniSEED3.byteCount
      return try header(of: miniSEED3)
    }
    let start = unsafe bytes.start + position
    length = try recordLength(available: bytes.count - position)
    let status = unsafe start.withMemoryRebound(to: CChar.self, capacity: length) { start in
      unsafe msr_unpack(start, Int32(length), &record, 0, 0)
    }
    guard status == MS_NOERROR, let fields = unsafe record?.pointee else {
      throw damaged(unsafe String(cString: ms_errorstr(status)))
    }
    return try unsafe header(of: fields)
  }

  /// Appends the samples of the current record.
  func appendSamples(to samples: inout [Int32], of header: RecordHeader) throws(AcquisitionError) {
    if let miniSEED3 { return try append(miniSEED3, to: &samples, of: header) }
    try checkEncoding(of: header)
    let status = unsafe (bytes.start + position).withMemoryRebound(
      to: CChar.self, capacity: length
    ) { start in
      unsafe msr_unpack(start, Int32(length), &record, 1, 0)
    }
    guard status == MS_NOERROR, let fields = unsafe record?.pointee else {
      throw damaged(unsafe String(cString: ms_errorstr(status)))
    }
    guard unsafe fields.numsamples == Int64(header.sampleCount),
      unsafe fields.sampletype == CChar(UInt8(ascii: "i")),
      let unpacked = unsafe fields.datasamples
    else {
      throw damaged("it holds \(unsafe fields.numsamples) of \(header.sampleCount) samples")
    }
    let counts = unsafe unpacked.assumingMemoryBound(to: Int32.self)
    try checkLastSample(unsafe counts[header.sampleCount - 1])
    unsafe samples.append(
      contentsOf: UnsafeBufferPointer(start: counts, count: header.sampleCount))
  }

  func damaged(_ reason: String) -> AcquisitionError {
    .damaged(path: bytes.path, byteOffset: byteOffset, reason: reason)
  }

  private func recordLength(available: Int) throws(AcquisitionError) -> Int {
    let smallest = 48
    guard available >= smallest else {
      throw .truncated(
        path: bytes.path, byteOffset: byteOffset, expectedBytes: Int64(smallest),
        availableBytes: Int64(available))
    }
    let detected = unsafe (bytes.start + position).withMemoryRebound(
      to: CChar.self, capacity: available
    ) { start in
      Int(unsafe ms_detect(start, Int32(available)))
    }
    guard detected >= 0 else { throw .notMiniSEED(path: bytes.path, byteOffset: byteOffset) }
    guard detected >= smallest, detected <= Int(MAXRECLEN) else {
      throw damaged("its length is not stated (no valid blockette 1000)")
    }
    guard detected <= available else {
      throw .truncated(
        path: bytes.path, byteOffset: byteOffset, expectedBytes: Int64(detected),
        availableBytes: Int64(available))
    }
    return detected
  }
}
