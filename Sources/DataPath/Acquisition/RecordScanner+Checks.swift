import CMiniSEED

/// What a record must satisfy before its words are believed.
extension RecordScanner {
  /// Start times beyond 1843…2096 are damage; inside, no arithmetic on them overflows 64 bits.
  private static var largestMicroseconds: Int64 { 4_000_000_000_000_000 }

  /// The header in our own words.
  ///
  /// unsafe: libmseed's struct holds pointers into its record, which the scanner owns and which
  /// stays as it is until the next header is read.
  func header(of fields: MSRecord) throws(AcquisitionError) -> RecordHeader {
    let microseconds = unsafe fields.starttime
    guard microseconds >= 0 - Self.largestMicroseconds, microseconds <= Self.largestMicroseconds
    else { throw damaged("its start time is outside 1843 to 2096") }
    // libmseed counts days beyond the year's end into the next one.
    guard let day = unsafe fields.fsdh?.pointee.start_time.day, (1...366).contains(day)
    else { throw damaged("its start time has no such day") }
    guard unsafe fields.samplecnt >= 0, unsafe fields.samprate < 1e9 else {
      throw damaged("its sample count or rate is impossible")
    }
    return RecordHeader(
      byteOffset: byteOffset,
      networkCode: try code(unsafe fields.network),
      stationCode: try code(unsafe fields.station),
      locationCode: try code(unsafe fields.location),
      channelCode: try code(unsafe fields.channel),
      startNanoseconds: microseconds * 1000,
      sampleRateHertz: unsafe fields.samprate,
      sampleCount: Int(unsafe fields.samplecnt))
  }

  /// Refuses encodings other than integer counts, and counts that the record has no room for.
  func checkEncoding(of header: RecordHeader) throws(AcquisitionError) {
    guard let fields = unsafe record?.pointee, let fixed = unsafe fields.fsdh else { return }
    let encoding = unsafe fields.encoding
    let smallestBytes: Int
    switch Int32(encoding) {
    case DE_INT16: smallestBytes = 2 * header.sampleCount
    case DE_INT32: smallestBytes = 4 * header.sampleCount
    case DE_STEIM1, DE_STEIM2: smallestBytes = 64
    default:
      throw .unsupportedEncoding(
        path: bytes.path, byteOffset: byteOffset, channel: header.channelText,
        encoding: unsafe encoding < 0 ? "unknown" : String(cString: ms_encodingstr(encoding)))
    }
    let dataOffset = Int(unsafe fixed.pointee.data_offset)
    guard dataOffset >= 48, dataOffset <= length, length - dataOffset >= smallestBytes else {
      throw damaged("its \(header.sampleCount) samples do not fit its \(length) bytes")
    }
  }

  /// Compares the last sample of a Steim record with the one its first frame announces (SEED
  /// manual, appendix B: the reverse integration constant), so that damage does not pass as data.
  func checkLastSample(_ sample: Int32) throws(AcquisitionError) {
    guard let fields = unsafe record?.pointee, let fixed = unsafe fields.fsdh else { return }
    guard unsafe Int32(fields.encoding) == DE_STEIM1 || Int32(fields.encoding) == DE_STEIM2
    else { return }
    let word = position + Int(unsafe fixed.pointee.data_offset) + 8
    let isBigEndian = unsafe fields.byteorder == 1
    var announced: UInt32 = 0
    for index in 0..<4 {
      let byte = unsafe bytes.start[word + (isBigEndian ? index : 3 - index)]
      announced = announced << 8 | UInt32(byte)
    }
    guard Int32(bitPattern: announced) == sample else {
      throw damaged(
        "its last sample is \(sample), its header announces \(Int32(bitPattern: announced))")
    }
  }

  private typealias CodeField = (
    CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar
  )

  /// A code of the header; only printable ASCII, since it goes into messages.
  private func code(_ field: CodeField) throws(AcquisitionError) -> String {
    var text = ""
    var isPrintable = true
    unsafe withUnsafeBytes(of: field) { field in
      for index in field.indices {
        let byte = unsafe field[index]
        if byte == 0 { break }
        if byte <= 0x20 || byte > 0x7E { isPrintable = false }
        text.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    guard isPrintable else { throw damaged("its codes are not printable") }
    return text
  }
}
