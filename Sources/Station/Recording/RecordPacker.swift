import Acquisition
import SeismicTypes

/// Turns one channel's finished records into the bytes of the archive's format.
enum RecordPacker {
  case miniSEED2(MiniSEED2Packer)
  case miniSEED3(MiniSEED3Encoder, rate: SampleRate)

  init(_ parameters: ArchiveParameters, channelCode: String, rate: SampleRate) {
    switch parameters.format {
    case .miniSEED2:
      self = .miniSEED2(
        MiniSEED2Packer(
          station: parameters.station, channelCode: channelCode, rate: rate,
          recordByteCount: parameters.recordByteCount))
    case .miniSEED3:
      self = .miniSEED3(
        MiniSEED3Encoder(station: parameters.station, channelCode: channelCode), rate: rate)
    }
  }

  /// What a record of the format has room for, whole frames of 64 bytes.
  func dataByteCapacity(recordByteCount: Int) -> Int {
    switch self {
    case .miniSEED2: recordByteCount - MiniSEED2Packer.headerByteCount
    case .miniSEED3(let encoder, _): encoder.dataByteCapacity(recordByteCount: recordByteCount)
    }
  }

  /// The resolution of the format's times.
  var resolutionNanoseconds: Int64 {
    switch self {
    case .miniSEED2: 1000
    case .miniSEED3: 1
    }
  }

  /// The record's bytes, empty where it cannot be packed.
  func pack(_ record: FinishedRecord) -> [UInt8] {
    switch self {
    case .miniSEED2(let packer): return packer.pack(record)
    case .miniSEED3(let encoder, let rate):
      let isSteim = record.coding == .steim2
      return encoder.record(
        MiniSEED3Encoder.Header(
          startTime: record.startTime, sampleRate: rate, sampleCount: record.samples.count,
          encoding: isSteim ? .steim2 : .int32,
          timingQuality: TimingQuality.of(clockErrorMicroseconds: record.clockErrorMicroseconds),
          clockErrorMicroseconds: record.clockErrorMicroseconds),
        data: isSteim ? record.frames : Self.plain(record.samples))
    }
  }

  private static func plain(_ samples: [Int32]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * samples.count)
    for sample in samples {
      let word = UInt32(bitPattern: sample)
      for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    return bytes
  }
}
