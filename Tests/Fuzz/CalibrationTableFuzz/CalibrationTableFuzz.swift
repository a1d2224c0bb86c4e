import CalibrationAnalysis

/// Reads the bytes as each kind of table that a calibration takes; whatever they are, the answer is
/// numbers within their limits or a refusal that names the file.
@_cdecl("LLVMFuzzerTestOneInput")
package func readCalibrationTable(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  // libFuzzer promises `count` readable bytes at `start` for the length of this call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: bytes, as: UTF8.self)
  do throws(CalibrationError) {
    for interval in try RadonExchange.Interval.table(text, named: "input.csv") {
      precondition(interval.hours > 0 && interval.hours < 1e12)
      precondition((0..<1e12).contains(interval.counts))
      precondition((0..<1e12).contains(interval.referenceBecquerelsPerCubicMetre))
    }
  } catch {
    precondition(error.text.hasPrefix("input.csv: "))
  }
  do throws(CalibrationError) {
    for direction in try DirectionTable.directions(text, named: "input.csv") {
      let square = direction.reduce(0) { $0 + $1 * $1 }
      precondition(direction.count == 3 && abs(square - 1) < 1e-9)
    }
  } catch {
    precondition(error.text.hasPrefix("input.csv: "))
  }
  return 0
}
