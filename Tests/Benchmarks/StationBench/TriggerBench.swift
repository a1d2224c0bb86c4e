import Triggering

/// The recursive STA/LTA over three channels, as ObsPy's `recursive_sta_lta` computes it.
///
/// `trigger COUNTS SHORT LONG`: COUNTS holds interleaved 32-bit counts of three channels. A lap gives
/// the nanoseconds of one sample of one channel; the check sums up the places where the ratio is at
/// least 3, so that peers decide alike.
enum TriggerBench {
  static func serve(_ arguments: [String]) throws {
    guard let path = arguments.first else { fail("trigger: COUNTS SHORT LONG") }
    let counts = readCounts(path)
    let short = Int64(number(arguments, 1, "SHORT"))
    let long = Int64(number(arguments, 2, "LONG"))
    let average = RecursiveSTALTA(
      shortTermSampleCount: short, longTermSampleCount: long, minimumLongTermCounts: 0)
    turns {
      var first = average
      var second = average
      var third = average
      let begin = threadNanoseconds()
      let check = decide(counts.span, &first, &second, &third)
      let elapsed = threadNanoseconds() - begin
      return Lap(nanosecondsPerItem: Double(elapsed) / Double(counts.count), check: check)
    }
  }

  private static func decide(
    _ counts: Span<Int32>, _ first: inout RecursiveSTALTA, _ second: inout RecursiveSTALTA,
    _ third: inout RecursiveSTALTA
  ) -> Int64 {
    var check: Int64 = 0
    var frame = 0
    while frame &+ 2 < counts.count {
      first.process(counts[frame], isLongTermFrozen: false)
      second.process(counts[frame &+ 1], isLongTermFrozen: false)
      third.process(counts[frame &+ 2], isLongTermFrozen: false)
      if first.isRatioAtLeast(thresholdQ8: 768) { check &+= Int64(frame) }
      if second.isRatioAtLeast(thresholdQ8: 768) { check &+= Int64(frame &+ 1) }
      if third.isRatioAtLeast(thresholdQ8: 768) { check &+= Int64(frame &+ 2) }
      frame &+= 3
    }
    return check
  }
}
