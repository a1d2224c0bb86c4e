import Foundation
import StationRuntime
import Testing

@Suite("The board's health")
struct BoardHealthTests {
  /// A folder laid out as the kernel lays out its files.
  private final class Tree {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("board-\(UUID().uuidString)")

    deinit { try? FileManager.default.removeItem(at: root) }

    func set(_ path: String, _ text: String) throws {
      let file = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((text + "\n").utf8).write(to: file)
    }

    func reader() -> BoardReader { BoardReader(root: root.path) }
  }

  @Test("is unknown where the kernel shows nothing")
  func nothing() {
    var reader = Tree().reader()
    var reading = reader.read()
    reading.isClockSynchronised = nil
    #expect(reading == BoardReading())
  }

  @Test("is a Raspberry Pi's power bits, temperature, memory, storage errors and time counter")
  func raspberryPi() throws {
    let tree = Tree()
    try tree.set("sys/devices/platform/soc/soc:firmware/get_throttled", "50005")
    try tree.set("sys/class/thermal/thermal_zone0/type", "gpu-thermal")
    try tree.set("sys/class/thermal/thermal_zone0/temp", "40000")
    try tree.set("sys/class/thermal/thermal_zone1/type", "cpu-thermal")
    try tree.set("sys/class/thermal/thermal_zone1/temp", "51234")
    try tree.set("sys/fs/ext4/mmcblk0p2/errors_count", "3")
    try tree.set("sys/block/sda/device/ioerr_cnt", "0x1f")
    try tree.set("proc/meminfo", "MemTotal:  1000 kB\nMemAvailable:   524288 kB")
    try tree.set(
      "sys/devices/system/clocksource/clocksource0/current_clocksource", "arch_sys_counter")
    var reader = tree.reader()
    let reading = reader.read()
    #expect(reading.powerBits == 0x50005)
    #expect(reading.temperatureCentidegrees == 5123)
    #expect(reading.storageErrorCount == 34)
    #expect(reading.availableMemoryMebibytes == 512)
    #expect(reading.timeCounter == "arch_sys_counter")
    #expect(reading.hasPulsePerSecond == nil)
  }

  @Test("takes the undervoltage alarm of the power monitor where the firmware's bits are missing")
  func powerMonitor() throws {
    let tree = Tree()
    try tree.set("sys/class/hwmon/hwmon0/name", "cpu_thermal")
    try tree.set("sys/class/hwmon/hwmon1/name", "rpi_volt")
    try tree.set("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1")
    var reader = tree.reader()
    #expect(reader.read().powerBits == 1)
  }

  @Test("has a pulse while its number goes on")
  func pulse() throws {
    let tree = Tree()
    var reader = tree.reader()
    try tree.set("sys/class/pps/pps0/assert", "1790000000.000000123#41")
    #expect(reader.read().hasPulsePerSecond == nil)
    try tree.set("sys/class/pps/pps0/assert", "1790000001.000000120#42")
    #expect(reader.read().hasPulsePerSecond == true)
    #expect(reader.read().hasPulsePerSecond == false)
  }

  @Test("survives files that hold no numbers")
  func nonsense() throws {
    let tree = Tree()
    try tree.set("sys/devices/platform/soc/soc:firmware/get_throttled", "0xoops")
    try tree.set("sys/class/thermal/thermal_zone0/temp", "")
    try tree.set("sys/fs/ext4/sda1/errors_count", String(repeating: "9", count: 30))
    try tree.set("proc/meminfo", "MemAvailable:")
    var reader = tree.reader()
    var reading = reader.read()
    reading.isClockSynchronised = nil
    #expect(reading == BoardReading())
  }
}

@Suite("The log of the board's health")
struct BoardWatchTests {
  @Test("says what changed, once")
  func changes() {
    var watch = BoardWatch()
    var reading = BoardReading()
    reading.timeCounter = "tsc"
    reading.powerBits = 0
    reading.storageErrorCount = 0
    #expect(words(watch.judge(reading, freeDiskMebibytes: 1000)) == ["board-time counter=tsc"])
    #expect(watch.judge(reading, freeDiskMebibytes: 1000).isEmpty)
    reading.powerBits = 0x5_0005
    reading.storageErrorCount = 2
    let findings = watch.judge(reading, freeDiskMebibytes: 1000)
    #expect(
      words(findings) == [
        "board-power bits=327685 undervoltage=now undervoltage=since-boot throttled=now "
          + "throttled=since-boot", "board-storage-errors count=2",
      ])
    #expect(findings.map(\.isWarning) == [true, true])
    #expect(watch.judge(reading, freeDiskMebibytes: 1000).isEmpty)
    reading.powerBits = 0x5_0000
    #expect(watch.judge(reading, freeDiskMebibytes: 1000).map(\.isWarning) == [false])
  }

  @Test("warns of heat, little memory and a full disk, with some way back before it is good again")
  func limits() {
    var watch = BoardWatch()
    var reading = BoardReading()
    reading.temperatureCentidegrees = 8001
    reading.availableMemoryMebibytes = 31
    #expect(watch.judge(reading, freeDiskMebibytes: 63).map(\.isWarning) == [true, true, true])
    reading.temperatureCentidegrees = 7600
    reading.availableMemoryMebibytes = 63
    #expect(watch.judge(reading, freeDiskMebibytes: 127).isEmpty)
    reading.temperatureCentidegrees = 7400
    reading.availableMemoryMebibytes = 65
    #expect(watch.judge(reading, freeDiskMebibytes: 129).map(\.isWarning) == [false, false, false])
  }

  private func words(_ findings: [BoardWatch.Finding]) -> [String] { findings.map(\.words) }
}
