/// Where the counts of a frame stand in a scan.
package struct ScanLayout: Sendable {
  /// Bytes from one scan to the next.
  package let step: Int
  private let formats: [ScanFormat]
  private let offsets: [Int]
  private let zeros: [Int64]
  private let stampFormat: ScanFormat?
  let stampOffset: Int

  /// The layout of a description, or nil where a value would lie outside its scan.
  ///
  /// - Parameters:
  ///   - step: Bytes from one scan to the next.
  ///   - formats: How each count of a frame stands in a scan.
  ///   - offsets: Where each count starts, in bytes from the scan's start.
  ///   - zeros: What is added to each count; empty adds nothing.
  ///   - stampFormat: How the driver's time stamp stands in a scan; nil without one.
  ///   - stampOffset: Where it starts.
  package init?(
    step: Int, formats: [ScanFormat], offsets: [Int], zeros: [Int64] = [],
    stampFormat: ScanFormat? = nil, stampOffset: Int = 0
  ) {
    guard step > 0, formats.count == offsets.count, zeros.isEmpty || zeros.count == formats.count
    else { return nil }
    for index in formats.indices {
      guard Self.fits(formats[index], at: offsets[index], in: step) else { return nil }
    }
    if let stampFormat {
      guard Self.fits(stampFormat, at: stampOffset, in: step) else { return nil }
    }
    self.step = step
    self.formats = formats
    self.offsets = offsets
    self.zeros = zeros.isEmpty ? formats.map { _ in 0 } : zeros
    self.stampFormat = stampFormat
    self.stampOffset = stampOffset
  }

  package var channelCount: Int { formats.count }

  /// Unpacks a scan into one frame of counts.
  ///
  /// - Parameters:
  ///   - bytes: The scans; the one meant lies wholly inside.
  ///   - start: Where the scan starts.
  ///   - counts: Receives the frame.
  ///   - position: Where the frame starts.
  package func unpack(
    _ bytes: Span<UInt8>, at start: Int, into counts: inout MutableSpan<Int32>, at position: Int
  ) {
    for index in formats.indices {
      counts[position + index] = formats[index].count(
        in: bytes, at: start + offsets[index], adding: zeros[index])
    }
  }

  /// The driver's time stamp of a scan; zero without one.
  package func stamp(in bytes: Span<UInt8>, at start: Int) -> Int64 {
    stampFormat?.value(in: bytes, at: start + stampOffset) ?? 0
  }

  private static func fits(_ format: ScanFormat, at offset: Int, in step: Int) -> Bool {
    offset >= 0 && offset <= step - format.byteCount
  }
}
