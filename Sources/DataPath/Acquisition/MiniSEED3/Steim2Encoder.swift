/// Packs samples into Steim2 frames one by one, so that a record's end is known as it comes.
///
/// A word takes as many of the waiting differences as fit into it: seven of 4 bits, six of 5, five of
/// 6, four of 8, three of 10, two of 15 or one of 30 (SEED manual 2.4, appendix B), which is libmseed's
/// order and gives its bytes. The first difference of the frames is zero: decoders do not use it.
package struct Steim2Encoder: Sendable {
  /// What became of a sample.
  package enum Outcome: Sendable {
    case taken
    /// Taken, and the frames are full: `packedSampleCount` samples stand in them, the others wait.
    case full
    /// Not taken: it differs from the one before by more than 30 bits hold.
    case tooWide
  }

  /// Samples whose differences stand in the frames.
  package private(set) var packedSampleCount = 0
  private let frameCapacity: Int
  private var words: [UInt32]
  private var nextWord = 3
  private var waiting: InlineArray<7, Int32> = InlineArray(repeating: 0)
  private var waitingCount = 0
  private var first: Int32 = 0
  private var newest: Int32 = 0
  private var packed: Int32 = 0
  private var isEmpty = true

  /// The widest difference a word holds, either way of zero.
  private static let widestDifference: ClosedRange<Int64> = -536_870_912...536_870_911

  /// - Parameter frameCapacity: Frames of 64 bytes, at least one.
  package init(frameCapacity: Int) {
    precondition(frameCapacity > 0, "a record has frames")
    self.frameCapacity = frameCapacity
    words = [UInt32](repeating: 0, count: frameCapacity * 16)
  }

  /// The frames in use as bytes, the most significant of each word first.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    // A frame whose first word alone is used holds nothing.
    let frameCount = nextWord % 16 == 1 ? nextWord / 16 : (nextWord + 15) / 16
    bytes.reserveCapacity(frameCount * 64)
    for index in 0..<frameCount * 16 {
      var word = words[index]
      if index == 1 { word = UInt32(bitPattern: first) }
      if index == 2 { word = UInt32(bitPattern: packed) }
      for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    return bytes
  }

  /// Appends a sample; not once the frames are full.
  package mutating func append(_ sample: Int32) -> Outcome {
    let difference = isEmpty ? 0 : Int64(sample) - Int64(newest)
    guard Self.widestDifference.contains(difference) else { return .tooWide }
    if isEmpty {
      first = sample
      packed = sample
      isEmpty = false
    }
    newest = sample
    waiting[waitingCount] = Int32(difference)
    waitingCount += 1
    if waitingCount == 7 { packWord() }
    return nextWord == frameCapacity * 16 ? .full : .taken
  }

  /// Packs what waits, as far as the frames have room.
  package mutating func finish() {
    while waitingCount > 0 && nextWord < frameCapacity * 16 { packWord() }
  }

  private mutating func packWord() {
    let packing = packing()
    var word: UInt32 = 0
    let mask: UInt32 = (1 << packing.bits) - 1
    for index in 0..<packing.count {
      word = word << packing.bits | UInt32(bitPattern: waiting[index]) & mask
      packed = packed &+ waiting[index]
    }
    words[nextWord] = packing.code << 30 | word
    words[nextWord / 16 * 16] |= packing.nibble << UInt32(30 - 2 * (nextWord % 16))
    for index in packing.count..<waitingCount { waiting[index - packing.count] = waiting[index] }
    waitingCount -= packing.count
    packedSampleCount += packing.count
    nextWord += 1
    // A frame begins with the word of its nibbles.
    if nextWord % 16 == 0 && nextWord < frameCapacity * 16 { nextWord += 1 }
  }

  private struct Packing {
    let count: Int
    let bits: UInt32
    /// The two bits in the frame's first word, and those in the word itself (none beside 8 bits).
    let nibble: UInt32
    let code: UInt32
  }

  /// The packing that takes the most of the waiting differences.
  private func packing() -> Packing {
    if fits(7, bits: 4) { return Packing(count: 7, bits: 4, nibble: 3, code: 2) }
    if fits(6, bits: 5) { return Packing(count: 6, bits: 5, nibble: 3, code: 1) }
    if fits(5, bits: 6) { return Packing(count: 5, bits: 6, nibble: 3, code: 0) }
    if fits(4, bits: 8) { return Packing(count: 4, bits: 8, nibble: 1, code: 0) }
    if fits(3, bits: 10) { return Packing(count: 3, bits: 10, nibble: 2, code: 3) }
    if fits(2, bits: 15) { return Packing(count: 2, bits: 15, nibble: 2, code: 2) }
    return Packing(count: 1, bits: 30, nibble: 2, code: 1)
  }

  private func fits(_ count: Int, bits: Int32) -> Bool {
    guard waitingCount >= count else { return false }
    let limit = Int32(1) << (bits - 1)
    for index in 0..<count {
      guard waiting[index] >= 0 - limit && waiting[index] < limit else { return false }
    }
    return true
  }
}
