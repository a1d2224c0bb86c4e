import Acquisition
import CDigitizer
import Testing

@Suite("The parser of serial frames")
struct SerialFrameParserTests {
  static let smallest: Int32 = -8_388_608
  static let largest: Int32 = 8_388_607

  /// A stretch of frames of one instant, three channels.
  static func stream(frameCount: Int) -> (bytes: [UInt8], counts: [[Int32]]) {
    let digitizer = ReferenceDigitizer()
    var random = RandomNumbers(seed: 7)
    var bytes: [UInt8] = []
    var counts: [[Int32]] = []
    for index in 0..<frameCount {
      let instant = (0..<3).map { _ in Int32.random(in: smallest...largest, using: &random) }
      counts.append(instant)
      bytes += digitizer.frame(instant, deviceTimeMicroseconds: UInt32(index) * 10_000)
    }
    return (bytes, counts)
  }

  @Test("reads the example of the protocol's page")
  func documentedExample() {
    let bytes: [UInt8] = [
      0xF1, 0xB5, 0x01, 0x06, 0x03, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x4B, 0x4C,
      0x00, 0x90, 0x3D, 0x01, 0x00, 0x00, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xB7, 0x5A, 0xE7,
      0x1B,
    ]
    let digitizer = ReferenceDigitizer()
    #expect(digitizer.frame([1, -2, Self.largest], deviceTimeMicroseconds: 5_000_000) == bytes)
    let frames = parse(bytes)
    #expect(frames.map(\.counts) == [[1, -2, Self.largest]])
    #expect(frames.first?.header.deviceTimeMicroseconds == 5_000_000)
    #expect(frames.first?.header.isFirst == true)
  }

  @Test(
    "gives what the reference encoder was given, whatever the shape",
    arguments: [1, 3, 16], [1, 4, 31])
  func roundTrip(channelCount: Int, sampleCount: Int) {
    for isWide in [false, true] {
      let digitizer = ReferenceDigitizer(channelCount: channelCount, isWide: isWide)
      let limits = isWide ? Int32.min...Int32.max : Self.smallest...Self.largest
      var random = RandomNumbers(seed: UInt64(channelCount))
      var counts = (0..<(channelCount * sampleCount)).map { _ in
        Int32.random(in: limits, using: &random)
      }
      counts[0] = limits.lowerBound
      counts[counts.count - 1] = limits.upperBound
      let bytes = digitizer.frame(counts) + digitizer.frame(counts)
      let frames = parse(bytes)
      #expect(frames.map(\.counts) == [counts, counts])
      #expect(frames.map(\.header.sequence) == [0, 1])
      #expect(frames.map(\.header.sampleCounter) == [0, UInt32(sampleCount)])
      #expect(frames.map(\.header.isFirst) == [true, false])
      #expect(frames.allSatisfy { $0.header.frameByteCount() * 2 == bytes.count })
    }
  }

  @Test("gives the same frames however the bytes come in", arguments: [1, 2, 7, 30, 31, 32, 1024])
  func pieces(pieceByteCount: Int) {
    let (bytes, counts) = Self.stream(frameCount: 200)
    #expect(parse(bytes, pieceByteCount: pieceByteCount).map(\.counts) == counts)
  }

  @Test("finds every whole frame between stretches of noise")
  func noiseBetween() {
    let digitizer = ReferenceDigitizer()
    var random = RandomNumbers(seed: 3)
    var bytes: [UInt8] = []
    for index in 0..<500 {
      // Noise that likes to look like the beginning of a frame.
      let noise = random.bytes(Int.random(in: 0...40, using: &random))
      bytes += noise + (index % 3 == 0 ? [0xF1, 0xB5, 1] : index % 3 == 1 ? [0xF1] : [])
      bytes += digitizer.frame([Int32(index), 0, 0])
    }
    #expect(parse(bytes).map { Int($0.counts[0]) } == Array(0..<500))
  }

  @Test("finds frames inside a long frame whose end never came")
  func truncatedLongFrame() {
    let long = ReferenceDigitizer(channelCount: 16, isWide: true)
    let short = ReferenceDigitizer()
    var bytes = Array(long.frame([Int32](repeating: 5, count: 16 * 31)).prefix(100))
    var expected: [Int32] = []
    for index in 0..<80 {
      bytes += short.frame([Int32(index), 1, 2])
      expected.append(Int32(index))
    }
    #expect(parse(bytes).map { $0.counts[0] } == expected)
  }

  @Test("refuses every error of one and two bits, and says how many frames were damaged")
  func fewBitErrors() {
    let (bytes, _) = Self.stream(frameCount: 1)
    var parser = SerialFrameParser()
    var falseCount = 0
    for first in 0..<(bytes.count * 8) {
      for second in first..<(bytes.count * 8) {
        var damaged = bytes
        damaged[first / 8] ^= 1 << UInt8(first % 8)
        if second != first { damaged[second / 8] ^= 1 << UInt8(second % 8) }
        parser.reset()
        falseCount += count(damaged, with: &parser)
      }
    }
    #expect(falseCount == 0)
    #expect(parser.damagedFrameCount > 0)
  }

  @Test("refuses bursts of up to 32 bits and random damage of three to five bits")
  func bursts() {
    let (bytes, _) = Self.stream(frameCount: 1)
    var random = RandomNumbers(seed: 11)
    var parser = SerialFrameParser()
    var falseCount = 0
    for trial in 0..<60_000 {
      var damaged = bytes
      if trial % 2 == 0 {
        let length = Int.random(in: 1...32, using: &random)
        let first = Int.random(in: 0...(bytes.count * 8 - length), using: &random)
        for bit in first..<(first + length)
        where bit == first || bit == first + length - 1 || Bool.random(using: &random) {
          damaged[bit / 8] ^= 1 << UInt8(bit % 8)
        }
      } else {
        var bits: Set<Int> = []
        let errorCount = Int.random(in: 3...5, using: &random)
        while bits.count < errorCount {
          bits.insert(Int.random(in: 0..<(bytes.count * 8), using: &random))
        }
        for bit in bits { damaged[bit / 8] ^= 1 << UInt8(bit % 8) }
      }
      parser.reset()
      falseCount += count(damaged, with: &parser)
    }
    #expect(falseCount == 0)
  }

  @Test("accepts no frame in ten million bytes of noise that looks like frames")
  func falseFrames() {
    var random = RandomNumbers(seed: 23)
    let (frame, _) = Self.stream(frameCount: 1)
    var parser = SerialFrameParser()
    var acceptedCount = 0
    var byteCount = 0
    while byteCount < 10_000_000 {
      // A third plain noise, a third with a true header before it, a third a frame with noise in it.
      var bytes = random.bytes(1024)
      for place in stride(from: 0, to: 992, by: 32) {
        let kind = (place / 32) % 3
        if kind == 1 { bytes.replaceSubrange(place..<(place + 18), with: frame.prefix(18)) }
        if kind == 2 {
          let damage = Int.random(in: 18..<27, using: &random)
          let byte = bytes[place]
          bytes.replaceSubrange(place..<(place + 31), with: frame)
          bytes[place + damage] = byte == frame[damage] ? ~byte : byte
        }
      }
      acceptedCount += count(bytes, with: &parser)
      byteCount += bytes.count
    }
    // 200,000 checks of 32 bits are tried: 5 · 10⁻⁵ of them are expected to agree by chance.
    #expect(parser.damagedFrameCount > 150_000)
    #expect(acceptedCount == 0)
  }

  private func count(_ bytes: [UInt8], with parser: inout SerialFrameParser) -> Int {
    var count = 0
    _ = parser.append(bytes.span, count: bytes.count)
    while parser.next() != nil { count += 1 }
    return count
  }

  @Test("refuses headers that no digitizer may send, even with right checks")
  func impossibleHeaders() {
    let header: [UInt8] = [1, 0, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    let changes: [(Int, UInt8)] = [(0, 0), (0, 2), (1, 8), (1, 128), (2, 0), (2, 17), (3, 0)]
    #expect(parse(sealed(header, sampleByteCount: 9)).count == 1)
    for (place, value) in changes {
      var changed = header
      changed[place] = value
      #expect(parse(sealed(changed, sampleByteCount: 9)).isEmpty, "\(place) = \(value)")
    }
    // 16 channels of 32 instants of 32 bits are more than 2048 bytes.
    var long = header
    long.replaceSubrange(1...3, with: [1, 16, 32])
    #expect(parse(sealed(long, sampleByteCount: 2048)).isEmpty)
  }

  /// A frame of zeros around any header, with right checks.
  private func sealed(_ header: [UInt8], sampleByteCount: Int) -> [UInt8] {
    var body = header
    let headerCheck = crc32c(body)
    body += [UInt8(headerCheck & 0xFF), UInt8(headerCheck >> 8 & 0xFF)]
    body += [UInt8](repeating: 0, count: sampleByteCount)
    let check = crc32c(body)
    for shift in [0, 8, 16, 24] as [UInt32] { body.append(UInt8(check >> shift & 0xFF)) }
    return [0xF1, 0xB5] + body
  }

  private func crc32c(_ bytes: [UInt8]) -> UInt32 {
    var register = UInt32.max
    for byte in bytes {
      register ^= UInt32(byte)
      for _ in 0..<8 {
        register = register & 1 == 0 ? register >> 1 : register >> 1 ^ 0x82F6_3B78
      }
    }
    return ~register
  }

  @Test("reads what the example program sends, and the samples it lost")
  func arduinoExample() {
    arduino_example_setup()
    var bytes: [UInt8] = []
    for (readyCount, time) in [(1, 1000), (1, 2000), (4, 6000), (0, 6500), (1, 7000)] {
      var sent = [UInt8](repeating: 0, count: 256)
      let samples: [Int32] = [Int32(time), -Int32(time), Self.smallest]
      let count = unsafe arduino_example_loop(UInt32(readyCount), UInt32(time), samples, &sent)
      bytes += sent.prefix(Int(count))
    }
    let frames = parse(bytes)
    #expect(frames.map(\.header.sampleCounter) == [0, 1, 5, 6])
    #expect(frames.map(\.header.deviceTimeMicroseconds) == [1000, 2000, 6000, 7000])
    #expect(frames.map { $0.counts[0] } == [1000, 2000, 6000, 7000])
    #expect(frames.map { $0.counts[1] } == [-1000, -2000, -6000, -7000])
    #expect(frames.allSatisfy { $0.counts[2] == Self.smallest })
  }
}
