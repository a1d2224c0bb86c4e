internal import CLinux

/// What the kernel says of the board; nil where it says nothing.
package struct BoardReading: Equatable, Sendable {
  /// The processor's temperature in 0.01 °C.
  package var temperatureCentidegrees: Int64?
  /// Raspberry Pi's bits, of other boards bit 0 only.
  ///
  /// 0 undervoltage, 1 frequency capped, 2 throttled, 3 temperature limit; 16 to 19 say that it has
  /// happened since power-up.
  package var powerBits: Int64?
  /// Errors of file systems and disks since they were made or found.
  package var storageErrorCount: Int64?
  package var availableMemoryMebibytes: Int64?
  /// Whether a pulse per second has come since the last reading.
  package var hasPulsePerSecond: Bool?
  package var isClockSynchronised: Bool?
  /// What the kernel counts time with, such as `arch_sys_counter`.
  package var timeCounter: String?

  package init() {}
}

/// Reads what the kernel says of the board from its files.
package struct BoardReader: Sendable {
  private let files: KernelFiles
  /// The text of each pulse source when last read: time and number of its last pulse.
  private var pulses: [String] = []
  private var hasRead = false

  /// - Parameter root: Where `/sys` and `/proc` lie; empty for the system's own.
  package init(root: String = "") { files = KernelFiles(root: root) }

  /// The board now.
  package mutating func read() -> BoardReading {
    var reading = BoardReading()
    reading.temperatureCentidegrees = temperature()
    reading.powerBits = powerBits()
    reading.storageErrorCount = storageErrors()
    reading.availableMemoryMebibytes = availableMemory()
    reading.hasPulsePerSecond = pulse()
    reading.isClockSynchronised = clinux_clock_discipline_now().error_microseconds != .max
    reading.timeCounter = files.text(
      "/sys/devices/system/clocksource/clocksource0/current_clocksource")
    return reading
  }

  /// Of the zone that is named after the processor, else of the first.
  private func temperature() -> Int64? {
    var found: Int64?
    for zone in files.names(in: "/sys/class/thermal") where zone.hasPrefix("thermal_zone") {
      let folder = "/sys/class/thermal/" + zone
      guard let millidegrees = files.number(folder + "/temp") else { continue }
      let type = files.text(folder + "/type") ?? ""
      let isProcessor = type.hasPrefix("cpu") || type.hasPrefix("soc") || type == "x86_pkg_temp"
      if isProcessor { return millidegrees / 10 }
      if found == nil { found = millidegrees / 10 }
    }
    return found
  }

  private func powerBits() -> Int64? {
    if let bits = files.hexadecimal("/sys/devices/platform/soc/soc:firmware/get_throttled") {
      return bits
    }
    for monitor in files.names(in: "/sys/class/hwmon") {
      let folder = "/sys/class/hwmon/" + monitor
      guard files.text(folder + "/name") == "rpi_volt" else { continue }
      return files.number(folder + "/in0_lcrit_alarm")
    }
    return nil
  }

  /// File systems' own counts of errors, and disks' counts of failed requests.
  private func storageErrors() -> Int64? {
    var total: Int64?
    for system in files.names(in: "/sys/fs/ext4") {
      guard let count = files.number("/sys/fs/ext4/\(system)/errors_count") else { continue }
      total = (total ?? 0) + count
    }
    for disk in files.names(in: "/sys/block") {
      guard let count = files.hexadecimal("/sys/block/\(disk)/device/ioerr_cnt") else { continue }
      total = (total ?? 0) + count
    }
    return total
  }

  private func availableMemory() -> Int64? {
    guard let text = files.text("/proc/meminfo") else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
      let words = line.split(separator: " ")
      guard words.count > 1, let kibibytes = Int64(words[1]) else { return nil }
      return kibibytes / 1024
    }
    return nil
  }

  /// Nil without a pulse source, and at the first reading.
  private mutating func pulse() -> Bool? {
    var latest: [String] = []
    for source in files.names(in: "/sys/class/pps") {
      if let pulse = files.text("/sys/class/pps/\(source)/assert") { latest.append(pulse) }
    }
    let before = pulses
    pulses = latest
    defer { hasRead = true }
    guard !latest.isEmpty, hasRead else { return nil }
    return latest != before
  }
}
