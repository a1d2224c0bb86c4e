/// Says what changed between two readings of the board, for the log.
package struct BoardWatch: Sendable {
  /// A line for the log.
  package struct Finding: Equatable, Sendable {
    package var isWarning: Bool
    package var words: String
  }

  private static let highTemperature: Int64 = 8000
  private static let lowMemoryMebibytes: Int64 = 32
  private static let lowDiskMebibytes: Int64 = 64
  private static let powerNames = [
    "undervoltage", "frequency-capped", "throttled", "temperature-limit",
  ]

  private var before: BoardReading?
  private var isHot = false
  private var isShortOfMemory = false
  private var isShortOfDisk = false

  package init() {}

  /// Looks at a new reading.
  ///
  /// - Parameters:
  ///   - reading: The board.
  ///   - freeDiskMebibytes: Of the state folder's file system, nil where unknown.
  /// - Returns: What the log should say.
  package mutating func judge(
    _ reading: BoardReading, freeDiskMebibytes: Int64?
  ) -> [Finding] {
    var findings: [Finding] = []
    if reading.timeCounter != before?.timeCounter, let counter = reading.timeCounter {
      findings.append(Finding(isWarning: false, words: "board-time counter=\(counter)"))
    }
    findings += power(reading)
    findings += pulse(reading)
    if let isSynchronised = reading.isClockSynchronised,
      isSynchronised != before?.isClockSynchronised
    {
      findings.append(
        Finding(
          isWarning: !isSynchronised, words: "board-clock synchronised=\(isSynchronised ? 1 : 0)"))
    }
    let errors = (reading.storageErrorCount ?? 0) - (before?.storageErrorCount ?? 0)
    if errors > 0 {
      findings.append(Finding(isWarning: true, words: "board-storage-errors count=\(errors)"))
    }
    if let temperature = reading.temperatureCentidegrees {
      findings += Self.crossing(
        &isHot, "board-temperature centidegrees=\(temperature)",
        isBad: temperature > (isHot ? Self.highTemperature - 500 : Self.highTemperature))
    }
    if let memory = reading.availableMemoryMebibytes {
      findings += Self.crossing(
        &isShortOfMemory, "board-memory availableMebibytes=\(memory)",
        isBad: memory < (isShortOfMemory ? 2 : 1) * Self.lowMemoryMebibytes)
    }
    if let disk = freeDiskMebibytes {
      findings += Self.crossing(
        &isShortOfDisk, "board-disk freeMebibytes=\(disk)",
        isBad: disk < (isShortOfDisk ? 2 : 1) * Self.lowDiskMebibytes)
    }
    before = reading
    return findings
  }

  /// A line when something turns bad and when it is good again.
  private static func crossing(_ wasBad: inout Bool, _ words: String, isBad: Bool) -> [Finding] {
    guard isBad != wasBad else { return [] }
    wasBad = isBad
    return [Finding(isWarning: isBad, words: words)]
  }

  private func power(_ reading: BoardReading) -> [Finding] {
    guard let bits = reading.powerBits, bits != before?.powerBits ?? 0 else { return [] }
    var words = "board-power bits=\(bits)"
    for (place, name) in Self.powerNames.enumerated() {
      if bits >> Int64(place) & 1 == 1 { words += " \(name)=now" }
      if bits >> Int64(place + 16) & 1 == 1 { words += " \(name)=since-boot" }
    }
    return [Finding(isWarning: bits & 0xF != 0, words: words)]
  }

  private func pulse(_ reading: BoardReading) -> [Finding] {
    guard let hasPulse = reading.hasPulsePerSecond, hasPulse != before?.hasPulsePerSecond else {
      return []
    }
    return [Finding(isWarning: !hasPulse, words: "board-pulse present=\(hasPulse ? 1 : 0)")]
  }
}
