internal import CLinux
internal import Conditioning
internal import FixedPoint
internal import OnsiteModel
internal import PWaveFeatures
internal import SeismicTypes
internal import SlowChannels
internal import Triggering

// Runs the numbers of a test vector through stages and prints every result as an integer, so that two
// builds can be compared digit by digit. Compiles as ordinary and as Embedded Swift.
//
// StageTrace ratio|motion|slow|numbers FILE: FILE holds 32-bit little-endian integers.

@main
struct StageTrace {
  static func main() {
    guard clinux_argument_count() == 3 else { return fail("StageTrace STAGE FILE") }
    // The system keeps the arguments for the life of the process.
    let stage = unsafe String(cString: clinux_argument(1))
    let counts = unsafe read(String(cString: clinux_argument(2)))
    guard !counts.isEmpty else { return fail("StageTrace: no counts") }
    switch stage {
    case "ratio": traceRatios(counts)
    case "motion": traceMotion(counts)
    case "slow": traceSlow(counts)
    case "numbers": traceNumbers(counts)
    default: fail("StageTrace: no such stage")
    }
  }

  private static func fail(_ words: StaticString) {
    print(words)
    clinux_exit(2)
  }

  private static func read(_ path: String) -> [Int32] {
    var bytes = [UInt8](repeating: 0, count: 8 << 20)
    var mode: UInt32 = 0
    let count = unsafe clinux_file_read(path, &bytes, Int64(bytes.count), &mode)
    var counts: [Int32] = []
    for index in stride(from: 0, to: Int(count) - 3, by: 4) {
      var bits: UInt32 = 0
      for place in (0..<4).reversed() { bits = bits << 8 | UInt32(bytes[index + place]) }
      counts.append(Int32(bitPattern: bits))
    }
    return counts
  }

  /// Prints numbers with their name, on one line.
  static func show(_ name: StaticString, _ numbers: [Int64]) {
    var line = name.description
    for number in numbers { line += " \(number)" }
    print(line)
  }

  /// Every algorithm of the trigger, each with two pairs of lengths.
  private static func traceRatios(_ counts: [Int32]) {
    let algorithms: [Trigger.Algorithm] = [.recursive, .classic, .delayed, .allen]
    for algorithm in algorithms {
      for (shortTerm, longTerm) in [(Int64(25), Int64(500)), (5, 250)] {
        let lengths = WindowLengths(
          shortTermSampleCount: shortTerm, longTermSampleCount: longTerm, minimumLongTermCounts: 1)
        let memory = WindowMemory(algorithm, lengths)
        var ratio = ShortToLongTermRatio(algorithm, lengths, in: memory)
        for count in counts {
          ratio.process(count, isLongTermFrozen: false)
          show(
            "ratio",
            [
              ratio.shortTermAverageQ16, ratio.ratioThousandths,
              ratio.isRatioAtLeast(thresholdQ8: 896) ? 1 : 0,
            ])
        }
      }
    }
  }

  /// The anomaly monitor of slow channels.
  private static func traceSlow(_ counts: [Int32]) {
    var monitor = AnomalyMonitor(AnomalyMonitor.Parameters())
    for count in counts {
      let verdict = monitor.process(Int64(count) << 16)
      show("slow", [monitor.meanQ16, monitor.varianceQ16, verdict.isAlarm ? 1 : 0])
    }
  }

  /// The functions of `FixedPoint`, over numbers of every magnitude made of the counts.
  private static func traceNumbers(_ counts: [Int32]) {
    for (index, count) in counts.enumerated() {
      let size = UInt128(count.magnitude) << UInt128(index % 90) + 1
      show(
        "numbers",
        [
          Int64(log10Q24(size)), Int64(bitPattern: squareRoot(size)),
          Int64(exceedanceProbabilityThousandths(zQ8: Int64(count) % 2048)),
          Int64(bitPattern: powerOfTenThousandths(Int64(count) % 10_000) ?? 0),
          roundedQuotient(Int64(count) << 20, Int64(index) + 1),
        ])
    }
  }
}
