internal import CLinux
internal import Conditioning
internal import SeismicTypes

/// Writes what the sensors' baselines have become to the state folder, from time to time and at the end.
struct BaselineKeeper {
  private static let intervalNanoseconds: Int64 = 60_000_000_000

  private let path: String
  private let configurationHash: UInt64
  private var nextWriteAt: Int64
  private var isFailing = false

  init(stateDirectory: String, configurationHash: UInt64, now: Int64) {
    path = Self.path(in: stateDirectory)
    self.configurationHash = configurationHash
    nextWriteAt = now + Self.intervalNanoseconds
  }

  static func path(in stateDirectory: String) -> String { stateDirectory + "/baselines" }

  /// Writes when it is time to.
  mutating func look(_ groups: [GroupState], at now: Int64) {
    guard now >= nextWriteAt else { return }
    nextWriteAt = now + Self.intervalNanoseconds
    write(groups)
  }

  /// Writes what is known; nothing where no sensor's baseline has settled.
  mutating func write(_ groups: [GroupState]) {
    let now = Timestamp(nanoseconds: clinux_realtime_nanoseconds())
    var entries: [KeptBaselines.Entry] = []
    for group in groups where group.hasDeadlines {
      if let entry = group.learnt.entry(
        source: group.name.string, at: now, configurationHash: configurationHash)
      {
        entries.append(entry)
      }
    }
    guard !entries.isEmpty else { return }
    let result = KeptBaselines(entries: entries).write(path)
    if result < 0 && !isFailing {
      Log.write(
        .warning, "baselines: \(path): \(ErrorText.of(result)); the next start is a cold one")
    }
    isFailing = result < 0
  }
}

/// What one source's processing has learnt, for whoever keeps it.
///
/// The words are read one by one: between two of them a mean moves by far less than the noise.
final class LearntGauges: Sendable {
  /// −1 before the baseline has settled.
  private let scaleBits = Gauge(-1)
  private let vertical = Gauge(0)
  private let north = Gauge(0)
  private let east = Gauge(0)
  private let gravityVertical = Gauge(.min)
  private let gravityNorth = Gauge(0)
  private let gravityEast = Gauge(0)
  private let firstTilt = Gauge(0)

  func publish(_ baseline: BaselineState) {
    vertical.publish(baseline.means.vertical)
    north.publish(baseline.means.north)
    east.publish(baseline.means.east)
    scaleBits.publish(baseline.scaleBits)
  }

  func publish(_ reading: GravityReading, firstTiltMillidegrees: Int64) {
    let mean = reading.meanPicometresPerSecondSquared
    gravityNorth.publish(mean.north)
    gravityEast.publish(mean.east)
    firstTilt.publish(firstTiltMillidegrees)
    gravityVertical.publish(mean.vertical)
  }

  func entry(source: String, at now: Timestamp, configurationHash: UInt64) -> KeptBaselines.Entry? {
    guard scaleBits.value >= 0 else { return nil }
    var gravity: GravityReading?
    if gravityVertical.value != .min {
      gravity = GravityReading(
        Vector3(
          vertical: gravityVertical.value, north: gravityNorth.value, east: gravityEast.value))
    }
    return KeptBaselines.Entry(
      source: source, savedAt: now, configurationHash: configurationHash,
      baseline: BaselineState(
        means: Vector3(vertical: vertical.value, north: north.value, east: east.value),
        scaleBits: scaleBits.value),
      gravity: gravity, firstTiltMillidegrees: firstTilt.value)
  }
}
