import SeismicTypes

/// The samples of one channel in time order, cut into runs without a missing sample.
///
/// A record joins the one before when it starts within half a sample of where that one ends, so a
/// clock that drifts slowly against the stated rate tears nothing apart (libmseed's rule). Inside a
/// run every record anchors the time of its own samples.
struct ChannelTimeline {
  private struct Anchor {
    let sample: Int
    let nanoseconds: Int64
  }

  let rate: SampleRate
  let channelCode: String
  private(set) var samples: [Int32] = []
  /// Ranges of `samples`, each without a missing sample.
  private(set) var runs: [Range<Int>] = []
  private(set) var discontinuities: [RecordedDiscontinuity] = []
  private var anchors: [Anchor] = []

  init(_ source: ChannelRecords) {
    rate = source.sampleRate
    channelCode = source.first.channelCode
    samples.reserveCapacity(source.samples.count)
    let order = source.records.indices.sorted { left, right in
      let first = source.records[left].startNanoseconds
      let second = source.records[right].startNanoseconds
      return first == second ? left < right : first < second
    }
    for index in order { append(source.records[index], of: source.samples) }
  }

  /// The time of a sample by the record that holds it; of `samples.count`, where the last one ends.
  func nanoseconds(ofSample sample: Int) -> Int64 {
    let anchor = anchors[anchorIndex { $0.sample <= sample }]
    return anchor.nanoseconds + rate.nanoseconds(ofSamples: Int64(sample - anchor.sample))
  }

  /// How many samples would have fitted between the end of one sample and the start of another.
  func sampleCount(fromEndOf first: Int, to second: Int) -> Int64 {
    let end = nanoseconds(ofSample: first) + rate.nanoseconds(ofSamples: 1)
    return rate.nearestSampleCount(nanoseconds: nanoseconds(ofSample: second) - end)
  }

  /// The sample nearest to an instant, not before `earliest`; past the run's end in a gap.
  func sample(at nanoseconds: Int64, from earliest: Int) -> Int {
    let anchor = anchors[anchorIndex { $0.nanoseconds <= nanoseconds }]
    let offset = rate.nearestSampleCount(nanoseconds: nanoseconds - anchor.nanoseconds)
    return max(earliest, anchor.sample + Int(offset))
  }

  /// The last anchor that satisfies a condition which holds up to some anchor and then no more.
  private func anchorIndex(where isEarlyEnough: (Anchor) -> Bool) -> Int {
    var low = 0
    var high = anchors.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if isEarlyEnough(anchors[middle]) { low = middle } else { high = middle }
    }
    return low
  }

  private mutating func append(_ record: ChannelRecords.Record, of source: [Int32]) {
    guard !anchors.isEmpty else { return add(record, droppingFirst: 0, of: source, isNewRun: true) }
    let difference = record.startNanoseconds - nanoseconds(ofSample: samples.count)
    let shift = rate.nearestSampleCount(nanoseconds: difference)
    let dropped = min(max(0 - Int(shift), 0), record.sampleCount)
    if shift != 0 {
      discontinuities.append(
        RecordedDiscontinuity(
          kind: shift > 0 ? .gap : .overlap, channelCode: channelCode,
          time: Timestamp(nanoseconds: record.startNanoseconds),
          durationNanoseconds: shift > 0 ? difference : rate.nanoseconds(ofSamples: Int64(dropped)),
          sampleCount: shift > 0 ? shift : Int64(dropped)))
    }
    add(record, droppingFirst: dropped, of: source, isNewRun: shift > 0)
  }

  private mutating func add(
    _ record: ChannelRecords.Record, droppingFirst dropped: Int, of source: [Int32], isNewRun: Bool
  ) {
    guard dropped < record.sampleCount else { return }
    let first = samples.count
    anchors.append(
      Anchor(
        sample: first,
        nanoseconds: record.startNanoseconds + rate.nanoseconds(ofSamples: Int64(dropped))))
    samples.append(
      contentsOf: source[record.firstSample + dropped..<record.firstSample + record.sampleCount])
    if isNewRun {
      runs.append(first..<samples.count)
    } else if let run = runs.popLast() {
      runs.append(run.lowerBound..<samples.count)
    }
  }
}
