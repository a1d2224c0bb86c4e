package import SeismicTypes

/// Power over time and frequency: windows that overlap by half, in dB relative to 1 m²/s⁴/Hz.
///
/// Time and frequency are gathered into cells that a picture can show: columns of equal time, rows of
/// equal ratio. A cell holds the decibels of its mean power; one without a window is not a number.
package struct Spectrogram: Sendable {
  /// Seconds since `startTime`, one more than columns.
  package let columnEdgesSeconds: [Double]
  /// In Hz, one more than rows.
  package let rowEdgesHertz: [Double]
  /// Shape [column][row].
  package let decibels: [[Double]]
  package let startTime: Timestamp

  /// Analyses one channel of a record.
  ///
  /// - Parameters:
  ///   - record: Where the samples are.
  ///   - channel: The position of the channel in the record.
  ///   - response: What a count is worth.
  ///   - columnLimit: The greatest number of columns.
  ///   - rowLimit: The greatest number of rows.
  package init(
    of record: NoiseRecord, channel: Int, response: AccelerationResponse, columnLimit: Int = 300,
    rowLimit: Int = 96
  ) {
    let first = record.stretches.first?.startTime ?? Timestamp(nanoseconds: 0)
    startTime = first
    let end =
      record.stretches.last.map {
        Double($0.startTime.nanoseconds - first.nanoseconds) / 1e9
          + Double($0.sampleCount) / record.sampleRateHertz
      } ?? 1
    let plan = Self.plan(for: record, seconds: end, columnLimit: columnLimit)
    let columnCount = max(min(columnLimit, Int(end * plan.sampleRateHertz) / plan.step), 1)
    columnEdgesSeconds = (0...columnCount).map { Double($0) * end / Double(columnCount) }
    let rows = SpectrogramRows(plan, limit: rowLimit)
    rowEdgesHertz = rows.edgesHertz
    var sums = [[Double]](
      repeating: [Double](repeating: 0, count: rows.count), count: columnCount)
    var counts = [Int](repeating: 0, count: columnCount)
    for stretch in record.stretches {
      let offset = Double(stretch.startTime.nanoseconds - first.nanoseconds) / 1e9
      for window in 0..<plan.windowCount(in: stretch.sampleCount) {
        let start = window * plan.step
        let middle = offset + Double(start + plan.length / 2) / plan.sampleRateHertz
        let column = min(Int(middle / end * Double(columnCount)), columnCount - 1)
        var matrix = SpectralMatrix(plan, channelCount: 1)
        matrix.add([stretch.channels[channel][start..<start + plan.length]])
        let power = response.acceleration(
          matrix.power(of: 0), atHertz: plan.frequenciesHertz)
        for (row, value) in rows.means(of: power).enumerated() { sums[column][row] += value }
        counts[column] += 1
      }
    }
    decibels = zip(sums, counts).map { sums, count in
      sums.map { count == 0 ? .nan : NoisePower.decibels($0 / Double(count)) }
    }
  }

  /// Windows as long as two columns, between 64 and 4096 samples.
  private static func plan(
    for record: NoiseRecord, seconds: Double, columnLimit: Int
  ) -> WindowPlan {
    let wanted = Int(seconds * record.sampleRateHertz) * 2 / columnLimit
    let longest = FourierTransform.powerOfTwo(atLeast: record.longestStretch / 2 + 1) / 2
    let length = max(
      min(FourierTransform.powerOfTwo(atLeast: max(wanted, 64)), 4096, longest), 8)
    return WindowPlan(
      length: length, step: length / 2, sampleRateHertz: record.sampleRateHertz)
  }
}

/// Rows of equal ratio over the frequencies of a window, each with at least one of them.
struct SpectrogramRows {
  let edgesHertz: [Double]
  private let ranges: [Range<Int>]

  var count: Int { ranges.count }

  init(_ plan: WindowPlan, limit: Int) {
    let frequencyCount = plan.length / 2
    let width = plan.sampleRateHertz / Double(plan.length)
    let ratio = NoisePower.two(
      to: NoisePower.octaves(from: 0.5, to: Double(frequencyCount) + 0.5) / Double(limit))
    var edges = [0.5 * width]
    var ranges: [Range<Int>] = []
    var (first, bound) = (0, 0.5)
    while first < frequencyCount {
      bound *= ratio
      // Frequency k stands for k ± ½.
      let end = min(max(Int((bound - 0.5).rounded(.down)), first), frequencyCount)
      guard end > first else { continue }
      ranges.append(first..<end)
      edges.append((Double(end) + 0.5) * width)
      first = end
    }
    edgesHertz = edges
    self.ranges = ranges
  }

  func means(of power: [Double]) -> [Double] {
    ranges.map { power[$0].reduce(0, +) / Double($0.count) }
  }
}
