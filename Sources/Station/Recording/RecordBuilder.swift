import Acquisition
import SeismicTypes

/// Gathers one channel's samples into records.
///
/// A record ends when its frames are full, at a gap or a step of the clock, before midnight of UTC, and
/// when the archive is flushed. A step that is wider than Steim2's 30 bits ends it, too, and the record
/// after holds plain integers, so that even a broken converter's samples are kept as they are.
struct RecordBuilder {
  /// Records that have been ended and wait to be written.
  private(set) var finished: [FinishedRecord] = []
  private let rate: SampleRate
  private let frameCapacity: Int
  private let plainCapacity: Int
  /// Times are rounded to it, so that a record's day is the day of the time its header states.
  private let resolutionNanoseconds: Int64
  private var encoder: Steim2Encoder
  private var isPlain = false
  private var samples: [Int32] = []
  private var times: [Int64] = []
  private var clockError: UInt32 = 0
  private var endOfDay: Int64 = 0

  /// - Parameters:
  ///   - rate: The nominal rate; a record's samples stand within half a sample of it.
  ///   - dataByteCapacity: What a record has room for, whole frames of 64 bytes.
  ///   - resolutionNanoseconds: Of the format's times.
  init(rate: SampleRate, dataByteCapacity: Int, resolutionNanoseconds: Int64) {
    self.rate = rate
    frameCapacity = dataByteCapacity / 64
    plainCapacity = dataByteCapacity / 4
    self.resolutionNanoseconds = resolutionNanoseconds
    encoder = Steim2Encoder(frameCapacity: frameCapacity)
  }

  /// Hands over what has been finished.
  mutating func takeFinished() -> [FinishedRecord] {
    guard !finished.isEmpty else { return [] }
    defer { finished = [] }
    return finished
  }

  /// Appends a sample with its time; `isContinuous` false when samples are missing before it.
  mutating func append(
    _ sample: Int32, at time: Int64, clockErrorMicroseconds: UInt32, isContinuous: Bool
  ) {
    let rounded = round(time)
    if !samples.isEmpty && !(isContinuous && follows(rounded)) { end() }
    if samples.isEmpty { begin(at: rounded) }
    clockError = max(clockError, clockErrorMicroseconds)
    guard !isPlain else { return appendPlain(sample, at: rounded) }
    switch encoder.append(sample) {
    case .taken:
      keep(sample, rounded)
    case .full:
      keep(sample, rounded)
      finishFrames(clockError: clockErrorMicroseconds)
    case .tooWide:
      end()
      isPlain = true
      begin(at: rounded)
      clockError = clockErrorMicroseconds
      appendPlain(sample, at: rounded)
    }
  }

  /// Ends the record in progress.
  mutating func end() {
    while !samples.isEmpty {
      if isPlain {
        finishPlain()
      } else {
        encoder.finish()
        finishFrames(clockError: clockError)
      }
    }
  }

  private mutating func keep(_ sample: Int32, _ time: Int64) {
    samples.append(sample)
    times.append(time)
  }

  private mutating func begin(at time: Int64) {
    clockError = 0
    endOfDay =
      CalendarDay(of: Timestamp(nanoseconds: time)).startNanoseconds + CalendarDay.nanoseconds
  }

  private func round(_ time: Int64) -> Int64 {
    guard resolutionNanoseconds > 1 else { return time }
    let shifted = time + resolutionNanoseconds / 2
    let remainder = shifted % resolutionNanoseconds
    return shifted - (remainder < 0 ? remainder + resolutionNanoseconds : remainder)
  }

  /// Whether a sample of that time is the next one of the record, by its nominal rate and day.
  private func follows(_ time: Int64) -> Bool {
    let expected = times[0] + rate.nanoseconds(ofSamples: Int64(samples.count))
    return (time - expected).magnitude <= UInt64(rate.nanoseconds(ofSamples: 1) / 2)
      && time < endOfDay
  }

  private mutating func appendPlain(_ sample: Int32, at time: Int64) {
    keep(sample, time)
    if samples.count == plainCapacity { finishPlain() }
  }

  private mutating func finishPlain() {
    finished.append(
      FinishedRecord(
        startTime: Timestamp(nanoseconds: times[0]), samples: samples, coding: .int32,
        clockErrorMicroseconds: clockError))
    samples = []
    times = []
    isPlain = false
    encoder = Steim2Encoder(frameCapacity: frameCapacity)
  }

  /// Finishes the record whose frames are full or packed to the end; samples that wait begin the next.
  private mutating func finishFrames(clockError next: UInt32) {
    let count = encoder.packedSampleCount
    finished.append(
      FinishedRecord(
        startTime: Timestamp(nanoseconds: times[0]), samples: Array(samples[..<count]),
        coding: .steim2, frames: encoder.bytes, clockErrorMicroseconds: clockError))
    let (waiting, waitingTimes) = (Array(samples[count...]), Array(times[count...]))
    samples = []
    times = []
    encoder = Steim2Encoder(frameCapacity: frameCapacity)
    guard let first = waitingTimes.first else { return }
    begin(at: first)
    clockError = next
    for index in waiting.indices {
      // At most six, which fit any frame and differ as they did before.
      _ = encoder.append(waiting[index])
      keep(waiting[index], waitingTimes[index])
    }
  }
}
