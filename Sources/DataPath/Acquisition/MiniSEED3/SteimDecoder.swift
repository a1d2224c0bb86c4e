/// Takes Steim's differences out of frames of 64 bytes (SEED manual 2.4, appendix B).
///
/// A frame is 16 big-endian words; the first holds a code of two bits for each. The first frame's words
/// 1 and 2 are the first and the last sample. The first difference leads there from the record before
/// and is not used. Sums wrap in 32 bits, as the encoders' do.
struct SteimDecoder {
  /// Which of the two the differences are packed by.
  enum Version {
    case one
    case two
  }

  /// Why frames are damaged.
  enum Fault: Error {
    case unknownCode
    case tooFewDifferences(Int)
    case lastSample(Int32, announced: Int32)
  }

  /// No frame holds more differences than 15 words of seven.
  static let mostSamplesPerFrame = 105

  private let version: Version
  private let sampleCount: Int
  /// Differences met, the unused first one included.
  private var metCount = 0
  private var sample: Int32

  private init(_ version: Version, sampleCount: Int, first: Int32) {
    self.version = version
    self.sampleCount = sampleCount
    sample = first
  }

  /// Appends the samples of a record.
  ///
  /// - Parameters:
  ///   - samples: Gets `sampleCount` more.
  ///   - frames: At least one whole frame; a part of one at the end is not read.
  ///   - version: Steim1 or Steim2.
  ///   - sampleCount: At least 1.
  /// - Throws: `Fault`; then some samples may have been appended.
  static func append(
    to samples: inout [Int32], from frames: RecordBytes, _ version: Version, sampleCount: Int
  ) throws(Fault) {
    var decoder = SteimDecoder(
      version, sampleCount: sampleCount, first: Int32(bitPattern: frames.bigEndianWord(at: 4)))
    let announced = Int32(bitPattern: frames.bigEndianWord(at: 8))
    var frame = 0
    while frame < frames.count / 64, decoder.metCount < sampleCount {
      let codes = frames.bigEndianWord(at: frame * 64)
      for word in (frame == 0 ? 3 : 1)..<16 {
        let code = codes >> UInt32(30 - 2 * word) & 3
        let packed = frames.bigEndianWord(at: frame * 64 + 4 * word)
        try decoder.take(packed, code: code, into: &samples)
      }
      frame += 1
    }
    guard decoder.metCount >= sampleCount else { throw .tooFewDifferences(decoder.metCount) }
    guard decoder.sample == announced else {
      throw .lastSample(decoder.sample, announced: announced)
    }
  }

  private mutating func take(
    _ word: UInt32, code: UInt32, into samples: inout [Int32]
  ) throws(Fault) {
    guard code != 0, metCount < sampleCount else { return }
    let (count, bits) = try packing(word, code: code)
    for place in 0..<count where metCount < sampleCount {
      // The first difference stands highest among the bits in use.
      let shifted = word << UInt32(32 - bits * (count - place))
      let difference = Int32(bitPattern: shifted) >> Int32(32 - bits)
      if metCount > 0 { sample = sample &+ difference }
      samples.append(sample)
      metCount += 1
    }
  }

  /// How many differences a word holds and of how many bits.
  private func packing(
    _ word: UInt32, code: UInt32
  ) throws(Fault) -> (count: Int, bits: Int) {
    if code == 1 { return (4, 8) }
    switch (version, code, word >> 30) {
    case (.one, 2, _): return (2, 16)
    case (.one, 3, _): return (1, 32)
    case (.two, 2, 1): return (1, 30)
    case (.two, 2, 2): return (2, 15)
    case (.two, 2, 3): return (3, 10)
    case (.two, 3, 0): return (5, 6)
    case (.two, 3, 1): return (6, 5)
    case (.two, 3, 2): return (7, 4)
    default: throw .unknownCode
    }
  }
}
