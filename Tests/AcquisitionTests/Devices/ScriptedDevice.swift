import Acquisition
import SeismicTypes

/// A sensor that samples all the time, on a time of its own that goes on while it is read, with a
/// script of what goes wrong when.
final class ScriptedDevice: SensorDevice {
  enum Trouble: CaseIterable {
    /// Reads fail.
    case error
    /// Reads fail and it cannot be opened.
    case unplugged
    /// Nothing comes.
    case silence
    /// More frames are claimed than fit.
    case nonsense
    /// Stamps from another age.
    case strangeStamp
    /// Frames are lost, and the device says how many.
    case toldLoss
    /// Frames are lost, and the device only knows that some were.
    case untoldLoss
  }

  struct Episode {
    var trouble: Trouble
    var from: Int64
    var to: Int64
  }

  static let origin: Int64 = 1_000_000_000
  static let delay: Int64 = 3_000_000

  let sampleRate = SampleRate(microhertz: 100_000_000)
  let delayNanoseconds = ScriptedDevice.delay
  let samplesPerBlock: Int
  var facts: [String] { ["opened \(openCount) times"] }
  /// The device's instant, on the raw clock.
  private(set) var now = ScriptedDevice.origin
  private(set) var isOpen = false
  private(set) var openCount = 0
  private(set) var closeCount = 0
  /// The frame that the newest block began with.
  private(set) var firstFrame: Int64 = 0
  private var nextFrame: Int64 = 0
  private let episodes: [Episode]

  init(samplesPerBlock: Int = 10, _ episodes: [Episode] = []) {
    self.samplesPerBlock = samplesPerBlock
    self.episodes = episodes
  }

  func pass(_ nanoseconds: Int64) { now += nanoseconds }

  func clock() -> ClockReading {
    ClockReading(rawNanoseconds: now, realtimeNanoseconds: now, errorMicroseconds: 1)
  }

  func open() throws(AcquisitionError) {
    pass(1_000_000)
    if trouble == .unplugged { throw .unreadable(path: "scripted", reason: "unplugged") }
    isOpen = true
    openCount += 1
    nextFrame = frame(at: now) + 1
  }

  func close() {
    isOpen = false
    closeCount += 1
  }

  func read(into counts: inout MutableSpan<Int32>, timeoutMilliseconds: Int32) -> DeviceRead {
    let until = now + Int64(timeoutMilliseconds) * 1_000_000
    switch trouble {
    case .error: return .failed(.system(code: -5))
    case .unplugged: return .failed(.unplugged)
    case .silence: return wait(until)
    default: break
    }
    let count = Int64(samplesPerBlock)
    let due = Self.origin + (nextFrame + count - 1) * 10_000_000
    guard due <= until else { return wait(until) }
    now = max(now, due) + 200_000
    if trouble == .nonsense {
      return .block(
        DeviceBlock(
          frameCount: samplesPerBlock + 1, newestFrameRawNanoseconds: now, isDriverStamped: true))
    }
    if trouble == .strangeStamp {
      return .block(
        DeviceBlock(
          frameCount: samplesPerBlock, newestFrameRawNanoseconds: now ^ (1 << 62),
          isDriverStamped: true))
    }
    return deliver(count, lost: lossCount)
  }

  private func deliver(_ count: Int64, lost: Int64) -> DeviceRead {
    firstFrame = nextFrame + lost
    nextFrame = firstFrame + count
    let newest = Self.origin + (nextFrame - 1) * 10_000_000 + Self.delay
    now = max(now, newest)
    return .block(
      DeviceBlock(
        frameCount: Int(count), newestFrameRawNanoseconds: newest, isDriverStamped: true,
        lostFrameCount: trouble == .untoldLoss && lost > 0 ? nil : lost))
  }

  private func wait(_ until: Int64) -> DeviceRead {
    now = until
    return .nothing
  }

  private var trouble: Trouble? {
    episodes.first { $0.from <= now && now < $0.to }?.trouble
  }

  private var lossCount: Int64 {
    trouble == .toldLoss || trouble == .untoldLoss ? 1 + now / 1_000_000 % 40 : 0
  }

  /// The newest frame that has been sampled.
  private func frame(at instant: Int64) -> Int64 { (instant - Self.origin) / 10_000_000 }
}
