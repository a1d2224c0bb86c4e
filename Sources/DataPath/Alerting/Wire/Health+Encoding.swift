import SeismicTypes

extension Health {
  /// The map of key 30.
  @_noAllocation @_noLocks
  func write(into writer: inout CBORWriter) {
    writer.map(count: entryCount())
    writer.entry(0, uptimeSeconds)
    writer.entry(1, overruns)
    writer.entry(2, gaps)
    writer.entry(3, sendFailures)
    if let temperature = temperatureCentidegrees {
      writer.entry(4, integer: Int64(truncatingIfNeeded: temperature))
    }
    writer.entry(5, freeDiskMebibytes)
    writer.entry(6, clockSource)
    if channelCount > 0 { writeChannels(into: &writer) }
    writer.entry(8, mode)
    writer.entry(9, isArmed)
    if let smallest = smallestPredictablePgvLog10Thousandths {
      writer.entry(10, integer: Int64(truncatingIfNeeded: smallest))
    }
    writer.entry(11, hasPulsePerSecond)
    writer.entry(12, powerBits)
    writer.entry(13, storageErrors)
    if let softwareVersion {
      writer.unsigned(14)
      writer.text(softwareVersion)
    }
    writer.entry(15, eightBytes: configurationHash)
    writer.entry(16, eightBytes: calibrationHash)
  }

  /// Key 7: channel, noise and state of each.
  @_noAllocation @_noLocks
  private func writeChannels(into writer: inout CBORWriter) {
    writer.unsigned(7)
    writer.array(count: channelCount)
    for index in 0..<channelCount {
      let channel = channels[index]
      writer.array(count: 3)
      writer.text(channel.channel)
      writer.unsigned(channel.noiseNanometresPerSecondSquaredRms)
      writer.unsigned(UInt64(truncatingIfNeeded: channel.state.number()))
    }
  }

  @_noAllocation @_noLocks
  private func entryCount() -> Int {
    var count = 0
    if case .some = uptimeSeconds { count &+= 1 }
    if case .some = overruns { count &+= 1 }
    if case .some = gaps { count &+= 1 }
    if case .some = sendFailures { count &+= 1 }
    if case .some = temperatureCentidegrees { count &+= 1 }
    if case .some = freeDiskMebibytes { count &+= 1 }
    if case .some = clockSource { count &+= 1 }
    if channelCount > 0 { count &+= 1 }
    if case .some = mode { count &+= 1 }
    if case .some = isArmed { count &+= 1 }
    if case .some = smallestPredictablePgvLog10Thousandths { count &+= 1 }
    if case .some = hasPulsePerSecond { count &+= 1 }
    if case .some = powerBits { count &+= 1 }
    if case .some = storageErrors { count &+= 1 }
    if case .some = softwareVersion { count &+= 1 }
    if case .some = configurationHash { count &+= 1 }
    if case .some = calibrationHash { count &+= 1 }
    return count
  }
}
