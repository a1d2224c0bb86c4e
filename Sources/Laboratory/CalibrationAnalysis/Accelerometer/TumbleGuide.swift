internal import Foundation
internal import SeismicTypes

/// Follows an operator who turns a live sensor from position to position, and says what to do next.
///
/// Each position is taken as soon as the sensor has been still for long enough in one that has not been
/// taken; the whole is recorded, and fitted from the recording as any other.
package struct TumbleGuide: Sendable {
  /// What the operator is told.
  package enum Advice: Equatable, Sendable {
    /// So many seconds of rest in a position that is wanted.
    case resting(name: String, seconds: Int)
    case taken(name: String, takenCount: Int)
    /// It moved too early.
    case movedTooEarly(seconds: Int)
    case alreadyTaken(name: String)
    /// Nothing new.
    case turn
  }

  /// How long to rest in each.
  package let restSeconds: Int
  /// How many positions are wanted.
  package let positionCount: Int
  package private(set) var takenNames: [String] = []

  private let nominal: NominalSensor
  private let check: StillnessCheck
  private let wantsFaces: Bool
  private var seconds: [StillnessCheck.Second] = []
  private var firstOfRun = -1
  private var takenDirections: [[Double]] = []
  private var last = 0

  init(_ nominal: NominalSensor, check: StillnessCheck, positionCount: Int, wantsFaces: Bool) {
    self.nominal = nominal
    self.check = check
    self.positionCount = positionCount
    self.wantsFaces = wantsFaces
    // The first and the last second of a rest are not used.
    restSeconds = check.minimumSeconds + 2
  }

  package var isComplete: Bool { takenNames.count >= positionCount }

  /// Faces that have not been up yet.
  package var missingNames: [String] {
    Face.all.map { $0.name(nominal.letters) }.filter { !takenNames.contains($0) }
  }

  /// Looks at every whole second that has come since the last time.
  ///
  /// - Parameter series: All counts so far, without a gap.
  /// - Returns: What is to be said, in order.
  package mutating func follow(_ series: CountSeries) -> [Advice] {
    let window = max(1, Int(series.hertz.rounded()))
    if series.sampleCount < seconds.count * window { restart() }
    var advice: [Advice] = []
    while (seconds.count + 1) * window <= series.sampleCount && !isComplete {
      seconds.append(
        check.second(
          at: seconds.count * window, of: series, sensitivities: nominal.sensitivities))
      advice.append(judge(window))
    }
    return advice
  }

  /// A gap: what was taken lies in a series that has ended.
  private mutating func restart() {
    seconds = []
    takenNames = []
    takenDirections = []
    firstOfRun = -1
  }

  private mutating func judge(_ window: Int) -> Advice {
    guard let run = check.runs(of: seconds, samplesPerSecond: window).last,
      run.upperBound == seconds.count
    else { return leaveRun() }
    if run.lowerBound != firstOfRun && firstOfRun >= 0 && last < restSeconds && last >= 5 {
      let moved = last
      (firstOfRun, last) = (run.lowerBound, run.count)
      return .movedTooEarly(seconds: moved)
    }
    (firstOfRun, last) = (run.lowerBound, run.count)
    let up = direction(run)
    let name = Face.nearest(to: up).name(nominal.letters)
    let isTaken = takenDirections.contains { Vector.degrees($0, up) < 5 }
    if isTaken { return run.count > restSeconds ? .turn : .alreadyTaken(name: name) }
    if wantsFaces && Vector.degrees(up, Face.nearest(to: up).direction) > 15 { return .turn }
    guard run.count >= restSeconds else { return .resting(name: name, seconds: run.count) }
    takenDirections.append(up)
    takenNames.append(name)
    return .taken(name: name, takenCount: takenNames.count)
  }

  private mutating func leaveRun() -> Advice {
    defer { (firstOfRun, last) = (-1, 0) }
    return last >= 5 && last < restSeconds ? .movedTooEarly(seconds: last) : .turn
  }

  private func direction(_ run: Range<Int>) -> [Double] {
    let force = nominal.sensitivities.indices.map { channel in
      Statistics.mean(seconds[run].map { $0.means[channel] })
        - nominal.offsets[channel] / nominal.sensitivities[channel]
    }
    let size = max(Vector.length(force), 1e-9)
    return force.map { $0 / size }
  }
}
