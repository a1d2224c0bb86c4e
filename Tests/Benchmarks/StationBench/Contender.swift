import Glibc

/// One timed run's answer.
struct Lap {
  var nanosecondsPerItem: Double
  /// What peers must agree with; zero where there is nothing to compare.
  var check: Int64 = 0
}

/// Does one run for each line of standard input, until it ends.
func turns(_ run: () -> Lap) {
  while readLine() != nil {
    let lap = run()
    write("\(lap.nanosecondsPerItem) \(lap.check)\n", to: 1)
  }
}

/// Nanoseconds that this thread has computed: what other programs take of the processor is left out.
func threadNanoseconds() -> Int64 { nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) }

/// Nanoseconds of the monotonic clock.
func wallNanoseconds() -> Int64 { nanoseconds(of: CLOCK_MONOTONIC) }

private func nanoseconds(of clock: clockid_t) -> Int64 {
  var time = timespec()
  // The clock writes one timespec.
  unsafe clock_gettime(clock, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Ends the program with words on standard error.
func fail(_ words: String) -> Never {
  write("StationBench: " + words + "\n", to: 2)
  exit(2)
}

/// Writes words to a descriptor at once, past the buffers of standard output.
private func write(_ words: String, to descriptor: Int32) {
  // The kernel takes the bytes of the string for the length of the call.
  _ = unsafe words.withCString { unsafe Glibc.write(descriptor, $0, strlen($0)) }
}

/// The whole-number argument at a place, or the end of the program.
func number(_ arguments: [String], _ index: Int, _ name: String) -> Int {
  guard index < arguments.count, let value = Int(arguments[index]), value > 0 else {
    fail("\(name) is missing, expected a positive whole number")
  }
  return value
}

/// The 32-bit little-endian counts of a file.
func readCounts(_ path: String) -> [Int32] {
  // The path is lent to C as a string for the length of the call.
  let descriptor = unsafe open(path, O_RDONLY)
  guard descriptor >= 0 else { fail("\(path): cannot be opened") }
  defer { close(descriptor) }
  let byteCount = Int(lseek(descriptor, 0, SEEK_END))
  lseek(descriptor, 0, SEEK_SET)
  var counts = [Int32](repeating: 0, count: byteCount / 4)
  let wanted = counts.count * 4
  // The array holds the bytes that are read into it.
  let taken = unsafe counts.withUnsafeMutableBytes { bytes in
    unsafe read(descriptor, bytes.baseAddress, wanted)
  }
  guard taken == wanted else { fail("\(path): cannot be read whole") }
  return counts
}
