import Acquisition

/// Any description and any scans are refused or give counts that their format allows.
///
/// The first byte says how many channels there are, the second how long a scan is; six bytes describe
/// each channel, the rest are scans.
@_cdecl("LLVMFuzzerTestOneInput")
public func unpackAnyScans(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard count > 2 else { return 0 }
  let channelCount = Int(bytes[0] % 4) + 1
  let header = 2 + 6 * channelCount
  guard count >= header else { return 0 }
  var formats: [ScanFormat] = []
  var offsets: [Int] = []
  var zeros: [Int64] = []
  for channel in 0..<channelCount {
    let words = bytes[(2 + 6 * channel)..<(8 + 6 * channel)].map { Int(Int8(bitPattern: $0)) }
    guard
      let format = ScanFormat(
        storageBits: words[0], realBits: words[1], shift: words[2], isSigned: words[3] & 1 == 1,
        isBigEndian: words[3] & 2 == 2)
    else { return 0 }
    formats.append(format)
    offsets.append(words[4])
    zeros.append(Int64(words[5]) << 25)
  }
  guard
    let layout = ScanLayout(
      step: Int(Int8(bitPattern: bytes[1])), formats: formats, offsets: offsets, zeros: zeros,
      stampFormat: formats[0], stampOffset: offsets[0])
  else { return 0 }
  check(layout, formats, offsets, zeros, scans: Array(bytes[header...]))
  return 0
}

private func check(
  _ layout: ScanLayout, _ formats: [ScanFormat], _ offsets: [Int], _ zeros: [Int64],
  scans: [UInt8]
) {
  var counts = [Int32](repeating: 0, count: formats.count)
  for scan in 0..<(scans.count / layout.step) {
    let start = scan * layout.step
    var frame = counts.mutableSpan
    layout.unpack(scans.span, at: start, into: &frame, at: 0)
    precondition(
      layout.stamp(in: scans.span, at: start)
        == formats[0].value(in: scans.span, at: start + offsets[0]))
    for (index, format) in formats.enumerated() {
      let value = format.value(in: scans.span, at: start + offsets[index])
      if format.bitCount < 64 {
        let top = Int64(1) << (format.bitCount - (format.isSigned ? 1 : 0))
        precondition(value < top || top < 0)
        precondition(value >= (format.isSigned ? -top : 0))
      }
      let sum = value.addingReportingOverflow(zeros[index])
      let expected =
        sum.overflow ? (zeros[index] > 0 ? .max : .min) : Int32(clamping: sum.partialValue)
      precondition(counts[index] == expected)
    }
  }
}
