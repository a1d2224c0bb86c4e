import Acquisition
import SeismicTypes

/// Any samples through our encoder of miniSEED 3 and back; any bytes as the torn end of a file.
@_cdecl("LLVMFuzzerTestOneInput")
public func archiveAnything(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 1 else { return 0 }
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  if bytes[0] % 2 == 0 { survey(Array(bytes[1...])) } else { roundTrip(Array(bytes[1...])) }
  return 0
}

/// Looks arbitrary bytes through for records, as at a restart after a power cut.
private func survey(_ bytes: [UInt8]) {
  let surveyor = RecordSurveyor(bytes)
  var place = 0
  while let record = surveyor.record(at: place) ?? surveyor.firstRecord(from: &place) {
    precondition(record.byteCount > 0 && place + record.byteCount <= bytes.count)
    precondition(record.sampleCount > 0)
    place += record.byteCount
  }
}

/// Packs samples record by record and reads each back.
private func roundTrip(_ bytes: [UInt8]) {
  guard
    let station = StationIdentity(networkCode: "XX", stationCode: "FUZZ", locationCode: "")
  else { return }
  let encoder = MiniSEED3Encoder(station: station, channelCode: "HNZ")
  let capacity = encoder.dataByteCapacity(recordByteCount: 512)
  var waiting = samples(bytes)[...]
  while !waiting.isEmpty {
    var frames = Steim2Encoder(frameCapacity: capacity / 64)
    packing: for sample in waiting {
      switch frames.append(sample) {
      case .taken: continue
      case .full, .tooWide: break packing
      }
    }
    frames.finish()
    let packed = Array(waiting.prefix(frames.packedSampleCount))
    precondition(!packed.isEmpty)
    waiting = waiting.dropFirst(packed.count)
    let header = MiniSEED3Encoder.Header(
      startTime: Timestamp(nanoseconds: 1_700_000_000_123_456_789),
      sampleRate: SampleRate(microhertz: 100_000_000), sampleCount: packed.count,
      encoding: .steim2, timingQuality: Int(bytes[0] % 101),
      clockErrorMicroseconds: bytes[0] == 0 ? .max : UInt32(bytes[0]))
    let record = encoder.record(header, data: frames.bytes)
    precondition(record.count <= 512)
    precondition(read(record) == packed)
  }
}

/// Four bytes a sample where the first bit says so, else one byte as a step from the sample before.
private func samples(_ bytes: [UInt8]) -> [Int32] {
  var samples: [Int32] = []
  var sample: Int32 = 0
  var place = 1
  while place < bytes.count {
    if bytes[0] & 1 == 1 && place + 4 <= bytes.count {
      var word: UInt32 = 0
      for index in 0..<4 { word = word << 8 | UInt32(bytes[place + index]) }
      sample = Int32(bitPattern: word)
      place += 4
    } else {
      sample &+= Int32(Int8(bitPattern: bytes[place]))
      place += 1
    }
    samples.append(sample)
  }
  return samples
}

private func read(_ record: [UInt8]) -> [Int32]? {
  guard let recording = try? Recording(bytes: record, named: "record") else { return nil }
  var counts = [Int32](repeating: 0, count: recording.frameCount)
  var header = SampleBlockHeader(
    startTime: recording.startTime, sampleIndex: 0, sampleRate: recording.sampleRate,
    channelCount: 1, sampleCount: 0)
  var reader = RecordingReader(recording)
  var span = counts.mutableSpan
  _ = reader.next(into: &span, header: &header)
  return counts
}
