import Acquisition
import SeismicTypes
import Testing

/// The device through the real libiio, at an emulated iiod.
@Suite(.enabled(if: EmulatedIIOD.python != nil, "python3 is missing"))
struct IIODeviceTests {
  @Test("counts come in the board's channel order, none lost, none twice")
  func channelOrder() throws {
    let bench = try IIOBench()
    try bench.device.open()
    let (readings, fault) = bench.readings(50)
    #expect(fault == nil)
    let frames = readings.flatMap { $0.frames }
    #expect(frames == (0..<200).map(IIOBench.frame))
    #expect(readings.allSatisfy { $0.block.frameCount == 4 && $0.block.lostFrameCount == 0 })
  }

  @Test("device and channels are found by label as well")
  func labels() throws {
    let bench = try IIOBench(["--speed", "0", "--label", "basement"]) {
      $0.device = "basement"
      $0.channels = ["axis 2", "axis 1", "accel_x"]
    }
    try bench.device.open()
    #expect(bench.read().reading?.frames.first == IIOBench.frame(0))
  }

  @Test("rate, attributes, trigger and stamp clock are set and read back")
  func settings() throws {
    let bench = try IIOBench {
      $0.attributes = [IIODevice.Attribute(channel: "accel_x", name: "scale", value: "0.0000765")]
      $0.trigger = "adxl355"
      $0.stampClock = .realtime
    }
    try bench.device.open()
    let facts = bench.device.facts.joined(separator: "\n")
    for fact in [
      "accel_z le:s20/32>>12", "trigger adxl355-dev0", "accel_x scale = 0.0000765",
      "adxl355 sampling_frequency = 125.000000", "adxl355 current_timestamp_clock = realtime",
      "wakes after 4 frames",
    ] {
      #expect(facts.contains(fact), "\(facts)")
    }
  }

  @Test("a setting that does not stick is an error that names it and what was read back")
  func stubborn() throws {
    let bench = try IIOBench(["--speed", "0", "--stubborn", "sampling_frequency"])
    #expect(
      throws: AcquisitionError.deviceSetting(
        device: "adxl355", setting: "sampling_frequency", value: "4000.000000 when read back",
        expected: "125")
    ) { try bench.device.open() }
  }

  @Test("a rate that the device has not is refused with what it has kept")
  func refusedRate() throws {
    let bench = try IIOBench { $0.sampleRate = SampleRate(microhertz: 80_000_000) }
    #expect(
      throws: AcquisitionError.deviceSetting(
        device: "adxl355", setting: "sampling_frequency",
        value: "refused (Invalid argument) and reads 4000.000000", expected: "80")
    ) { try bench.device.open() }
  }

  @Test("a device, a channel, a trigger that is not there is named with what is")
  func missing() throws {
    let device = try IIOBench { $0.device = "adxl345" }
    #expect(
      throws: AcquisitionError.deviceMissing(
        device: "adxl345", place: device.server.uri, found: ["adxl355"])
    ) { try device.device.open() }
    let channel = try IIOBench { $0.channels = ["accel_z", "accel_y", "accel_w"] }
    #expect(
      throws: AcquisitionError.deviceSetting(
        device: "adxl355", setting: "element", value: "accel_w",
        expected: "a channel that can be captured: accel_x, accel_y, accel_z, timestamp")
    ) { try channel.device.open() }
    let trigger = try IIOBench { $0.trigger = "hrtimer" }
    #expect(
      throws: AcquisitionError.deviceMissing(
        device: "trigger hrtimer", place: trigger.server.uri, found: ["adxl355-dev0"])
    ) { try trigger.device.open() }
  }

  @Test("of two devices with one name the identifier chooses")
  func twins() throws {
    let bench = try IIOBench(["--speed", "0", "--twin"])
    #expect(
      throws: AcquisitionError.deviceSetting(
        device: "adxl355", setting: "device", value: "2 devices of this name",
        expected: "the label or the identifier of one: iio:device0, iio:device1")
    ) { try bench.device.open() }
    let chosen = try IIOBench(["--speed", "0", "--twin"]) { $0.device = "iio:device0" }
    try chosen.device.open()
    #expect(chosen.read().reading?.frames.first == IIOBench.frame(0))
  }

  @Test("driver stamps of the raw clock come through to the nanosecond")
  func rawStamps() throws {
    let bench = try IIOBench()
    try bench.device.open()
    let (readings, _) = bench.readings(10)
    #expect(readings.allSatisfy { $0.block.isDriverStamped })
    for (earlier, later) in zip(readings, readings.dropFirst()) {
      #expect(
        later.block.newestFrameRawNanoseconds - earlier.block.newestFrameRawNanoseconds
          == 4 * 8_000_000)
    }
  }

  @Test(
    "driver stamps of another clock are brought to the raw one",
    arguments: [StampClock.realtime, .monotonic, .boottime])
  func convertedStamps(clock: StampClock) throws {
    let bench = try IIOBench { $0.stampClock = clock }
    let before = ClockReading.now().rawNanoseconds
    try bench.device.open()
    let reading = try #require(bench.read().reading)
    let after = ClockReading.now().rawNanoseconds
    // Sample 0 is stamped one period after the capture's start, which lies between the two.
    let start = reading.block.newestFrameRawNanoseconds - 4 * 8_000_000
    #expect(start > before - 5_000_000 && start < after + 5_000_000)
  }

  @Test("without a stamp channel frames are timed on arrival")
  func arrival() throws {
    let bench = try IIOBench(["--speed", "0", "--no-stamps"])
    let before = ClockReading.now().rawNanoseconds
    try bench.device.open()
    let reading = try #require(bench.read().reading)
    #expect(!reading.block.isDriverStamped)
    #expect(reading.block.newestFrameRawNanoseconds > before)
    #expect(reading.frames == (0..<4).map(IIOBench.frame))
  }

  @Test("scans of mixed formats with foreign bits around the values are unpacked")
  func mixedFormats() throws {
    let formats = [
      "be:u24/32>>8", "le:s16/16>>0", "be:s12/16>>4", "le:s64/64>>0", "le:U32/32>>0",
      "be:s20/32>>12", "le:u16/64>>40",
    ]
    let arguments = formats.enumerated().flatMap { ["--channel", "voltage\($0)=\($1)"] }
    let bench = try IIOBench(["--speed", "0"] + arguments) {
      $0.channels = formats.indices.map { "voltage\($0)" }
    }
    try bench.device.open()
    for block in 0..<40 {
      let reading = try #require(bench.read(channels: formats.count).reading)
      for (offset, frame) in reading.frames.enumerated() {
        let sample = 10 * (4 * block + offset)
        #expect(frame == formats.indices.map { Int32(sample + $0) })
      }
    }
  }

  @Test("an unsigned channel's counts have the driver's offset added, a signed one's have not")
  func offset() throws {
    let bench = try IIOBench([
      "--speed", "0", "--offset", "-8388608", "--channel", "voltage0=be:u24/32>>8", "--channel",
      "voltage1=be:s24/32>>8",
    ]) { $0.channels = ["voltage0", "voltage1"] }
    try bench.device.open()
    let reading = try #require(bench.read(channels: 2).reading)
    let expected: [[Int32]] = [
      [-8_388_608, 1], [-8_388_598, 11], [-8_388_588, 21], [-8_388_578, 31],
    ]
    #expect(reading.frames == expected)
  }

  @Test("one value of a channel that repeats several can be chosen")
  func repeatedValues() throws {
    let bench = try IIOBench([
      "--speed", "0", "--channel", "quaternion=le:s16/16X4>>0", "--channel", "accel_z=be:s16/16>>0",
    ]) { $0.channels = ["quaternion[3]", "accel_z", "quaternion"] }
    try bench.device.open()
    let reading = try #require(bench.read().reading)
    let expected: [[Int32]] = [[3, 1, 0], [13, 11, 10], [23, 21, 20], [33, 31, 30]]
    #expect(reading.frames == expected)
    let beyond = try IIOBench([
      "--speed", "0", "--channel", "quaternion=le:s16/16X4>>0",
    ]) { $0.channels = ["quaternion[4]"] }
    #expect(throws: AcquisitionError.self) { try beyond.device.open() }
  }

  @Test(
    "parameters that cannot be are refused before any device is touched",
    arguments: [
      { (p: inout IIODevice.Parameters) in p.watermarkSamples = 9 },
      { (p: inout IIODevice.Parameters) in p.watermarkSamples = 0 },
      { (p: inout IIODevice.Parameters) in p.samplesPerBlock = 5000 },
      { (p: inout IIODevice.Parameters) in p.channels = [] },
      { (p: inout IIODevice.Parameters) in p.sampleRate = SampleRate(microhertz: 5_000_000) },
      { (p: inout IIODevice.Parameters) in p.answerTimeoutMilliseconds = 0 },
    ] as [@Sendable (inout IIODevice.Parameters) -> Void])
  func badParameters(change: @Sendable (inout IIODevice.Parameters) -> Void) {
    var parameters = IIODevice.Parameters(
      device: "adxl355", channels: ["accel_z"], sampleRate: SampleRate(microhertz: 125_000_000),
      samplesPerBlock: 8)
    change(&parameters)
    #expect(throws: AcquisitionError.self) { _ = try IIODevice(parameters) }
  }
}
