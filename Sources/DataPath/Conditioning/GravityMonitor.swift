package import SeismicTypes

/// What a quiet accelerometer says of gravity: the mean specific force over one window.
package struct GravityReading: BitwiseCopyable, Equatable, Sendable {
  /// The mean specific force; an accelerometer at rest reads +g upward.
  package let meanPicometresPerSecondSquared: Vector3
}

/// Averages the specific force over windows of 60 s and keeps the mean of the last quiet one.
///
/// A window is refused when any component's mean |baseline-removed acceleration| exceeds the limit:
/// an earthquake, work on the sensor, or a sensor too noisy to weigh.
package struct GravityMonitor: BitwiseCopyable, Sendable {
  /// The mean of the last quiet window; nil until there is one.
  package private(set) var reading: GravityReading?
  /// Windows that were not quiet, since start.
  package private(set) var refusedWindowCount: Int64 = 0

  private let windowSamples: Int64
  private let quietLimit: Int64
  private var sampleCount: Int64 = 0
  private var sum = Vector3()
  private var disturbance = Vector3()

  /// A monitor for samples at `sampleRate`.
  ///
  /// - Parameters:
  ///   - sampleRate: The true rate.
  ///   - quietLimitPicometresPerSecondSquared: 2 mg by default: twice the noise of a 100 µg/√Hz
  ///     sensor at 100 Hz.
  package init(
    sampleRate: SampleRate, quietLimitPicometresPerSecondSquared: Int64 = 20_000_000_000
  ) {
    windowSamples = sampleRate.sampleCount(milliseconds: 60_000)
    quietLimit = quietLimitPicometresPerSecondSquared
  }

  /// One sample: the specific force and the same without its running mean.
  ///
  /// Both are held inside ±2⁴⁶ pm/s² (7 g), so that the sums of a window fit 64 bits.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(force: Vector3, shaking: Vector3) {
    if Self.isInside(force) && Self.isInside(shaking) {
      sum.vertical &+= force.vertical
      sum.north &+= force.north
      sum.east &+= force.east
      disturbance.vertical &+= Self.magnitude(shaking.vertical)
      disturbance.north &+= Self.magnitude(shaking.north)
      disturbance.east &+= Self.magnitude(shaking.east)
    } else {
      addHeld(force, shaking)
    }
    sampleCount &+= 1
    if sampleCount == windowSamples { finishWindow() }
  }

  /// Takes the reading of an earlier start for the last.
  mutating func resume(_ reading: GravityReading) { self.reading = reading }

  /// Begins a new window; the last reading stays.
  @_noAllocation @_noLocks
  mutating func restart() {
    sampleCount = 0
    sum = Vector3()
    disturbance = Vector3()
  }

  /// A sample beyond ±2⁴⁶ is held there.
  @inline(never) @_noAllocation @_noLocks
  private mutating func addHeld(_ force: Vector3, _ shaking: Vector3) {
    sum.vertical &+= Self.held(force.vertical)
    sum.north &+= Self.held(force.north)
    sum.east &+= Self.held(force.east)
    disturbance.vertical &+= Self.magnitude(Self.held(shaking.vertical))
    disturbance.north &+= Self.magnitude(Self.held(shaking.north))
    disturbance.east &+= Self.magnitude(Self.held(shaking.east))
  }

  /// Whether every component lies within −2⁴⁶ … 2⁴⁶ − 1: one comparison for all three.
  @inline(__always) @_noAllocation @_noLocks
  private static func isInside(_ sample: Vector3) -> Bool {
    let bits =
      (sample.vertical ^ (sample.vertical &>> 63)) | (sample.north ^ (sample.north &>> 63))
      | (sample.east ^ (sample.east &>> 63))
    return bits &>> 46 == 0
  }

  @inline(__always) @_noAllocation @_noLocks
  private static func magnitude(_ value: Int64) -> Int64 {
    // Without a branch: the sign of noise cannot be foretold.
    let sign = value &>> 63
    return (value ^ sign) &- sign
  }

  @inline(__always) @_noAllocation @_noLocks
  private static func held(_ value: Int64) -> Int64 {
    let limit: Int64 = 1 &<< 46
    let upper = value > limit ? limit : value
    return upper < 0 &- limit ? 0 &- limit : upper
  }

  @inline(never) @_noAllocation @_noLocks
  private mutating func finishWindow() {
    if disturbance.largestMagnitude() / windowSamples <= quietLimit {
      var mean = sum
      mean.vertical /= windowSamples
      mean.north /= windowSamples
      mean.east /= windowSamples
      reading = GravityReading(mean)
    } else {
      refusedWindowCount &+= 1
    }
    restart()
  }
}

extension GravityReading {
  @_noAllocation @_noLocks
  package init(_ mean: Vector3) { meanPicometresPerSecondSquared = mean }
}
