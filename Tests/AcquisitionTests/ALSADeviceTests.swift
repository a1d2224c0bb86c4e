import Acquisition
import SeismicTypes
import Testing

@Suite("A sound card")
struct ALSADeviceTests {
  static func parameters(
    device: String = "null", format: PCMFormat = .s24Packed, captureRateHertz: Int = 48_000,
    hertz: Double = 100
  ) -> ALSADevice.Parameters {
    ALSADevice.Parameters(
      device: device, format: format, captureRateHertz: captureRateHertz, captureChannelCount: 2,
      channelCount: 1, sampleRate: SampleRate(microhertz: Int64(hertz * 1e6)))
  }

  @Test("delivers its counts as they are, in every format")
  func formats() {
    // The ends of each range, minus one and one, little endian.
    let cases: [(PCMFormat, [UInt8], [Int32])] = [
      (.s16, [0x00, 0x80, 0xFF, 0x7F, 0xFF, 0xFF, 0x01, 0x00], [-32_768, 32_767, -1, 1]),
      (
        .s24Packed, [0, 0, 0x80, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 1, 0, 0],
        [-8_388_608, 8_388_607, -1, 1]
      ),
      // The fourth byte means nothing.
      (
        .s24, [0, 0, 0x80, 0x12, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 1, 0, 0, 0xA5],
        [-8_388_608, 8_388_607, -1, 1]
      ),
      (
        .s32, [0, 0, 0, 0x80, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0],
        [.min, .max, -1, 1]
      ),
    ]
    for (format, bytes, expected) in cases {
      #expect(bytes.count == expected.count * format.byteCount)
      var counts = [Int32](repeating: 7, count: expected.count)
      var room = counts.mutableSpan
      format.unpack(bytes.span, count: expected.count, into: &room)
      #expect(counts == expected, "\(format)")
    }
  }

  @Test("has the time of its newest frame from the driver's stamp and the frames behind it")
  func stamps() {
    let clock = CaptureClock(rateHertz: 48_000, stampsAreRaw: true)
    #expect(
      clock.time(stampNanoseconds: 5_000_000_000, framesBehind: 480) == 5_000_000_000 - 10_000_000)
    #expect(clock.duration(ofFrames: 48_000 * 3600 * 12) == 43_200_000_000_000)
  }

  @Test("measures what an overrun lost by the time between two frames")
  func losses() {
    let clock = CaptureClock(rateHertz: 48_000, stampsAreRaw: true)
    // One frame later is the next frame: nothing lost. A frame takes 20,833 ns.
    #expect(clock.lostFrameCount(between: 1_000_000_000, and: 1_000_020_833) == 0)
    #expect(clock.lostFrameCount(between: 1_000_000_000, and: 1_000_041_667) == 1)
    #expect(clock.lostFrameCount(between: 0, and: 2_000_000_000) == 95_999)
    #expect(clock.lostFrameCount(between: 0, and: 600_000_000_000) == 28_799_999)
    // Stamps that run backward lose nothing; what only UTC can tell is left to it.
    #expect(clock.lostFrameCount(between: 2_000_000_000, and: 1_000_000_000) == 0)
    #expect(clock.lostFrameCount(between: 0, and: 3_601_000_000_000) == nil)
  }

  @Test("is refused settings that no device could do, by name")
  func refusals() throws {
    func message(_ change: (inout ALSADevice.Parameters) -> Void) throws -> String {
      var parameters = Self.parameters()
      change(&parameters)
      do throws(AcquisitionError) {
        _ = try ALSADevice(parameters)
        return "accepted"
      } catch {
        return error.message
      }
    }
    #expect(
      try message { $0.captureRateHertz = 384_000 }
        == "null: captureRateHertz is 384000, expected 20 to 192000")
    #expect(
      try message { $0.captureChannelCount = 0 }
        == "null: captureChannelCount is 0, expected 1 to 32")
    #expect(try message { $0.channelCount = 3 } == "null: channels is 3, expected 1 to 2")
    #expect(try message { $0.periodFrames = 0 } == "null: periodFrames is 0, expected 1 to 192000")
    #expect(try message { $0.fractionBits = 9 } == "null: fractionBits is 9, expected 0 to 8")
    #expect(
      try message {
        $0.format = .s32
        $0.fractionBits = 1
      } == "null: fractionBits is 1, expected 0 to 0")
    #expect(
      try message { $0.sampleRate = SampleRate(microhertz: 125_500_000) }
        == "null: sampleRateHertz is 125.5, expected a rate that 48000 Hz is a whole multiple of, "
        + "built of 2, 3, 5 and 7, such as 125 or 128 Hz")
    #expect(try message { $0.fractionBits = 8 } == "accepted")
  }

  @Test("that is not there is refused when it is opened, and can be tried again")
  func missing() throws {
    let device = try ALSADevice(Self.parameters(device: "no-such-device"))
    for _ in 0..<2 {
      #expect(throws: AcquisitionError.self) { try device.open() }
      device.close()
    }
    var counts: [Int32] = [0]
    var room = counts.mutableSpan
    guard case .failed = device.read(into: &room, timeoutMilliseconds: 0) else {
      Issue.record("a device that is not open gave something")
      return
    }
  }

  @Test("knows its rate and delay before it is opened")
  func delay() throws {
    let device = try ALSADevice(Self.parameters())
    #expect(device.sampleRate == SampleRate(hertz: 100))
    #expect(device.delayNanoseconds == 31_677_650)
    let direct = try ALSADevice(Self.parameters(captureRateHertz: 100))
    #expect(direct.delayNanoseconds == 0)
  }
}
