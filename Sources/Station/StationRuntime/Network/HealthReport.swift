internal import Alerting
internal import CLinux
internal import SeismicTypes
internal import StationConfiguration
internal import Synchronization

/// Gathers what a heartbeat says of the station's health.
struct HealthReport {
  private let state: StationState
  private let groups: [GroupState]
  private let startedAt: Int64
  private let mode: UInt32
  private let softwareVersion: ShortText
  private let configurationHash: UInt64
  private let calibrationHash: UInt64
  /// Where the next heartbeat begins among the channels, of which it names six.
  private var firstChannel = 0

  init(
    state: StationState, groups: [GroupState], mode: UInt32, softwareVersion: ShortText,
    configurationHash: UInt64, calibrationHash: UInt64
  ) {
    self.state = state
    self.groups = groups
    startedAt = clinux_monotonic_nanoseconds()
    self.mode = mode
    self.softwareVersion = softwareVersion
    self.configurationHash = configurationHash
    self.calibrationHash = calibrationHash
  }

  /// The health now.
  mutating func health() -> Health {
    var health = Health()
    health.uptimeSeconds = UInt64(
      max(0, clinux_monotonic_nanoseconds() - startedAt) / 1_000_000_000)
    health.sendFailures = UInt64(state.sendFailureCount.value)
    health.storageErrors = UInt64(
      max(
        0,
        state.storageErrorCount.value + state.archiveErrorCount.value
          + state.kernelStorageErrorCount.value))
    let temperature = state.temperatureCentidegrees.value
    if temperature != Int64(Int32.min) {
      health.temperatureCentidegrees = Int32(clamping: temperature)
    }
    let free = state.freeMebibytes.value
    if free != Int64(UInt32.max) { health.freeDiskMebibytes = UInt64(free) }
    addClock(to: &health)
    if state.powerBits.value >= 0 {
      health.powerBits = UInt32(truncatingIfNeeded: state.powerBits.value)
    }
    health.mode = mode
    health.softwareVersion = softwareVersion
    health.configurationHash = configurationHash
    health.calibrationHash = calibrationHash
    addGroups(to: &health)
    return health
  }

  private func addClock(to health: inout Health) {
    let clock = clinux_clock_discipline_now()
    health.clockSource =
      clock.error_microseconds == .max ? 0 : (clock.is_steered_by_pulse != 0 ? 2 : 1)
    if clock.has_pulse != 0 {
      health.hasPulsePerSecond = true
    } else if state.hasPulsePerSecond.value >= 0 {
      health.hasPulsePerSecond = state.hasPulsePerSecond.value == 1
    }
  }

  private mutating func addGroups(to health: inout Health) {
    var isArmed = !groups.isEmpty
    var channels: [ChannelHealth] = []
    var overruns: UInt64 = 0
    var gaps: UInt64 = 0
    var smallest = Int64.max
    for group in groups {
      let predictable = group.smallestPredictablePgv.value
      if predictable != .min { smallest = min(smallest, predictable) }
      overruns += UInt64(group.overrunCount.value)
      gaps += UInt64(group.gapCount.value)
      if group.isArmed.value == 0 { isArmed = false }
      channels += self.channels(of: group)
    }
    health.overruns = overruns
    health.gaps = gaps
    health.isArmed = isArmed
    // The station predicts with its best sensor.
    if smallest != .max { health.smallestPredictablePgvLog10Thousandths = Int32(smallest) }
    let count = min(6, channels.count)
    for place in 0..<count {
      health.channels[place] = channels[(firstChannel + place) % channels.count]
    }
    health.channelCount = count
    if !channels.isEmpty { firstChannel = (firstChannel + count) % channels.count }
  }

  /// The code alone where one source has all channels, else behind the end of the source's name, where
  /// names differ: 15 bytes.
  private func name(of code: String, in group: GroupState) -> String {
    guard groups.count > 1 else { return code }
    return String(decoding: group.name.string.utf8.suffix(14 - code.utf8.count), as: UTF8.self)
      + "/" + code
  }

  private func channels(of group: GroupState) -> [ChannelHealth] {
    let now = clinux_raw_nanoseconds()
    var channels: [ChannelHealth] = []
    for (place, code) in group.channelCodes.enumerated() where place < 3 {
      var channel = ChannelHealth()
      channel.channel = ShortText(name(of: code, in: group)) ?? ShortText()
      channel.state = group.channelState(at: now)
      channel.noiseNanometresPerSecondSquaredRms = UInt64(
        max(0, group.noise(ofComponent: ChannelComponent(channelCode: code)?.rawValue ?? place)))
      channels.append(channel)
    }
    return channels
  }
}
