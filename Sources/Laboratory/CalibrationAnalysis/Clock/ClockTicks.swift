internal import Acquisition
internal import SeismicTypes

extension ClockCalibration.Tick {
  /// The times of a recording's records, up to the first gap of more than a tenth of a second.
  ///
  /// - Parameters:
  ///   - path: The miniSEED file.
  ///   - nominalHertz: What a gap is judged by.
  ///   - filter: Which channel, such as `HNZ`.
  /// - Returns: A tick a record.
  /// - Throws: `CalibrationError` where it cannot be read.
  package static func recorded(
    in path: String, nominalHertz: Double, filter: String?
  ) throws(CalibrationError) -> [ClockCalibration.Tick] {
    let times: RecordTimes
    do throws(AcquisitionError) {
      let channels = try filter.map { text throws(AcquisitionError) in try ChannelFilter(text) }
      times = try RecordTimes(reading: RecordingFile(path: path), filter: channels ?? .all)
    } catch {
      throw CalibrationError(error.message)
    }
    var ticks: [ClockCalibration.Tick] = []
    var sampleIndex = 0.0
    var previous = times.records[0]
    for record in times.records {
      if !ticks.isEmpty {
        let step = Double(record.start.nanoseconds - previous.start.nanoseconds) / 1e9
        guard abs(step - Double(previous.sampleCount) / nominalHertz) <= 0.1 else { break }
        sampleIndex += Double(previous.sampleCount)
      }
      // Against the first record, so that a double keeps nanoseconds.
      ticks.append(
        ClockCalibration.Tick(
          sampleIndex: sampleIndex,
          seconds: Double(record.start.nanoseconds - times.records[0].start.nanoseconds) / 1e9))
      previous = record
    }
    return ticks
  }
}
