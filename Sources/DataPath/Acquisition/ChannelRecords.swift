import SeismicTypes

/// The records of one channel in the order of the files, samples unpacked.
struct ChannelRecords {
  struct Record {
    let startNanoseconds: Int64
    let firstSample: Int
    let sampleCount: Int
  }

  let first: RecordHeader
  let component: RecordedComponent
  let sampleRate: SampleRate
  private(set) var records: [Record] = []
  private(set) var samples: [Int32] = []

  init(
    first: RecordHeader, component: RecordedComponent, path: String
  ) throws(AcquisitionError) {
    self.first = first
    self.component = component
    sampleRate = SampleRate(hertz: first.sampleRateHertz) ?? SampleRate(microhertz: 0)
    guard sampleRate.isSupported else {
      throw .unsupportedRate(path: path, channel: first.channelText, rate: sampleRate)
    }
  }

  /// Whether a record belongs to this channel; the quality letter does not matter.
  func includes(_ header: RecordHeader) -> Bool {
    header.channelCode == first.channelCode && header.stationCode == first.stationCode
      && header.locationCode == first.locationCode && header.networkCode == first.networkCode
  }

  /// Appends the record the scanner stands on.
  mutating func append(
    _ header: RecordHeader, from scanner: RecordScanner
  ) throws(AcquisitionError) {
    try checkRate(
      SampleRate(hertz: header.sampleRateHertz) ?? SampleRate(microhertz: 0),
      of: header, in: scanner.bytes.path)
    records.append(
      Record(
        startNanoseconds: header.startNanoseconds, firstSample: samples.count,
        sampleCount: header.sampleCount))
    try scanner.appendSamples(to: &samples, of: header)
  }

  /// Rates within 100 ppm are one rate, as libmseed's own trace lists have it: digitisers that
  /// measure theirs write it anew now and then.
  func checkRate(
    _ rate: SampleRate, of header: RecordHeader, in path: String
  ) throws(AcquisitionError) {
    let difference = (rate.microhertz - sampleRate.microhertz).magnitude
    guard difference <= (sampleRate.microhertz / 10_000).magnitude else {
      throw .ratesDisagree(
        path: path, channel: header.channelText, rate: rate, expected: sampleRate)
    }
  }
}
