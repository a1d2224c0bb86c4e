package import Conditioning
internal import SeismicTypes

/// Compares what an accelerometer says of gravity with what it must say.
///
/// Alarm limits of science: |g| off by more than 0.5 %, a tilt that has drifted by more than 0.5°
/// since the first quiet minute after the start.
package struct GravityWatch {
  /// What a new reading says: the first one, or that limits have been crossed either way.
  package struct Finding: Equatable {
    package var deviationPartsPerMillion: Int64
    package var tiltMillidegrees: Int64
    package var isOutOfLimits: Bool
  }

  private static let largestDeviationPartsPerMillion: Int64 = 5000
  private static let largestDriftMillidegrees: Int64 = 500

  private var latest: GravityReading?
  /// The tilt of the first reading, this start's or an earlier one's.
  package private(set) var firstTiltMillidegrees: Int64 = 0
  private var isOutOfLimits = false

  package init() {}

  /// Goes on from an earlier start, so that a tilt between the two is seen.
  package init(resuming reading: GravityReading, firstTiltMillidegrees: Int64) {
    latest = reading
    self.firstTiltMillidegrees = firstTiltMillidegrees
  }

  /// Looks at the newest reading; nil where it says nothing new.
  package mutating func judge(_ reading: GravityReading?) -> Finding? {
    guard let reading, reading != latest else { return nil }
    let isFirst = latest == nil
    latest = reading
    let deviation = reading.deviationPartsPerMillion()
    let tilt = reading.tiltMillidegrees
    if isFirst { firstTiltMillidegrees = tilt }
    let drift = tilt - firstTiltMillidegrees
    let isOff =
      abs(deviation) > Self.largestDeviationPartsPerMillion
      || abs(drift) > Self.largestDriftMillidegrees
    guard isFirst || isOff != isOutOfLimits else { return nil }
    isOutOfLimits = isOff
    return Finding(
      deviationPartsPerMillion: deviation, tiltMillidegrees: tilt, isOutOfLimits: isOff)
  }
}
