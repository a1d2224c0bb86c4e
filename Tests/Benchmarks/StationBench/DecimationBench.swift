import Acquisition
import SeismicTypes

/// A fast converter's three components brought down to the station's rate, and the whole path behind.
///
/// `decimation COUNTS CAPTURE_HERTZ HERTZ`. A lap gives the nanoseconds of one instant of the converter,
/// its three components together; the check is the number of events, zero in noise.
enum DecimationBench {
  static func serve(_ arguments: [String]) throws {
    guard let path = arguments.first else { fail("decimation: COUNTS CAPTURE_HERTZ HERTZ") }
    let counts = readCounts(path)
    let captureRate = number(arguments, 1, "CAPTURE_HERTZ")
    let rate = SampleRate(microhertz: Int64(number(arguments, 2, "HERTZ")) * 1_000_000)
    guard
      let decimation = Decimation(captureRateHertz: captureRate, sampleRate: rate, inputBits: 24)
    else { fail("decimation: \(captureRate) Hz does not come down to this rate") }
    var decimator = Decimator(decimation, channelCount: 3, inputBits: 24, fractionBits: 0)
    let station = try BenchPath(StationParts.parameters(sampleRate: rate), rate)
    // What a converter delivers in ten milliseconds, as in the station.
    let block = 3 * max(1, captureRate / 100)
    var output = [Int32](repeating: 0, count: block + 6)
    func lap() {
      var start = 0
      while start < counts.count {
        let end = min(start + block, counts.count)
        var room = output.mutableSpan
        let frames = decimator.process(
          counts.span.extracting(start..<end), stride: 3, frameCount: (end - start) / 3,
          into: &room, at: 0)
        station.run(output.span.extracting(0..<3 * frames), samplesPerBlock: max(1, frames))
        start = end
      }
    }
    lap()
    turns {
      let begin = threadNanoseconds()
      lap()
      let elapsed = threadNanoseconds() - begin
      return Lap(
        nanosecondsPerItem: Double(elapsed) / Double(counts.count / 3), check: station.eventCount)
    }
  }
}
